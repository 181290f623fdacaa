using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    /// <summary>A reply goes before it has left, and everything is as if it had not been; only the history keeps that it was.</summary>
    public void TakeBack(Conversation left, TicketStatus? before, Stamp by)
    {
        Changes.Add(new Change(by, "withdrawn", null, null));
        if (before is { } status)
        {
            // Nobody was told of the change, so nobody is told that it is gone.
            Changes.Add(new Change(by, "status", Words.Name.Of(Status), Words.Name.Of(status)));
            Pace(status, by.At);
            Status = status;
            Open = status != TicketStatus.Closed;
            ClosedAt = Open ? null : ClosedAt;
        }

        Retell(left, by);
    }
}
