using System.Collections.Frozen;
using Sportello.Portable;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Importing;

/// <summary>What is written elsewhere for kinds, statuses and priorities: as it was mapped (<c>status:closed=Fertig|Weg</c>), else as that system calls it, else the words of the three languages.</summary>
internal sealed class ForeignWords
{
    private readonly FrozenDictionary<string, string> _words;

    /// <param name="map">What whoever imports has said.</param>
    /// <param name="usual">What the other system calls them at first: <c>status:returned</c> and its words, with bars between.</param>
    public ForeignWords(IReadOnlyDictionary<string, string> map, params IReadOnlyList<(string Ours, string Theirs)> usual)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var language in new[] { "en", "ru", "it" }.Select(Language.In))
        {
            Add<TicketKind>("kind", "kind", language);
            Add<TicketStatus>("status", "status", language);
            Add<Priority>("priority", "priority", language);
        }

        foreach (var (ours, theirs) in usual.Concat(map.Where(m => m.Key.Contains(':', StringComparison.Ordinal)).Select(m => (m.Key, m.Value))))
        {
            var at = ours.IndexOf(':', StringComparison.Ordinal);
            foreach (var word in theirs.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                words[$"{ours[..at].ToLowerInvariant()}:{word.ToLowerInvariant()}"] = ours[(at + 1)..];
            }
        }

        _words = words.ToFrozenDictionary(StringComparer.Ordinal);

        void Add<T>(string field, string family, Language language)
            where T : struct, Enum
        {
            foreach (var choice in Enum.GetValues<T>())
            {
                words.TryAdd($"{field}:{language.Say(family, choice).ToLowerInvariant()}", Name.Of(choice));
            }
        }
    }

    /// <summary>Ours for theirs; none where nobody has said it.</summary>
    public string? Find(string field, string word) => _words.GetValueOrDefault($"{field}:{word.ToLowerInvariant()}");

    /// <summary>Ours for theirs; where nobody has said it, the usual one, and it is told how to say it.</summary>
    public string Taken(Findings findings, string field, string word, string usual)
    {
        if (Find(field, word) is { } ours)
        {
            return ours;
        }

        findings.Notice($"The {field} “{word}” is not known: it was taken as {usual}. Say what it is with --map \"{field}:{usual}={word}\".");
        return usual;
    }
}
