using Sportello.Access;

namespace Sportello.Mailroom.Outbox;

/// <summary>What went out of a ticket and what became of it, for managers and staff: per comment, and for what carried none.</summary>
public sealed class TicketMails(Desk desk)
{
    public async Task<IReadOnlyList<OutboxRow>> Run(int number, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.SeeNotes, stop);
        return await Of(desk, ticket.Id, stop);
    }

    internal static Task<List<OutboxRow>> Of(Desk desk, long ticketId, CancellationToken stop) =>
        desk.Sql.List($"{OutboxRow.Columns} where m.ticket_id = @ticket order by r.id", OutboxRow.Read, stop, ("@ticket", ticketId));

    /// <summary>Until when the person at the desk can take this reply back; none when it is too late, or not theirs.</summary>
    public async Task<DateTime?> CanWithdrawUntil(int number, long commentId, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.See, stop);
        return desk.Actor.ContactId is { } self ? await WithdrawReply.Until(desk, ticket.Id, commentId, self, stop) : null;
    }
}
