using System.Text.Json;
using Sportello.Access;
using Sportello.Data;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Access;
using Sportello.Webhooks;

namespace Sportello.Tests.Webhooks;

/// <summary>A town with a receiver, and what sends to it.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private Wire(Town town) => Town = town;

    public Town Town { get; }

    public WebhookReceiver Receiver { get; } = new();

    public static async Task<Wire> Open(DatabaseProvider provider)
    {
        var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        town.House.Take(town.House.Settings with { Seal = new PlainSeal(), Webhooks = new(AllowPrivate: true) });
        return new(town);
    }

    public async Task<MadeWebhook> Add(string owner = "sandro", IReadOnlyCollection<string>? events = null, string? project = null)
    {
        await using var desk = await Town.DeskOf(owner);
        return await new AddWebhook(desk).Run(new(Receiver.Url + "hook", events ?? WebhookEvents.All, project), default);
    }

    public Task Send(CancellationToken stop = default) => Send(Town.House, stop);

    public static async Task Send(House house, CancellationToken stop = default)
    {
        using var line = new WebhookLine(house.Settings.Webhooks.AllowPrivate);
        var send = new SendWebhooks(house, Body, line);
        while (await send.Round(stop))
        {
        }
    }

    public Task<List<string>> Log() => Town.Rows("select event, state, attempts, coalesce(status, 0) from webhook_delivery order by id");

    public void Later(TimeSpan by) => Town.Test.Clock.Now += by;

    public async ValueTask DisposeAsync()
    {
        Receiver.Dispose();
        await Town.DisposeAsync();
    }

    private static byte[] Body(WebhookMessage message) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        message.Id,
        message.Event,
        Ticket = message.Ticket?.Number,
        Work = message.WorkItem?.Number,
        Project = message.Project?.Project.Name,
        Comment = message.Comment?.Body ?? message.Remark?.Body,
        message.Changed,
    });
}

/// <summary>Turns what it closes round, so that it can be told from what it was.</summary>
internal sealed class PlainSeal : ISeal
{
    public string Close(string secret) => string.Concat(secret.Reverse());

    public string? Open(string closed) => string.Concat(closed.Reverse());
}
