using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sportello.Directory.PersonData;

/// <summary>What names a person, and what stands in its place afterwards.</summary>
internal sealed class Blots
{
    /// <summary>Shorter words of a name are words of other people's texts as well.</summary>
    private const int ShortestWord = 3;

    private readonly Regex _everything;

    public Blots(string former, IReadOnlyCollection<string> names, IEnumerable<string> handles)
    {
        Former = former;
        Handles = [.. handles.Where(h => h.Length >= ShortestWord).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(h => h.Length)];
        var words = names.Concat(names.SelectMany(n => n.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(w => w.Length >= ShortestWord)
            .Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(w => w.Length);

        // Some texts are kept as JSON that writes letters beyond Latin by their numbers.
        var numbered = Handles.Concat(words).Select(w => (Word: w, Json: JsonEncodedText.Encode(w).ToString())).Where(w => !string.Equals(w.Word, w.Json, StringComparison.Ordinal)).Select(w => Regex.Escape(w.Json));
        var parts = Handles.Select(Regex.Escape).Concat(numbered).Concat(words.Select(w => $@"(?<!\w){Regex.Escape(w)}(?!\w)"));
        _everything = new Regex(string.Join('|', parts.DefaultIfEmpty("(?!)")), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
    }

    /// <summary>What the person is called from now on.</summary>
    public string Former { get; }

    /// <summary>Addresses and handles: they are nobody else's, wherever they stand.</summary>
    public IReadOnlyList<string> Handles { get; }

    public string? Over(string? text) => text is null ? null : _everything.Replace(text, Former);
}
