using Sportello.Tickets;

namespace Sportello.Perfectionist;

/// <summary>What a rule would change about a ticket: its status, or that it is anybody's.</summary>
/// <param name="Status">The status it would get; none when it would be handed back to nobody.</param>
public sealed record Proposal(TicketStatus? Status)
{
    public static Proposal Close { get; } = new(TicketStatus.Closed);

    public static Proposal HandBack { get; } = new((TicketStatus?)null);

    /// <summary>The field of the ticket, as history names it.</summary>
    public string Field => Status is null ? "assignee" : "status";
}
