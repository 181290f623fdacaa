using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Search;

/// <summary>
/// Tickets that may be about the same, by the words of their subjects, within reach only. Of each word only the newest that hold it are
/// looked at, so that a frequent one costs no more than a rare one; and it says less: on its own it makes nothing similar.
/// </summary>
public sealed class SimilarTickets(Desk desk)
{
    public const int Most = 5;

    private const int MostWords = 6;

    /// <summary>A word that so many subjects hold is one that everybody writes.</summary>
    private const int Frequent = 100;

    private const int MostLookedAt = 60;

    /// <summary>What a word says that is not frequent.</summary>
    private const int Telling = 3;

    /// <param name="subject">What is being asked, in a few words.</param>
    /// <param name="except">The number of the ticket that it is about.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task<IReadOnlyList<OtherTicket>> Run(string? subject, int? except, CancellationToken stop)
    {
        var sees = Law.Sees(desk.Actor);
        if (Wanted.Telling(subject, MostWords) is not { Count: > 0 } words || (!sees.All && sees.Projects.Count == 0))
        {
            return [];
        }

        var (text, parameters) = Statement(desk.Sql.Dialect, sees, words);
        var found = (await desk.Sql.List(text, r => (Word: r.GetInt32(0), Ticket: r.GetInt64(1)), stop, parameters)).ToLookup(f => words[f.Word], f => f.Ticket);
        var weights = words.ToDictionary(w => w, w => found[w].Count() < Frequent ? Telling : 1, StringComparer.Ordinal);
        var candidates = found.SelectMany(w => w.Select(ticket => (Ticket: ticket, Weight: weights[w.Key])))
            .GroupBy(f => f.Ticket).OrderByDescending(g => g.Sum(f => f.Weight)).ThenByDescending(g => g.Key).Select(g => g.Key).Take(MostLookedAt).ToList();
        return candidates.Count == 0 ? [] : await Read(candidates, weights, sees, except, stop);
    }

    internal static (string Text, (string, object?)[] Parameters) Statement(Dialect dialect, Sight sees, IReadOnlyList<string> words)
    {
        IReadOnlyList<string>? places = sees.All ? null : [.. sees.Projects.Select(SearchWords.In)];
        var parts = new List<string>();
        var parameters = new List<(string, object?)> { ("@before", long.MaxValue), ("@most", Frequent) };
        foreach (var (word, i) in words.Select((w, i) => (w, i)))
        {
            var query = new WordQuery([[word], .. places is null ? Array.Empty<IReadOnlyList<string>>() : [places]]);
            parts.Add($"select {i} as word, id from ({dialect.KeysByWords(SearchWords.Tickets, query).Replace("@words", $"@words{i}", StringComparison.Ordinal)}) w{i}");
            parameters.AddRange(dialect.WordParameters(query).Select(p => ($"{p.Name}{i}", p.Value)));
        }

        return (string.Join(" union all ", parts), [.. parameters]);
    }

    /// <summary>How alike they are is told by the subjects themselves. Those that are closed come first: they say how it was solved.</summary>
    private async Task<IReadOnlyList<OtherTicket>> Read(List<long> candidates, Dictionary<string, int> weights, Sight sees, int? except, CancellationToken stop)
    {
        var rows = await desk.Sql.List(
            $"select id, number, subject, status, project_id from ticket where {desk.Sql.Dialect.Among("id", "@ids")} and number <> @except and merged_into_id is null",
            r => (Id: r.GetInt64(0), Project: r.GetInt64(4), Shared: Shared(r.GetString(2), weights), Ticket: new OtherTicket(r.GetInt32(1), r.GetString(2), (TicketStatus)r.GetInt32(3))),
            stop,
            ("@ids", candidates), ("@except", except ?? 0));
        return
        [
            .. rows.Where(r => sees.Includes(r.Project) && r.Shared.Words >= Math.Min(2, weights.Count) && r.Shared.Score >= Telling)
                .OrderByDescending(r => r.Shared.Score).ThenByDescending(r => r.Id).Take(Most)
                .OrderBy(r => r.Ticket.Status == TicketStatus.Closed ? 0 : 1).Select(r => r.Ticket),
        ];
    }

    private static (int Words, int Score) Shared(string subject, Dictionary<string, int> weights)
    {
        var shared = TextWords.In(subject).Select(w => w.Stem).Distinct(StringComparer.Ordinal).Where(weights.ContainsKey).ToList();
        return (shared.Count, shared.Sum(w => weights[w]));
    }
}
