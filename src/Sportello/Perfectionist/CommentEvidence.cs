using Sportello.Data;

namespace Sportello.Perfectionist;

/// <summary>The comments that made tickets findings: who wrote them, when, and the line that tells.</summary>
internal static class CommentEvidence
{
    private const int Longest = 160;

    /// <param name="inspection">Whose desk.</param>
    /// <param name="found">The tickets.</param>
    /// <param name="condition">Which comment <c>c</c> of the ticket <c>t</c> it is; of several the last one counts.</param>
    /// <param name="tells">The line that tells.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<IReadOnlyList<Evidence>?> Of(Inspection inspection, IReadOnlyList<FoundTicket> found, string condition, Func<string, bool> tells, CancellationToken stop)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var sql = inspection.Desk.Sql;
        var rows = await sql.List(
            $"""
             select t.number, c.author_name, c.at, c.body, t.promised_on from ticket t join comment c on c.ticket_id = t.id and not c.internal and {condition}
             where {sql.Dialect.Among("t.id", "@found")} order by c.at, c.id
             """,
            r => new Evidence { Ticket = r.GetInt32(0), By = r.GetString(1), At = r.Time(2), Words = Cut(r.GetString(3), tells), Day = r.Day(4) },
            stop,
            ("@found", found.Select(f => f.Id).ToList()));
        var last = rows.GroupBy(e => e.Ticket!.Value).ToDictionary(g => g.Key, g => g.Last());
        return [.. found.Select(f => last.GetValueOrDefault(f.Number) ?? new Evidence { Ticket = f.Number, At = f.Since })];
    }

    private static string Cut(string body, Func<string, bool> tells)
    {
        var lines = body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var line = Array.Find(lines, l => tells(l)) ?? lines.FirstOrDefault() ?? "";
        return line.Length <= Longest ? line : line[..Longest].TrimEnd() + "…";
    }
}
