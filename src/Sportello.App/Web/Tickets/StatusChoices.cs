using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

internal static class StatusChoices
{
    /// <summary>The statuses that the reader may set, the present one among them.</summary>
    public static IEnumerable<TicketStatus> Of(TicketView ticket)
    {
        if (ticket.May.This(Right.ChangeStatus))
        {
            return [TicketStatus.New, TicketStatus.Accepted, TicketStatus.UnderReview, TicketStatus.TasksIssued, TicketStatus.Returned, TicketStatus.Closed];
        }

        var closed = ticket.Status == TicketStatus.Closed;
        return (closed, ticket.May.This(closed ? Right.Reopen : Right.Close)) switch
        {
            (_, false) => [ticket.Status],
            (true, _) => [TicketStatus.Closed, TicketStatus.UnderReview],
            _ => [ticket.Status, TicketStatus.Closed],
        };
    }
}
