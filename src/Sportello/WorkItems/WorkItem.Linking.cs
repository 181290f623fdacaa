using System.Globalization;
using Sportello.History;
using Sportello.Tickets;

namespace Sportello.WorkItems;

internal sealed partial class WorkItem
{
    public void Serve(Ticket ticket, Stamp by) => Changes.Add(new Change(by, "linked", null, Called(ticket)));

    public void ServeNoMore(Ticket ticket, Stamp by) => Changes.Add(new Change(by, "unlinked", Called(ticket), null));

    private static string Called(Ticket ticket) => ticket.Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Which work serves which ticket: many to many.</summary>
internal sealed class TicketWorkItem
{
    private TicketWorkItem()
    {
    }

    public TicketWorkItem(long ticketId, long workItemId)
    {
        TicketId = ticketId;
        WorkItemId = workItemId;
    }

    public long TicketId { get; private set; }

    public long WorkItemId { get; private set; }
}
