using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.Perfectionist;

/// <summary>Corrects tickets through the verb that people use, some at a time, each portion in one transaction.</summary>
internal static class MoveTickets
{
    private const int Portion = 100;
    private const int Attempts = 5;

    public static async Task<IReadOnlyList<FoundTicket>> Run(House house, Inspection inspection, Rule rule, IReadOnlyList<FoundTicket> tickets, TicketStatus to, CancellationToken stop)
    {
        var moved = new List<FoundTicket>(tickets.Count);
        foreach (var portion in tickets.Chunk(Portion))
        {
            moved.AddRange(await Persist(house, inspection, rule, portion, to, stop));
        }

        inspection.Fixes.AddRange(moved.Select(t => new Fix(rule.Id, t.Number, t.Status, to)));
        return moved;
    }

    /// <summary>Whoever changed a ticket at the same moment comes first; then the portion is read again.</summary>
    private static async Task<List<FoundTicket>> Persist(House house, Inspection inspection, Rule rule, FoundTicket[] portion, TicketStatus to, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Move(house, inspection, rule, portion, to, stop);
            }
            catch (Refusal refusal) when (refusal.Reason == RefusalReason.Conflict && attempt < Attempts)
            {
                await Task.Delay(50 * attempt, stop);
            }
        }
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
