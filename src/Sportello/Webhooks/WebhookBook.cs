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

    /// <summary>For whoever is about to save. What is not known any more is read within the transaction that asks: it may hold the last connection there is.</summary>
    public async Task<IReadOnlyList<Listener>> Now(House house, Sql sql, CancellationToken stop)
    {
        var epochs = await Epochs(sql, stop);
        var known = _known;

        // Not remembered: what this transaction has changed may still be undone.
        return known.Webhooks == epochs.Webhooks && (known.Listeners.Count == 0 || known.Access == epochs.Access) ? known.Listeners : await Listeners(house, sql, stop);
    }

    /// <summary>Reads them anew and remembers them; outside of any transaction.</summary>
    public async Task Learn(House house, Sql sql, CancellationToken stop)
    {
        var epochs = await Epochs(sql, stop);
        if (_known.Webhooks != epochs.Webhooks || _known.Access != epochs.Access)
        {
            _known = new(epochs.Webhooks, epochs.Access, await Listeners(house, sql, stop));
        }
    }

    private static async Task<IReadOnlyList<Listener>> Listeners(House house, Sql sql, CancellationToken stop)
    {
        var webhooks = await sql.List($"{Webhook.Columns} where hook.active order by hook.id", Webhook.Read, stop);
        var owners = webhooks.Count == 0 ? [] : await house.Actors.OfUsers(sql, [.. webhooks.Select(w => w.OwnerId).Distinct()], Door.Api, stop);
        return [.. webhooks.Where(w => owners.TryGetValue(w.OwnerId, out var owner) && Listener.MaySpeak(owner)).Select(w => new Listener(w, owners[w.OwnerId]))];
    }

    private static async Task<(long Webhooks, long Access)> Epochs(Sql sql, CancellationToken stop)
    {
        var rows = await sql.List("select name, value from counter where name in ('webhook', 'access')", r => (Name: r.GetString(0), Value: r.GetInt64(1)), stop);
        return (rows.Find(r => r.Name is "webhook").Value, rows.Find(r => r.Name is "access").Value);
    }

    private sealed record Known(long Webhooks, long Access, IReadOnlyList<Listener> Listeners);
}
