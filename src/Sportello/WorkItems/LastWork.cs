using Microsoft.EntityFrameworkCore;
using Sportello.Tickets;

namespace Sportello.WorkItems;

/// <summary>When the last work of a ticket has ended, somebody has to tell the customer: the ticket says so, and so its assignee is told.</summary>
internal static class LastWork
{
    /// <summary>Within the transaction in which the work item ends.</summary>
    public static async Task Tell(Desk desk, WorkItem ended, CancellationToken stop)
    {
        await desk.Begin(stop);
        var served = await desk.Sql.List(
            "select ticket_id from ticket_work_item where work_item_id = @item order by ticket_id", r => r.GetInt64(0), stop, ("@item", ended.Id));
        foreach (var ticket in served)
        {
            // Held until this is saved: of two jobs that end at once, the second to come sees that the first has ended.
            await desk.Sql.Run("update ticket set version = version where id = @id", stop, ("@id", ticket));
        }

        foreach (var id in served)
        {
            if (!await OthersGoOn(desk, id, ended.Id, stop) && await desk.Db.Tickets.SingleAsync(t => t.Id == id, stop) is { Open: true, MergedIntoId: null } ticket)
            {
                ticket.WorkEnded(ended.Number, desk.Stamp);
            }
        }
    }

    private static async Task<bool> OthersGoOn(Desk desk, long ticket, long ended, CancellationToken stop) => await desk.Sql.First(
        "select 1 from ticket_work_item l join work_item w on w.id = l.work_item_id where l.ticket_id = @ticket and w.id <> @ended and w.open limit 1",
        _ => (int?)1,
        stop,
        ("@ticket", ticket),
        ("@ended", ended)) is not null;
}
