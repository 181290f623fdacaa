using System.Globalization;
using Sportello.Access;

namespace Sportello.Search;

/// <summary>What somebody looks for: the forms of the words typed, without those that stand in every text.</summary>
internal sealed class Wanted
{
    /// <summary>More words make a search no narrower.</summary>
    private const int MostWords = 8;

    private static readonly HashSet<string> Everywhere = new(
        TextWords.In(
            """
            the an of to in and is for on at it by or il lo la gli le un uno una di da del dell dello della dei degli delle al all allo alla ai agli alle nel nell nello nella
            sul sull sullo sulla con per che non si на не по что от за из до во со это как
            """).Select(w => w.Stem),
        StringComparer.Ordinal);

    private Wanted(HashSet<string> stems) => Stems = stems;

    public IReadOnlySet<string> Stems { get; }

    public static Wanted? Read(string? text)
    {
        var all = TextWords.In(text ?? "").Select(w => w.Stem).Distinct(StringComparer.Ordinal).ToList();
        var telling = all.Where(w => !Everywhere.Contains(w)).ToList();
        return all.Count == 0 ? null : new((telling.Count > 0 ? telling : all).Take(MostWords).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The words that say what a text is about, in their order.</summary>
    public static IReadOnlyList<string> Telling(string? text, int most) =>
        [.. TextWords.In(text ?? "").Select(w => w.Stem).Where(w => (w.Length > 2 || char.IsDigit(w[0])) && !Everywhere.Contains(w)).Distinct(StringComparer.Ordinal).Take(most)];

    /// <summary>The number that is all of what was typed, with or without its prefix.</summary>
    public static int? Number(string? text, string prefix)
    {
        var rest = (text ?? "").Trim();
        rest = rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? rest[prefix.Length..] : rest;
        return int.TryParse(rest.TrimStart(':', '#', '-', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>All the words are among those of the text.</summary>
    public bool StandsIn(string text) => Stems.IsSubsetOf(TextWords.In(text).Select(w => w.Stem));

    /// <summary>As it is looked up among the subjects: in projects within reach.</summary>
    public WordQuery Subjects(Sight sees) => With(sees.All ? null : [.. sees.Projects.Select(SearchWords.In)]);

    /// <summary>As it is looked up among the comments: public ones within reach, internal ones where notes are seen.</summary>
    public WordQuery Comments(Sight sees, Sight notes) => With(notes.All ? null :
    [
        .. sees.All ? [SearchWords.Public] : sees.Projects.Select(SearchWords.In),
        .. notes.Projects.Select(SearchWords.Within),
    ]);

    private WordQuery With(IReadOnlyList<string>? places) => new([.. Stems.Select(s => new[] { s }), .. places is null ? Array.Empty<IReadOnlyList<string>>() : [places]]);
}
