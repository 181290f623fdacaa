using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Targets;

/// <summary>Keeps the due time of each ticket with it: at every saving that moves it, and for all that are open when what is promised changes.</summary>
internal static class Deadlines
{
    private const int Batch = 500;

    private static readonly string[] Decisive = [nameof(Ticket.Status), nameof(Ticket.Priority), nameof(Ticket.ProjectId), nameof(Ticket.AnsweredAt), nameof(Ticket.OpenedAt), nameof(Ticket.Stops)];

    /// <summary>Of what is about to be saved.</summary>
    public static async Task Set(Desk desk, CancellationToken stop)
    {
        var moved = desk.Db.ChangeTracker.Entries<Ticket>()
            .Where(e => e.State == EntityState.Added || (e.State == EntityState.Modified && Decisive.Any(p => e.Property(p).IsModified))).ToList();
        if (moved.Count == 0)
        {
            return;
        }

        var plans = (await desk.House.Book.Of(desk, stop)).Plans;
        foreach (var entry in moved)
        {
            entry.Property(nameof(Ticket.DueAt)).CurrentValue = plans.DueOf(entry.Entity);
        }
    }

    /// <summary>
    /// Of everything that is open in a project, or in all. A batch is a transaction of its own; whoever changes a ticket meanwhile
    /// has reckoned with the new promises already, and is left alone.
    /// </summary>
    public static async Task Reckon(Desk desk, long project, CancellationToken stop)
    {
        var plans = (await desk.House.Book.Of(desk, stop)).Plans;
        var open = await desk.Sql.List(
            $"select id from ticket where open = true{(project == Plans.Every ? "" : " and project_id = @project")}",
            r => r.GetInt64(0),
            stop,
            project == Plans.Every ? [] : [("@project", (object?)project)]);
        foreach (var batch in open.Chunk(Batch))
        {
            await desk.Begin(stop);
            foreach (var (id, version, before, after) in await Reckoned(desk.Sql, plans, batch, stop))
            {
                if (before != after)
                {
                    await desk.Sql.Run("update ticket set due_at = @due where id = @id and version = @version", stop, ("@due", after), ("@id", id), ("@version", version));
                }
            }

            await desk.Save(stop);
        }
    }

    private static Task<List<(long Id, int Version, DateTime? Before, DateTime? After)>> Reckoned(Sql sql, Plans plans, IReadOnlyCollection<long> ids, CancellationToken stop) => sql.List(
        $"select id, version, due_at, project_id, priority, opened_at, answered_at, open, stops from ticket where {sql.Dialect.Among("id", "@ids")}",
        r => (r.GetInt64(0), r.GetInt32(1), r.TimeOrNone(2),
            plans.Of(r.GetInt64(3))?.DueOf((Priority)r.GetInt32(4), r.Time(5), r.TimeOrNone(6), r.GetBoolean(7), r.Text(8))),
        stop,
        ("@ids", ids));
}
