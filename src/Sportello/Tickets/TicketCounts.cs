using Microsoft.EntityFrameworkCore;
using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>How many tickets stand where: kept in the transaction of each change, so that no page ever counts.</summary>
internal static class TicketCounts
{
    public static List<(Slot Slot, int By)> Changed(DeskDb db)
    {
        var moved = new Dictionary<Slot, int>();
        foreach (var entry in db.ChangeTracker.Entries<Ticket>())
        {
            if (entry.State is EntityState.Modified or EntityState.Deleted)
            {
                var before = new Slot(
                    entry.OriginalValues.GetValue<long>(nameof(Ticket.ProjectId)),
                    entry.OriginalValues.GetValue<long?>(nameof(Ticket.AssigneeId)) ?? 0,
                    entry.OriginalValues.GetValue<TicketStatus>(nameof(Ticket.Status)));
                moved[before] = moved.GetValueOrDefault(before) - 1;
            }

            if (entry.State is EntityState.Modified or EntityState.Added)
            {
                var after = new Slot(entry.Entity.ProjectId, entry.Entity.AssigneeId ?? 0, entry.Entity.Status);
                moved[after] = moved.GetValueOrDefault(after) + 1;
            }
        }

        // Always in the same order: two writers then never wait for each other crosswise.
        return [.. moved.Where(m => m.Value != 0).Select(m => (m.Key, m.Value)).OrderBy(m => m.Key.ProjectId).ThenBy(m => m.Key.AssigneeId).ThenBy(m => m.Key.Status)];
    }

    /// <summary>What new tickets add that were not made by the object mapper.</summary>
    public static List<(Slot Slot, int By)> Of(IEnumerable<Ticket> added) =>
    [
        .. added.GroupBy(t => new Slot(t.ProjectId, t.AssigneeId ?? 0, t.Status)).Select(g => (g.Key, g.Count()))
            .OrderBy(m => m.Key.ProjectId).ThenBy(m => m.Key.AssigneeId).ThenBy(m => m.Key.Status),
    ];

    public static async Task Apply(Sql sql, List<(Slot Slot, int By)> counts, CancellationToken stop)
    {
        foreach (var (slot, by) in counts)
        {
            await sql.Run(
                """
                insert into ticket_count (project_id, assignee_id, status, n) values (@project, @assignee, @status, @by)
                on conflict (project_id, assignee_id, status) do update set n = ticket_count.n + excluded.n
                """,
                stop,
                ("@project", slot.ProjectId),
                ("@assignee", slot.AssigneeId),
                ("@status", slot.Status),
                ("@by", (long)by));
        }
    }

    internal readonly record struct Slot(long ProjectId, long AssigneeId, TicketStatus Status);
}
