using Sportello.Targets;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    /// <summary>When its clock stood still, as kept by <see cref="Targets.Stops"/>: while the customer had it, and while it was closed.</summary>
    public string? Stops { get; private set; }

    /// <summary>When the next of its targets is used up; none when there is none, or while its clock stands still.</summary>
    public DateTime? DueAt { get; private set; }

    public static bool StandsStill(TicketStatus status) => status is TicketStatus.Returned or TicketStatus.Closed;

    /// <summary>What the targets of its project make of it.</summary>
    public void IsDue(DateTime? at) => DueAt = at;

    /// <summary>Before the status changes. A ticket of before there were targets has stood still since it was closed.</summary>
    private void Pace(TicketStatus status, DateTime at)
    {
        if (StandsStill(Status))
        {
            Stops = Targets.Stops.Begin(Stops, ClosedAt ?? at);
        }

        Stops = StandsStill(status) ? Targets.Stops.Begin(Stops, at) : Targets.Stops.End(Stops, at);
    }

    /// <summary>Of an import, which says how a ticket stands and not how it came so.</summary>
    private void SettlePace() => Stops = StandsStill(Status) ? Targets.Stops.Begin(Stops, ClosedAt ?? UpdatedAt) : Targets.Stops.End(Stops, UpdatedAt);
}
