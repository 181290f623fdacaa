using Sportello.Access;

namespace Sportello.Perfectionist;

/// <summary>Takes tickets from somebody who can no longer work on them, so that others see that they are free.</summary>
internal static class HandBackTickets
{
    public static async Task<IReadOnlyList<Evidence>> Run(House house, Inspection inspection, HouseRule rule, IReadOnlyList<Evidence> tickets, CancellationToken stop)
    {
        var done = new List<Evidence>(tickets.Count);
        foreach (var evidence in tickets)
        {
            await using var desk = await house.DeskOfProgram(PerfectionistProgram.Name, stop);
            await desk.Begin(stop);
            var ticket = await desk.Tickets.Get(evidence.Ticket!.Value, Right.Assign, stop);
            if (ticket is { AssigneeId: { } was, Open: true })
            {
                ticket.Assign(null, evidence.By, desk.Stamp);
                await Fixes.Note(desk, Fix.OfAssignee(rule.Id, ticket.Number, was), was, stop);
                await desk.Save(stop);
                inspection.Fixes.Add(Fix.OfAssignee(rule.Id, ticket.Number, was));
                done.Add(evidence);
            }
        }

        return done;
    }
}
