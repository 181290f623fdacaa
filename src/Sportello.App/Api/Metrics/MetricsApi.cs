using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Sportello.App.Web;
using Sportello.Checkup;
using Sportello.History;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.App.Api.Metrics;

/// <summary>
/// <c>/metrics</c> for Prometheus. Whoever reads it shows a token of somebody who holds settings.view; a setting lets readers on this machine in
/// without one. That is not the usual, since behind a web server on the same machine everybody comes from there.
/// </summary>
internal static class MetricsApi
{
    public const string Path = "/metrics";

    public static void Map(WebApplication app) => app.MapGet(Path, Show).Public("it asks for a token itself, or a setting lets this machine in without one");

    private static async Task<IResult> Show(HttpContext http, House house, RequestMeter requests, CancellationToken stop)
    {
        await using var desk = await DeskOf(http, house, stop);
        if (desk is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem.Say(http, StatusCodes.Status401Unauthorized, "A token is needed of somebody who holds settings.view: send Authorization: Bearer …");
            return Results.Empty;
        }

        var numbers = await new ReadHouseNumbers(desk).Run(stop);
        var text = new Exposition();
        text.Family("sportello_info", "gauge", "What is running.").Sample(1, ("version", HealthPage.Version), ("database", house.Settings.Database.Provider.ToString().ToLowerInvariant()));
        OfTheHouse(text, numbers, house.Now);
        OfRequests(text, requests);
        ProcessNumbers.Write(text);
        return Results.Text(text.ToString(), Exposition.MediaType);
    }

    private static async Task<Desk?> DeskOf(HttpContext http, House house, CancellationToken stop)
    {
        if (await http.AuthenticateAsync(TokenScheme.Name) is { Succeeded: true, Principal: { } who })
        {
            var id = long.Parse(who.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
            return await house.DeskOfUser(id, Door.Api, stop, who.FindFirstValue(TokenScheme.RightsClaim)?.Split(' '));
        }

        return house.Settings.Api.Metrics == MetricsFor.Local && IsLocal(http) ? await house.DeskOfProgram("metrics", stop) : null;
    }

    /// <summary>From this machine, and not handed on for somebody else.</summary>
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !http.Request.Headers.Keys.Any(h => h.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || h is "Forwarded" or "X-Real-IP" or "Via");

    private static void OfTheHouse(Exposition text, HouseNumbers numbers, DateTime now)
    {
        text.Family("sportello_tickets", "gauge", "Tickets by status.");
        foreach (var (status, n) in numbers.Tickets)
        {
            text.Sample(n, ("status", Name.Of(status)));
        }

        text.Family("sportello_outbox_overdue_seconds", "gauge", "How long what waits to go out is late, of the oldest; 0 when nothing is.")
            .Sample(Late(numbers.MailDue), ("channel", "mail")).Sample(Late(numbers.ChatDue), ("channel", "chat")).Sample(Late(numbers.WebhookDue), ("channel", "webhook"));
        text.Family("sportello_job_last_start_timestamp_seconds", "gauge", "When a program of the timetable was last begun.");
        numbers.Jobs.ToList().ForEach(j => text.Sample(Seconds(j.Started), ("job", j.Job)));
        text.Family("sportello_job_last_ok", "gauge", "Whether the last run of a program that has ended went well.");
        numbers.Jobs.Where(j => j.Ended is not null).ToList().ForEach(j => text.Sample(j.Outcome == Sportello.Jobs.Outcome.Done ? 1 : 0, ("job", j.Job)));
        text.Family("sportello_data_free_bytes", "gauge", "Room to write in the data folder.").Sample(numbers.FreeBytes);

        double Late(DateTime? due) => due is { } at && at < now ? (now - at).TotalSeconds : 0;
    }

    private static void OfRequests(Exposition text, RequestMeter requests)
    {
        text.Family("sportello_http_request_duration_seconds", "histogram", "How long requests took, by door and class of status.");
        foreach (var (door, status, upTo, count, seconds) in requests.Read())
        {
            for (var i = 0; i < upTo.Length; i++)
            {
                text.Sample("_bucket", upTo[i], ("door", door), ("status", status), ("le", Exposition.Number(RequestMeter.Bounds[i])));
            }

            text.Sample("_bucket", count, ("door", door), ("status", status), ("le", "+Inf"));
            text.Sample("_sum", seconds, ("door", door), ("status", status)).Sample("_count", count, ("door", door), ("status", status));
        }
    }

    private static double Seconds(DateTime at) => (at - DateTime.UnixEpoch).TotalSeconds;
}
