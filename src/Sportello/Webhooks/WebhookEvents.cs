using Sportello.Words;

namespace Sportello.Webhooks;

/// <summary>What a webhook can be told of. The names are those of the API and are stored.</summary>
public static class WebhookEvents
{
    /// <summary>Sent on demand only, to see that a receiver listens.</summary>
    public const string Ping = "ping";

    public const string TicketOpened = "ticket.opened";
    public const string TicketChanged = "ticket.changed";
    public const string CommentAdded = "comment.added";
    public const string WorkItemAdded = "work-item.added";
    public const string WorkItemChanged = "work-item.changed";
    public const string ProjectAdded = "project.added";
    public const string ProjectChanged = "project.changed";

    public static IReadOnlyList<string> All { get; } = [TicketOpened, TicketChanged, CommentAdded, WorkItemAdded, WorkItemChanged, ProjectAdded, ProjectChanged];

    /// <summary>Those of a list that there are, each once and in the usual order.</summary>
    internal static IReadOnlyList<string> Read(IReadOnlyCollection<string> wanted)
    {
        if (wanted.FirstOrDefault(e => !All.Contains(e, StringComparer.Ordinal)) is { } unknown)
        {
            throw Refusal.Invalid("events", Said.Of("refusal.webhook.event", ("event", unknown), ("events", string.Join(", ", All))));
        }

        return wanted.Count > 0 ? [.. All.Where(e => wanted.Contains(e, StringComparer.Ordinal))] : throw Refusal.Invalid("events", Said.Of("refusal.webhook.no-events"));
    }
}
