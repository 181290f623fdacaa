using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Web.Shared;
using Sportello.Live;

namespace Sportello.App.Web.Live;

/// <summary>What an open page is told (server-sent events, of the HTML standard).</summary>
internal static class LiveEndpoints
{
    public static void Map(RouteGroupBuilder web) => web.MapGet("/live", Follow).Shows<FollowChanges>();

    /// <summary>The line stays open for hours, so it holds no desk: for each change it asks anew who is there.</summary>
    private static IResult Follow(HttpContext http, House house, IHostApplicationLifetime life, [FromQuery] long? since, [FromQuery] int? ticket, [FromQuery] bool? writing)
    {
        // A server that stops does not wait for those who listen.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        http.Response.RegisterForDispose(stop);
        var changes = new FollowChanges(house, token => Reader(http, token)).Run(new(since, ticket, writing ?? false), stop.Token);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Events(changes));
    }

    private static async Task<Actor?> Reader(HttpContext http, CancellationToken stop)
    {
        try
        {
            await using var desk = await Visitor.Enter(http, stop);
            return desk.Actor;
        }
        catch (SessionEnded)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(IAsyncEnumerable<LiveMessage> messages)
    {
        await foreach (var message in messages)
        {
            yield return message switch
            {
                Changed c => new(JsonSerializer.Serialize(new { c.Task, c.Number, c.Who }, JsonSerializerOptions.Web), "changed") { EventId = Mark(c.Id) },
                MuchChanged c => new("{}", "changed") { EventId = Mark(c.Id) },
                AlsoHere h => new(JsonSerializer.Serialize(new { h.Number, People = h.People.Select(p => new { p.Name, p.Writing }) }, JsonSerializerOptions.Web), "here"),
                _ => new("{}", "still"),
            };
        }
    }

    private static string Mark(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
