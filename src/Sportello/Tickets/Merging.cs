using Microsoft.EntityFrameworkCore;
using Sportello.Data;

namespace Sportello.Tickets;

/// <summary>Where merged tickets lead, and what of them lies where.</summary>
internal static class Merging
{
    private const int LongestChain = 100;

    /// <summary>The ticket in which a conversation goes on: the ticket itself, unless it was merged.</summary>
    public static async Task<long> Follow(Sql sql, long ticket, CancellationToken stop)
    {
        for (var steps = 0; steps < LongestChain; steps++)
        {
            if (await sql.First("select merged_into_id from ticket where id = @id", r => r.Key(0), stop, ("@id", ticket)) is not { } into)
            {
                return ticket;
            }

            ticket = into;
        }

        throw new InvalidOperationException($"Ticket {ticket} was merged in a circle.");
    }

    /// <summary>The ticket to write into; nothing where there is none of that number.</summary>
    public static async Task<Ticket?> Followed(Desk desk, int number, CancellationToken stop) =>
        await desk.Db.Tickets.Where(t => t.Number == number).Select(t => (long?)t.Id).SingleOrDefaultAsync(stop) is { } id
            ? await Load(desk, await Follow(desk.Sql, id, stop), stop)
            : null;

    public static Task<Ticket> Load(Desk desk, long id, CancellationToken stop) => desk.Db.Tickets.Include(t => t.Watchers).SingleAsync(t => t.Id == id, stop);

    /// <summary>What the comments of a ticket come to, as they lie now.</summary>
    public static async Task<Conversation> Retold(Sql sql, long ticket, CancellationToken stop)
    {
        var totals = await sql.First(
            "select count(*), max(case when by_staff then 1 else 0 end) from comment where ticket_id = @id",
            r => ((int Count, bool Staff)?)((int)r.GetInt64(0), !r.IsDBNull(1) && r.GetInt64(1) == 1),
            stop,
            ("@id", ticket));
        var last = await Last(sql, ticket, "", stop);
        var open = await Last(sql, ticket, " and internal = false", stop);
        return new Conversation(
            totals!.Value.Count, last?.At, last?.By, last?.ByStaff ?? false, open?.At, open?.ByStaff ?? false, totals.Value.Staff,
            await Answered(sql, ticket, stop), await ReadReminders.Of(sql, ticket, stop));
    }

    /// <summary>The ticket and those that were merged into it, into those, and so on.</summary>
    public static Task<List<long>> WithMerged(Sql sql, long ticket, CancellationToken stop) => sql.List(
        """
        with recursive merged(id) as (select @id union select t.id from ticket t join merged m on t.merged_into_id = m.id)
        select id from merged
        """,
        r => r.GetInt64(0),
        stop,
        ("@id", ticket));

    /// <summary>When the customer first heard from us, after the ticket was opened.</summary>
    private static Task<DateTime?> Answered(Sql sql, long ticket, CancellationToken stop) => sql.First(
        "select min(c.at) from comment c join ticket t on t.id = c.ticket_id where c.ticket_id = @id and c.by_staff and not c.internal and c.at > t.opened_at",
        r => r.TimeOrNone(0),
        stop,
        ("@id", ticket));

    private static Task<LastComment?> Last(Sql sql, long ticket, string which, CancellationToken stop) => sql.First(
        $"select at, author_id, by_staff from comment where ticket_id = @id{which} order by at desc, id desc limit 1",
        r => (LastComment?)new LastComment(r.Time(0), r.Key(1), r.GetBoolean(2)),
        stop,
        ("@id", ticket));

    private sealed record LastComment(DateTime At, long? By, bool ByStaff);
}
