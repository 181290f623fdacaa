using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.WorkItems;

/// <summary>Work that is already there serves another ticket too: many tickets have one cause, and one ticket may need several jobs.</summary>
public sealed class LinkWorkItem(Desk desk)
{
    public async Task Run(int ticketNumber, int workItem, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(ticketNumber, Right.LinkWork, stop);
        var item = await desk.WorkItems.Get(workItem, Right.LinkWork, stop);
        await desk.Begin(stop);
        if (await Linking.Find(desk, ticket, item, stop) is null)
        {
            Linking.Join(desk, ticket, item);
            await desk.Save(stop);
        }
        else
        {
            await desk.Undo();
        }
    }
}

public sealed class UnlinkWorkItem(Desk desk)
{
    public async Task Run(int ticketNumber, int workItem, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(ticketNumber, Right.LinkWork, stop);
        var item = await desk.WorkItems.Get(workItem, Right.LinkWork, stop);
        await desk.Begin(stop);
        if (await Linking.Find(desk, ticket, item, stop) is not { } link)
        {
            await desk.Undo();
            return;
        }

        desk.Db.Remove(link);
        ticket.UnlinkWork(item.Number, desk.Stamp);
        item.ServeNoMore(ticket, desk.Stamp);
        await desk.Save(stop);
    }
}

internal static class Linking
{
    public static async Task<TicketWorkItem?> Find(Desk desk, Ticket ticket, WorkItem item, CancellationToken stop) =>
        await desk.Db.TicketWorkItems.SingleOrDefaultAsync(l => l.TicketId == ticket.Id && l.WorkItemId == item.Id, stop);

    /// <summary>The ticket has its tasks issued from now on, if that is news and its status may be changed by whoever links.</summary>
    public static void Join(Desk desk, Ticket ticket, WorkItem item)
    {
        desk.Db.Add(new TicketWorkItem(ticket.Id, item.Id));
        ticket.LinkWork(item.Number, desk.Stamp);
        item.Serve(ticket, desk.Stamp);
        if (item.Open && Law.Allows(desk.Actor, Right.ChangeStatus, TicketShelf.PlaceOf(ticket)))
        {
            ticket.MoveTo(TicketStatus.TasksIssued, desk.Stamp);
        }
    }
}
