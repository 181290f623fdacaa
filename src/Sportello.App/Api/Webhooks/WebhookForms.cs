using System.Text.Json.Serialization;
using Sportello.App.Api.Projects;
using Sportello.App.Api.Tickets;
using Sportello.App.Api.WorkItems;
using Sportello.Webhooks;
using Sportello.Words;

namespace Sportello.App.Api.Webhooks;

/// <summary>A webhook to make, as the caller writes it.</summary>
internal sealed record WebhookToAdd(string? Url, IReadOnlyList<string>? Events, string? Project = null)
{
    public NewWebhook Read() => new(Url, Events ?? [], Project);
}

internal sealed record WebhookPatch(bool? Active);

internal sealed record WebhookJson(long Id, string Url, IReadOnlyList<string> Events, string? Project, string Owner, bool Active, bool Gone, DateTime Created)
{
    public static WebhookJson Of(Webhook w) => new(w.Id, w.Url, w.Events, w.Project, w.Owner, w.Active, w.Gone, w.CreatedAt);
}

/// <summary>A webhook that was just made, with its secret, which is said this once.</summary>
internal sealed record MadeWebhookJson(long Id, string Url, IReadOnlyList<string> Events, string? Project, string Owner, bool Active, bool Gone, DateTime Created, string Secret)
{
    public static MadeWebhookJson Of(Webhook w, string secret) => new(w.Id, w.Url, w.Events, w.Project, w.Owner, w.Active, w.Gone, w.CreatedAt, secret);
}

internal sealed record DeliveryJson(
    long Id, string Delivery, string Event, int? Number, string Who, DateTime At, string State, int Attempts, DateTime? NextAttempt, DateTime? Tried, int? Status, int? TookMs, string? Answer, string? Trouble)
{
    public static DeliveryJson Of(DeliveryRow d) => new(
        d.Id, d.Key, d.Event, d.Thing, d.Who, d.At, Name.Of(d.State), d.Attempts, d.NextAttempt, d.TriedAt, d.Status, (int?)d.Took?.TotalMilliseconds, d.Answer, d.Trouble?.ToString());
}

internal sealed record ChangedJson(string What, string? From, string? To);

/// <summary>What a receiver gets: things look as the API gives them, and those that it is not about are absent.</summary>
internal sealed record MessageJson(
    string Id,
    string Event,
    DateTime At,
    string Who,
    string Door,
    IReadOnlyList<ChangedJson> Changed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TicketJson? Ticket,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WorkItemJson? WorkItem,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProjectJson? Project,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Comment)
{
    public static MessageJson Of(WebhookMessage m) => new(
        m.Id, m.Event, m.At, m.Who, Name.Of(m.Door), [.. m.Changed.Select(c => new ChangedJson(c.What, c.From, c.To))],
        m.Ticket is { } ticket ? TicketJson.Of(ticket) : null,
        m.WorkItem is { } item ? WorkItemJson.Of(item) : null,
        m.Project is { } project ? ProjectJson.Of(project) : null,
        m.Comment is { } comment ? CommentJson.Of(comment) : m.Remark is { } remark ? WorkCommentJson.Of(remark) : null);
}
