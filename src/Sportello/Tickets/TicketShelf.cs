using Microsoft.EntityFrameworkCore;
using Sportello.Access;

namespace Sportello.Tickets;

/// <summary>The only way to a ticket that is to be changed: with the right to it. Out of reach is not there.</summary>
internal sealed class TicketShelf(Desk desk)
{
    public async Task<Ticket> Get(int number, Right right, CancellationToken stop)
    {
        var ticket = await desk.Db.Tickets.Include(t => t.Watchers).SingleOrDefaultAsync(t => t.Number == number, stop);
        if (ticket is null || !Law.Allows(desk.Actor, Right.See, PlaceOf(ticket)))
        {
            throw Refusal.NotFound($"There is no ticket {number}, or it is out of your reach.");
        }

        Demand(ticket, right);
        return ticket;
    }

    /// <summary>Several at once, each with the right to it.</summary>
    public async Task<List<Ticket>> Several(IReadOnlyCollection<int> numbers, Right right, CancellationToken stop)
    {
        var tickets = await desk.Db.Tickets.Include(t => t.Watchers).Where(t => numbers.Contains(t.Number)).OrderBy(t => t.Number).ToListAsync(stop);
        foreach (var ticket in tickets)
        {
            Demand(ticket, Right.See);
            Demand(ticket, right);
        }

        return tickets;
    }

    /// <summary>A verb that needs more than one right asks for the others here.</summary>
    public void Demand(Ticket ticket, Right right)
    {
        if (!Law.Allows(desk.Actor, right, PlaceOf(ticket)))
        {
            throw Refusal.Denied(Explain.Missing(desk.Actor, right));
        }

        if (ticket.MergedIntoId is not null && right is not (Right.See or Right.Merge))
        {
            throw Refusal.Conflict($"Ticket {ticket.Number} was merged into another one, and its conversation goes on there.");
        }
    }

    public static Place PlaceOf(Ticket ticket) => new(ticket.ProjectId, ticket.RequesterId);
}
