using Sportello.Data;

namespace Sportello.Notices;

/// <summary>Where a person is written to.</summary>
/// <param name="Text">The address.</param>
/// <param name="Undeliverable">What a mail server said, when nothing arrives there and the person has no other.</param>
internal sealed record Address(string Text, string? Undeliverable)
{
    /// <summary>The address somebody wrote from last in this ticket; else the first of theirs where mail arrives.</summary>
    public static async Task<Dictionary<long, Address>> Of(Desk desk, long ticketId, IReadOnlyCollection<long> contacts, CancellationToken stop)
    {
        var known = await desk.Sql.List(
            $"select contact_id, address, undeliverable_why from contact_email where {desk.Sql.Dialect.Among("contact_id", "@contacts")} order by place, id",
            r => (Contact: r.GetInt64(0), Address: new Address(r.GetString(1), r.Text(2))),
            stop,
            ("@contacts", contacts));
        var chosen = new Dictionary<long, Address>();
        foreach (var group in known.GroupBy(k => k.Contact, k => k.Address))
        {
            var addresses = group.ToList();
            var alive = addresses.Where(a => a.Undeliverable is null).ToList();
            chosen[group.Key] = alive.Count switch
            {
                0 => addresses[0],
                1 => alive[0],
                _ => await WroteFrom(desk, ticketId, group.Key, stop) is { } last ? alive.Find(a => string.Equals(a.Text, last, StringComparison.Ordinal)) ?? alive[0] : alive[0],
            };
        }

        return chosen;
    }

    private static Task<string?> WroteFrom(Desk desk, long ticketId, long contact, CancellationToken stop) => desk.Sql.First(
        "select l.sender from comment c join letter l on l.id = c.letter_id where c.ticket_id = @ticket and c.author_id = @contact order by c.at desc, c.id desc limit 1",
        r => r.GetString(0),
        stop,
        ("@ticket", ticketId),
        ("@contact", contact));
}
