namespace Sportello.Mailroom.Outbox;

/// <summary>What went out of a ticket and what became of it: per comment, and for what carried none. Whoever shows it asks the law first.</summary>
internal static class TicketMails
{
    public static Task<List<OutboxRow>> Of(Desk desk, long ticketId, CancellationToken stop) =>
        desk.Sql.List($"{OutboxRow.Columns} where m.ticket_id = @ticket order by r.id", OutboxRow.Read, stop, ("@ticket", ticketId));
}
