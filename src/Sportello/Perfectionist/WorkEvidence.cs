using System.Globalization;

namespace Sportello.Perfectionist;

/// <summary>The work items that made tickets findings, by their numbers.</summary>
internal static class WorkEvidence
{
    /// <summary>For very many keys at once PostgreSQL thinks it cheaper to read all links through.</summary>
    public const int AtOnce = 50;

    public static async Task<IReadOnlyList<Evidence>?> Of(Inspection inspection, IReadOnlyList<FoundTicket> found, string condition, CancellationToken stop)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var sql = inspection.Desk.Sql;
        var rows = new List<(long Ticket, int Number)>();
        foreach (var portion in found.Select(f => f.Id).Chunk(AtOnce))
        {
            rows.AddRange(await sql.List(
                $"""
                 select l.ticket_id, w.number from ticket_work_item l join work_item w on w.id = l.work_item_id and {condition}
                 where {sql.Dialect.Among("l.ticket_id", "@found")} order by l.ticket_id, w.number
                 """,
                r => (r.GetInt64(0), r.GetInt32(1)),
                stop,
                ("@found", portion)));
        }

        var items = rows.ToLookup(r => r.Ticket, r => r.Number.ToString("'#'0", CultureInfo.InvariantCulture));
        return [.. found.Select(f => new Evidence { Ticket = f.Number, Words = string.Join(", ", items[f.Id]) })];
    }
}
