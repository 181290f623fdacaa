using Sportello.Access;
using Sportello.Mailroom.Intake;
using Sportello.Tickets;

namespace Sportello.Mailroom.Deciding;

/// <summary>Puts a held letter into a ticket, as a comment of whoever wrote it. A merged ticket leads to where it went.</summary>
public sealed class AddLetterToTicket(Desk desk)
{
    public async Task<Decided> Run(long letter, int number, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        var waiting = await WaitingLetter.Get(desk, letter, stop);
        var asked = await desk.Tickets.Get(number, Right.See, stop);
        var ticket = await Merging.Load(desk, await Merging.Follow(desk.Sql, asked.Id, stop), stop);
        desk.Tickets.Demand(ticket, Right.Reply);
        var sender = await waiting.Sender(stop);
        return await waiting.TakeIn(
            async theirs => new Decision.AddTo(await Merging.Load(theirs, ticket.Id, stop), sender), Words.Said.Of("trace.decided-added", ("name", desk.Actor.Name), ("ticket", (long)ticket.Number)), null, null, stop);
    }
}
