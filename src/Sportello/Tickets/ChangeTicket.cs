using Sportello.Access;
using Sportello.Fields;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>Changes of a ticket's properties; what is null stays as it is.</summary>
public sealed record TicketChanges
{
    public string? Subject { get; init; }

    public TicketKind? Kind { get; init; }

    public TicketStatus? Status { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>Whether <see cref="Assignee"/> is meant: a name, or none to hand the ticket back.</summary>
    public bool SetAssignee { get; init; }

    public string? Assignee { get; init; }

    /// <summary>Until when it is put off, or that it is no more.</summary>
    public SnoozeTo? Snooze { get; init; }

    /// <summary>What goes into the project's own fields, by their names; null or nothing empties one.</summary>
    public IReadOnlyDictionary<string, string?> Fields { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public int? SeenVersion { get; init; }
}

public sealed class ChangeTicket(Desk desk)
{
    public async Task<int> Run(int number, TicketChanges what, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.See, stop);
        Seen.Demand(ticket, what.SeenVersion);
        if (what.Subject is { } subject)
        {
            desk.Tickets.Demand(ticket, Right.Rename);
            ticket.Rename(subject, desk.Stamp);
        }

        if (what.Kind is { } kind)
        {
            desk.Tickets.Demand(ticket, Right.ChangeKind);
            ticket.SetKind(kind, desk.Stamp);
        }

        if (what.Priority is { } priority)
        {
            desk.Tickets.Demand(ticket, Right.ChangePriority);
            ticket.SetPriority(priority, desk.Stamp);
        }

        if (what.Status is { } status && status != ticket.Status)
        {
            desk.Tickets.Demand(ticket, RightTo(ticket, status));
            ticket.MoveTo(status, desk.Stamp);
        }

        if (what.Fields.Count > 0)
        {
            desk.Tickets.Demand(ticket, Right.Rename);
            await FillFields.Change(desk, ticket, what.Fields, stop);
        }

        if (what.SetAssignee)
        {
            await Assignment.Apply(desk, ticket, what.Assignee, stop);
        }

        if (what.Snooze is { } snooze)
        {
            desk.Tickets.Demand(ticket, Right.ChangeStatus);
            await Snooze(ticket, snooze, stop);
        }

        await desk.Save(stop);
        return ticket.Version;
    }

    private async Task Snooze(Ticket ticket, SnoozeTo to, CancellationToken stop)
    {
        var hours = (await desk.House.Book.Of(desk, stop)).Plans.Of(ticket.ProjectId)?.Hours;
        if (Snoozing.Until(to, desk.Now, to.Zone ?? desk.House.Settings.Work.TimeZone, hours) is not { } until)
        {
            ticket.Wake(desk.Stamp);
        }
        else if (ticket.Open)
        {
            ticket.Snooze(until, desk.Stamp);
        }
        else
        {
            throw Refusal.Invalid("snooze", Said.Of("snooze.closed"));
        }
    }

    /// <summary>Customers may close their own tickets, and open them again, but no other status is theirs to set.</summary>
    internal static Right RightTo(Ticket ticket, TicketStatus status) => (ticket.Open, status) switch
    {
        (true, TicketStatus.Closed) => Right.Close,
        (false, TicketStatus.UnderReview) => Right.Reopen,
        _ => Right.ChangeStatus,
    };
}

/// <summary>Whoever saw an older version is told before anything is written.</summary>
internal static class Seen
{
    public static void Demand(Ticket ticket, int? seenVersion)
    {
        if (seenVersion is { } seen && seen != ticket.Version)
        {
            throw Refusal.Conflict("Somebody changed this ticket while you had it open. Nothing was saved yet; see what changed, then save again.");
        }
    }
}
