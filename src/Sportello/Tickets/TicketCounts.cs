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
                Move(moved, Before(entry.OriginalValues), -1);
            }

            if (entry.State is EntityState.Modified or EntityState.Added)
            {
                Move(moved, Slots(entry.Entity), 1);
            }
        }

        return Ordered(moved.Where(m => m.Value != 0).Select(m => (m.Key, m.Value)));
    }

    /// <summary>What new tickets add that were not made by the object mapper.</summary>
    public static List<(Slot Slot, int By)> Of(IEnumerable<Ticket> added) => Ordered(added.SelectMany(Slots).GroupBy(s => s).Select(g => (g.Key, g.Count())));

    public static async Task Apply(Sql sql, List<(Slot Slot, int By)> counts, CancellationToken stop)
    {
        foreach (var (slot, by) in counts)
        {
            var table = slot.Snoozed ? "snoozed_count" : "ticket_count";
            await sql.Run(
                $"""
                insert into {table} (project_id, assignee_id, status, n) values (@project, @assignee, @status, @by)
                on conflict (project_id, assignee_id, status) do update set n = {table}.n + excluded.n
                """,
                stop,
                ("@project", slot.ProjectId),
                ("@assignee", slot.AssigneeId),
                ("@status", slot.Status),
                ("@by", (long)by));
        }
    }

    private static void Move(Dictionary<Slot, int> moved, IEnumerable<Slot> slots, int by)
    {
        foreach (var slot in slots)
        {
            moved[slot] = moved.GetValueOrDefault(slot) + by;
        }
    }

    private static IEnumerable<Slot> Before(Microsoft.EntityFrameworkCore.ChangeTracking.PropertyValues was) => Slots(
        was.GetValue<long>(nameof(Ticket.ProjectId)),
        was.GetValue<long?>(nameof(Ticket.AssigneeId)),
        was.GetValue<TicketStatus>(nameof(Ticket.Status)),
        was.GetValue<DateTime?>(nameof(Ticket.SnoozedUntil)));

    private static IEnumerable<Slot> Slots(Ticket ticket) => Slots(ticket.ProjectId, ticket.AssigneeId, ticket.Status, ticket.SnoozedUntil);

    /// <summary>What is put off is counted twice: among all, and among those.</summary>
    private static IEnumerable<Slot> Slots(long project, long? assignee, TicketStatus status, DateTime? snoozed)
    {
        var slot = new Slot(project, assignee ?? 0, status);
        return snoozed is null ? [slot] : [slot, slot with { Snoozed = true }];
    }

    /// <summary>Always in the same order: two writers then never wait for each other crosswise.</summary>
    private static List<(Slot Slot, int By)> Ordered(IEnumerable<(Slot Slot, int By)> moved) =>
        [.. moved.OrderBy(m => m.Slot.Snoozed).ThenBy(m => m.Slot.ProjectId).ThenBy(m => m.Slot.AssigneeId).ThenBy(m => m.Slot.Status)];

    internal readonly record struct Slot(long ProjectId, long AssigneeId, TicketStatus Status, bool Snoozed = false);
}
