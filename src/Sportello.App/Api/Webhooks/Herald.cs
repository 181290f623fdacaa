using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Sportello.Webhooks;

namespace Sportello.App.Api.Webhooks;

/// <summary>Tells the webhooks for as long as the server runs.</summary>
internal sealed class Herald(House house, IOptions<JsonOptions> json) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => new KeepCalling(house, Body).Run(stoppingToken), stoppingToken);

    private byte[] Body(WebhookMessage message) => JsonSerializer.SerializeToUtf8Bytes(MessageJson.Of(message), json.Value.SerializerOptions);
}
