using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.Perfectionist;

/// <summary>Corrects tickets through the verb that people use.</summary>
internal static class MoveTickets
{
    public static async Task<IReadOnlyList<FoundTicket>> Run(House house, Inspection inspection, Rule rule, IReadOnlyList<FoundTicket> tickets, TicketStatus to, CancellationToken stop)
    {
        var moved = await Portions.Run(tickets, portion => Move(house, inspection, rule, portion, to, stop), stop);
        inspection.Fixes.AddRange(moved.Select(t => new Fix(rule.Id, t.Number, t.Status, to)));
        return moved;
    }

    private static async Task<List<FoundTicket>> Move(House house, Inspection inspection, Rule rule, FoundTicket[] portion, TicketStatus to, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(PerfectionistProgram.Name, stop);
        await desk.Begin(stop);
        var moved = new List<FoundTicket>(portion.Length);
        var tickets = (await desk.Tickets.Several([.. portion.Select(p => p.Number)], Right.ChangeStatus, stop)).ToDictionary(t => t.Number);
        foreach (var found in portion)
        {
            var ticket = tickets[found.Number];
            if (ticket.Status == found.Status && ticket.AssigneeId == inspection.Person.ContactId)
            {
                ticket.MoveTo(to, desk.Stamp);
                moved.Add(found);
                await Fixes.Note(desk, new Fix(rule.Id, found.Number, found.Status, to), inspection.Person.ContactId, stop);
            }
        }

        await desk.Save(stop);
        return moved;
    }
}
