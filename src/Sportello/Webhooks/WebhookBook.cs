using Sportello.Access;
using Sportello.Data;
using Sportello.History;

namespace Sportello.Webhooks;

/// <summary>A webhook that is switched on, with its owner as the law knows them.</summary>
internal sealed record Listener(Webhook Webhook, Actor Owner)
{
    /// <summary>Whoever may not make webhooks any more keeps none that speak.</summary>
    public static bool MaySpeak(Actor owner) => owner.AccountActive && owner.Holds(WebhookRights.Permission);
}

/// <summary>
/// The webhooks of the house, in memory. Every save asks by one row of a counter whether they are still the same; with none, that is all it costs.
/// </summary>
internal sealed class WebhookBook
{
    private Known _known = new(-1, -1, []);

    public async Task<IReadOnlyList<Listener>> Now(House house, Sql sql, CancellationToken stop)
    {
        var epochs = await Epochs(sql, stop);
        var known = _known;
        if (known.Webhooks == epochs.Webhooks && (known.Listeners.Count == 0 || known.Access == epochs.Access))
        {
            return known.Listeners;
        }

        // Read beside the transaction that asks: what it has changed may still be undone and must not be remembered.
        await using var desk = await house.DeskOfNobody(stop);
        epochs = await Epochs(desk.Sql, stop);
        var webhooks = await desk.Sql.List($"{Webhook.Columns} where w.active order by w.id", Webhook.Read, stop);
        var owners = webhooks.Count == 0 ? [] : await house.Actors.OfUsers(desk.Sql, [.. webhooks.Select(w => w.OwnerId).Distinct()], Door.Api, stop);
        _known = known = new(
            epochs.Webhooks,
            epochs.Access,
            [.. webhooks.Where(w => owners.TryGetValue(w.OwnerId, out var owner) && Listener.MaySpeak(owner)).Select(w => new Listener(w, owners[w.OwnerId]))]);
        return known.Listeners;
    }

    private static async Task<(long Webhooks, long Access)> Epochs(Sql sql, CancellationToken stop)
    {
        var rows = await sql.List("select name, value from counter where name in ('webhook', 'access')", r => (Name: r.GetString(0), Value: r.GetInt64(1)), stop);
        return (rows.Find(r => r.Name is "webhook").Value, rows.Find(r => r.Name is "access").Value);
    }

    private sealed record Known(long Webhooks, long Access, IReadOnlyList<Listener> Listeners);
}
