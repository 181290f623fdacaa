using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    public void MoveTo(TicketStatus status, Stamp by)
    {
        if (!Note(by, "status", Words.Name.Of(Status), Words.Name.Of(status)))
        {
            return;
        }

        Pace(status, by.At);
        Status = status;
        Open = status != TicketStatus.Closed;
        if (!Open)
        {
            Wake(by);
        }

        ClosedAt = status == TicketStatus.Closed ? by.At : null;
    }

    public void Close(Stamp by) => MoveTo(TicketStatus.Closed, by);

    public void Reopen(Stamp by)
    {
        if (!Open)
        {
            MoveTo(TicketStatus.UnderReview, by);
        }
    }
}
