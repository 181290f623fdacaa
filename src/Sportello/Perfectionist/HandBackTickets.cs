using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.Perfectionist;

/// <summary>Takes tickets from somebody who can no longer work on them, so that others see that they are free.</summary>
internal static class HandBackTickets
{
    public static Task<List<Evidence>> Run(House house, Inspection inspection, HouseRule rule, IReadOnlyList<Evidence> tickets, CancellationToken stop) =>
        Portions.Run(tickets, portion => HandBack(house, inspection, rule, portion, stop), stop);

    private static async Task<List<Evidence>> HandBack(House house, Inspection inspection, HouseRule rule, Evidence[] portion, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(PerfectionistProgram.Name, stop);
        await desk.Begin(stop);
        var (done, fixes) = (new List<Evidence>(portion.Length), new List<Fix>(portion.Length));
        var tickets = (await desk.Tickets.Several([.. portion.Select(p => p.Ticket!.Value)], Right.Assign, stop)).ToDictionary(t => t.Number);
        foreach (var evidence in portion)
        {
            if (tickets[evidence.Ticket!.Value] is { AssigneeId: { } was, Open: true } ticket)
            {
                ticket.Assign(null, evidence.By, desk.Stamp);
                var fix = Fix.OfAssignee(rule.Id, ticket.Number, was);
                await Fixes.Note(desk, fix, was, stop);
                fixes.Add(fix);
                done.Add(evidence);
            }
        }

        await desk.Save(stop);
        inspection.Fixes.AddRange(fixes);
        return done;
    }
}
