namespace Sportello.Tickets;

/// <summary>What the conversation leaves to be remembered, kept as it is written, so that nobody has to read it all again to find it.</summary>
internal sealed partial class Ticket
{
    /// <summary>Since when a question of the customer has had no public answer.</summary>
    public DateTime? AskedAt { get; private set; }

    /// <summary>The day we have promised something for, until we have written on that day or after it.</summary>
    public DateOnly? PromisedOn { get; private set; }

    /// <summary>When a public comment last spoke of an attached file. Whether there was one, the files tell.</summary>
    public DateTime? FileMentionedAt { get; private set; }

    /// <summary>How often it went from one person to another.</summary>
    public int HandedOn { get; private set; }

    /// <summary>A letter may arrive after younger ones; then it changes only what they have not settled.</summary>
    private void Remember(string body, bool byStaff, DateTime at)
    {
        var newest = LastPublicAt is null || at >= LastPublicAt;
        if (Telltale.SpeaksOfFile(body) && !(FileMentionedAt > at))
        {
            FileMentionedAt = at;
        }

        if (byStaff)
        {
            AskedAt = AskedAt <= at ? null : AskedAt;
            PromisedOn = newest ? Promised(body, DateOnly.FromDateTime(at)) : PromisedOn;
        }
        else if (Telltale.Asks(body) && (newest || !LastPublicByStaff))
        {
            AskedAt = AskedAt < at ? AskedAt : at;
        }
    }

    private DateOnly? Promised(string body, DateOnly written) =>
        Telltale.Promise(body, written) ?? (PromisedOn <= written ? null : PromisedOn);

    private void CountHandover(long? from, long? to) => HandedOn += from is not null && to is not null ? 1 : 0;

    /// <summary>Reads the public comments again, oldest first, of a ticket that was written before this was kept.</summary>
    public static Reminders RemindersOf(IEnumerable<(string Body, bool ByStaff, DateTime At)> comments)
    {
        var ticket = new Ticket();
        foreach (var (body, byStaff, at) in comments)
        {
            ticket.Remember(body, byStaff, at);
            (ticket.LastPublicAt, ticket.LastPublicByStaff) = (at, byStaff);
        }

        return new Reminders(ticket.AskedAt, ticket.PromisedOn, ticket.FileMentionedAt);
    }
}

internal sealed record Reminders(DateTime? AskedAt, DateOnly? PromisedOn, DateTime? FileMentionedAt);
