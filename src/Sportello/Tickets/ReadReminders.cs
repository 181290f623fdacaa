using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>Once, when a database from before comes up to date: open tickets get what their conversations leave to be remembered.</summary>
internal static class ReadReminders
{
    private const int Portion = 5000;

    public static async Task Run(Desk desk, CancellationToken stop)
    {
        await desk.Begin(stop);
        for (long? last = 0; last is not null;)
        {
            last = await RunPortion(desk, last.Value, stop);
        }
    }

    /// <summary>What the conversation of one ticket leaves, as it lies now.</summary>
    public static async Task<Reminders> Of(Sql sql, long ticket, CancellationToken stop) => Ticket.RemindersOf((await Read(sql, [ticket], stop)).Select(c => (c.Body, c.ByStaff, c.At)));

    private static async Task<long?> RunPortion(Desk desk, long after, CancellationToken stop)
    {
        var tickets = await desk.Sql.List("select id from ticket where open and id > @after order by id limit @portion", r => r.GetInt64(0), stop, ("@after", after), ("@portion", Portion));
        foreach (var talk in (await Read(desk.Sql, tickets, stop)).GroupBy(c => c.Ticket))
        {
            await Keep(desk, talk.Key, Ticket.RemindersOf(talk.Select(c => (c.Body, c.ByStaff, c.At))), stop);
        }

        return tickets.Count == Portion ? tickets[^1] : null;
    }

    private static Task<List<(long Ticket, string Body, bool ByStaff, DateTime At)>> Read(Sql sql, List<long> tickets, CancellationToken stop) => sql.List(
        $"""
         select ticket_id, body, by_staff, at from comment
         where {sql.Dialect.Among("ticket_id", "@tickets")} and not internal and not automatic order by ticket_id, at, id
         """,
        r => (r.GetInt64(0), r.GetString(1), r.GetBoolean(2), r.Time(3)),
        stop,
        ("@tickets", tickets));

    private static async Task Keep(Desk desk, long ticket, Reminders reminders, CancellationToken stop)
    {
        if (reminders != new Reminders(null, null, null))
        {
            await desk.Sql.Run(
                "update ticket set asked_at = @asked, promised_on = @promised, file_mentioned_at = @file where id = @id",
                stop,
                ("@id", ticket),
                ("@asked", reminders.AskedAt),
                ("@promised", reminders.PromisedOn),
                ("@file", reminders.FileMentionedAt));
        }
    }
}
