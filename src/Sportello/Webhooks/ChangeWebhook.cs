namespace Sportello.Webhooks;

/// <summary>Switches a webhook on or off. What waits is kept and goes out when it is on again.</summary>
public sealed class SwitchWebhook(Desk desk)
{
    public async Task Run(long id, bool active, CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        await desk.Begin(stop);
        if (await desk.Sql.First("select active from webhook where id = @id", r => (bool?)r.GetBoolean(0), stop, ("@id", id)) is not { } before)
        {
            await desk.Undo();
            throw WebhookRights.Missing(id);
        }

        if (before == active)
        {
            await desk.Undo();
            return;
        }

        await desk.Sql.Run("update webhook set active = @active, gone = false where id = @id", stop, ("@active", active), ("@id", id));
        await WebhookRights.Moved(desk, id, "active", active ? "no" : "yes", active ? "yes" : "no", stop);
        await desk.Save(stop);
        desk.House.WebhookBell.Ring();
    }
}

/// <summary>Takes a webhook away, and its log with it.</summary>
public sealed class RemoveWebhook(Desk desk)
{
    public async Task Run(long id, CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        await desk.Begin(stop);
        await desk.Sql.Run("delete from webhook_delivery where webhook_id = @id", stop, ("@id", id));
        var url = await desk.Sql.First("delete from webhook where id = @id returning url", r => r.GetString(0), stop, ("@id", id));
        if (url is null)
        {
            await desk.Undo();
            throw WebhookRights.Missing(id);
        }

        await WebhookRights.Moved(desk, id, "removed", new Uri(url).Host, null, stop);
        await desk.Save(stop);
    }
}

/// <summary>Sends a word that means nothing, to see whether the receiver listens; and sends what was told once more, under its own id.</summary>
public sealed class CallWebhook(Desk desk)
{
    /// <returns>The delivery.</returns>
    public async Task<long> Ping(long id, CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        await desk.Begin(stop);
        var delivery = await desk.Sql.First(
            """
            insert into webhook_delivery (key, webhook_id, event, thing, who, door, changes, at, state, attempts, next_attempt_at)
            select @key, id, @event, 0, @who, @door, '[]', @now, 0, 0, @now from webhook where id = @id returning id
            """,
            r => (long?)r.GetInt64(0),
            stop,
            ("@key", Guid.NewGuid().ToString("N")), ("@event", WebhookEvents.Ping), ("@who", desk.Actor.Name), ("@door", desk.Actor.Door), ("@now", desk.Now), ("@id", id));
        return await Told(delivery, WebhookRights.Missing(id), stop);
    }

    public async Task Again(long id, long delivery, CancellationToken stop)
    {
        WebhookRights.Demand(desk);
        await desk.Begin(stop);
        var found = await desk.Sql.First(
            "update webhook_delivery set state = 0, attempts = 0, next_attempt_at = @now where id = @delivery and webhook_id = @id returning id",
            r => (long?)r.GetInt64(0),
            stop,
            ("@now", desk.Now), ("@delivery", delivery), ("@id", id));
        await Told(found, Refusal.NotFound(Words.Said.Of("refusal.webhook.delivery", ("id", delivery))), stop);
    }

    private async Task<long> Told(long? delivery, Refusal otherwise, CancellationToken stop)
    {
        if (delivery is not { } id)
        {
            await desk.Undo();
            throw otherwise;
        }

        await desk.Save(stop);
        desk.House.WebhookBell.Ring();
        return id;
    }
}
