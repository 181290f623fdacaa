using System.Data.Common;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Webhooks;

/// <summary>One delivery as the log shows it.</summary>
/// <param name="Key">The id that the receiver is told.</param>
/// <param name="Thing">The number of the ticket or work item.</param>
/// <param name="NextAttempt">When it is tried, while it waits.</param>
/// <param name="Status">What the receiver answered last.</param>
/// <param name="Answer">The beginning of its answer.</param>
/// <param name="Trouble">Why there was none.</param>
public sealed record DeliveryRow(
    long Id, string Key, string Event, int? Thing, string Who, Door Door, DateTime At, DeliveryState State, int Attempts, DateTime? NextAttempt, DateTime? TriedAt, int? Status, TimeSpan? Took, string? Answer, Said? Trouble)
{
    internal const string Columns = "select id, key, event, thing, who, door, at, state, attempts, next_attempt_at, tried_at, status, took, answer, trouble from webhook_delivery";

    internal static DeliveryRow Read(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(2) is WebhookEvents.Ping or WebhookEvents.ProjectAdded or WebhookEvents.ProjectChanged ? null : (int)r.GetInt64(3),
        r.GetString(4), (Door)r.GetInt32(5), r.Time(6), (DeliveryState)r.GetInt32(7), r.GetInt32(8), (DeliveryState)r.GetInt32(7) == DeliveryState.Waiting ? r.Time(9) : null, r.TimeOrNone(10),
        r.IsDBNull(11) ? null : (int)r.GetInt64(11), r.Key(12) is { } took ? TimeSpan.FromMilliseconds(took) : null, r.Text(13), r.Text(14) is { } trouble ? Said.ReadOne(trouble) : null);
}

/// <summary>The webhooks and what became of what they were told, for whoever may make them.</summary>
public sealed class WebhookList(Desk desk)
{
    public static bool IsFor(Access.Actor actor) => actor.Holds(WebhookRights.Permission);

    public Task<List<Webhook>> Run(CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        return desk.Sql.List($"{Webhook.Columns} order by hook.id", Webhook.Read, stop);
    }

    public async Task<Webhook> One(long id, CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        return await desk.Sql.First($"{Webhook.Columns} where hook.id = @id", Webhook.Read, stop, ("@id", id)) ?? throw WebhookRights.Missing(id);
    }

    /// <summary>The newest first.</summary>
    public async Task<Rows<DeliveryRow>> Deliveries(long id, int limit, string? after, CancellationToken stop)
    {
        await One(id, stop);
        var rows = await desk.Sql.List(
            $"{DeliveryRow.Columns} where webhook_id = @webhook and id < @before order by id desc limit @limit",
            DeliveryRow.Read,
            stop,
            ("@webhook", id), ("@before", Paging.Key(after) ?? long.MaxValue), ("@limit", (long)limit + 1));
        return Paging.Page(rows, limit, last => Paging.Mark(last.Id));
    }
}
