using Sportello.Access;
using Sportello.Directory;

namespace Sportello.Tickets;

/// <summary>Whoever watches a ticket is told of its public replies.</summary>
public sealed class WatchTicket(Desk desk)
{
    /// <param name="number">The ticket.</param>
    /// <param name="watch">Whether to watch it from now on, or no longer.</param>
    /// <param name="who">Whom it is about; none = whoever asks. Others are put on the list by managers and staff.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task Run(int number, bool watch, string? who, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.Watch, stop);
        var contact = string.IsNullOrWhiteSpace(who) ? desk.Actor.ContactId : await desk.ContactKey(who, stop);
        if (contact is not { } watcher)
        {
            throw Refusal.Denied("Contacts watch tickets, and this account belongs to none.");
        }

        if (watcher != desk.Actor.ContactId)
        {
            desk.Tickets.Demand(ticket, Right.SeeNotes);
            await DemandSight(ticket, watcher, who, stop);
        }

        var name = (await desk.Db.Contacts.FindAsync([watcher], stop))!.Name;
        if (watch)
        {
            ticket.Watch(watcher, name, desk.Stamp);
        }
        else
        {
            ticket.Unwatch(watcher, name, desk.Stamp);
        }

        await desk.Save(stop);
    }

    private async Task DemandSight(Ticket ticket, long watcher, string? who, CancellationToken stop)
    {
        var actor = await desk.House.Actors.OfContact(desk.Sql, watcher, History.Door.Web, stop);
        if (actor is null || !Law.Allows(actor, Right.See, TicketShelf.PlaceOf(ticket)))
        {
            throw Refusal.Invalid("watcher", $"“{who}” does not see this ticket, so there is nothing to watch; a role in the project opens it.");
        }
    }
}
