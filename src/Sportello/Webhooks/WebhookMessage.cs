using Sportello.History;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Webhooks;

/// <summary>What a webhook is told, as its owner sees it when it is sent. Of the things, one or two are there: a comment comes with what it was written to.</summary>
/// <param name="Id">The same in every attempt and replay: by it a receiver knows what it has had before.</param>
public sealed record WebhookMessage(string Id, string Event, DateTime At, string Who, Door Door, IReadOnlyList<ToldChange> Changed)
{
    public TicketView? Ticket { get; init; }

    public CommentView? Comment { get; init; }

    public WorkItemView? WorkItem { get; init; }

    public WorkComment? Remark { get; init; }

    public ProjectView? Project { get; init; }
}

/// <summary>Puts a message into the bytes that are sent: the door's affair, since things look there as the API gives them.</summary>
public delegate byte[] WebhookBody(WebhookMessage message);
