using System.Text.Encodings.Web;
using System.Text.Json;
using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;

namespace Sportello.Webhooks;

/// <summary>One change as a webhook tells it.</summary>
public sealed record ToldChange(string What, string? From, string? To);

/// <summary>Writes what happened for each webhook that wants it, in the transaction in which it happened.</summary>
internal static class TellWebhooks
{
    private static readonly string[] Columns = ["key", "webhook_id", "event", "thing", "comment_id", "who", "door", "changes", "at", "state", "attempts", "next_attempt_at"];

    // Names stay readable in the row, so that they are found when somebody is to be forgotten.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Whether there is something to send.</returns>
    public static async Task<bool> Run(Desk desk, IReadOnlyList<Listener> listeners, IReadOnlyList<Happening> news, CancellationToken stop)
    {
        var rows = news.SelectMany(h => listeners.Where(l => Hears(l, h)).Select(l => Row(desk, l.Webhook.Id, h))).ToList();
        await desk.Sql.Insert("webhook_delivery", Columns, rows, stop);
        return rows.Count > 0;
    }

    /// <summary>Asked again when it is sent: the owner may have lost their reach by then.</summary>
    private static bool Hears(Listener listener, Happening what) =>
        listener.Webhook.Events.Contains(what.Event, StringComparer.Ordinal)
        && (listener.Webhook.ProjectId is not { } only || only == what.Place.ProjectId)
        && Law.Allows(listener.Owner, what.Right, what.Place);

    private static object?[] Row(Desk desk, long webhook, Happening what) =>
    [
        Guid.NewGuid().ToString("N"), webhook, what.Event, what.Number, what.CommentId, what.By.Name, (int)what.By.Door,
        JsonSerializer.Serialize(what.Changes.Select(c => new ToldChange(c.What, c.From, c.To)), Readable),
        Moment.ToStored(what.By.At), (int)DeliveryState.Waiting, 0, Moment.ToStored(desk.Now + (what.CanBeTakenBack ? desk.House.Settings.Outgoing.Undo : TimeSpan.Zero)),
    ];
}
