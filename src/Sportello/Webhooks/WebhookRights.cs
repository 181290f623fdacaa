using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Webhooks;

/// <summary>What the verbs of webhooks have in common. Letting the house call out is for its administrators; each webhook then sees what its maker sees.</summary>
internal static class WebhookRights
{
    public const string Permission = "settings.change";

    public static void Demand(Desk desk) => Accounts.DemandRight(desk, Permission);

    public static Refusal Missing(long id) => Refusal.NotFound(Said.Of("refusal.webhook", ("id", id)));

    /// <summary>Every node reads them anew.</summary>
    public static async Task Moved(Desk desk, long id, string what, string? from, string? to, CancellationToken stop)
    {
        await desk.Sql.Run("update counter set value = value + 1 where name = 'webhook'", stop);
        await desk.Remember(Subject.Setting, id, "webhook." + what, from, to, stop);
    }
}
