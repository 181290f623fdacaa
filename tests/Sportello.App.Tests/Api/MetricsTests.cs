using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Sportello.App.Web;
using Sportello.Data;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.App.Tests.Api;

/// <summary>What Prometheus reads, held against its text form and against what is in the house.</summary>
public sealed partial class MetricsTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task Whoever_holds_settings_view_reads_the_numbers_and_nobody_else_does()
    {
        foreach (var user in new[] { "sandro", "luca", "francesca" })
        {
            using var other = await Caller.Of(door, user);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.Send("GET", "/metrics")).StatusCode);
        }

        using var stranger = new HttpClient();
        var refused = await stranger.GetAsync(door.Address + "/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        using var admin = await Caller.Of(door, "admin");
        var answer = await admin.Send("GET", "/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.NotEmpty(Samples(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Tickets_are_counted_by_status_and_move_with_them()
    {
        using var admin = await Caller.Of(door, "admin");
        var before = await Read(admin);
        Assert.Equal(1, before["sportello_tickets{status=\"closed\"}"]);
        var ticket = await admin.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject = "Counted", body = "Once" });
        var opened = await Read(admin);
        Assert.Equal(before["sportello_tickets{status=\"new\"}"] + 1, opened["sportello_tickets{status=\"new\"}"]);
        await admin.Json("PATCH", $"/api/v1/tickets/{ticket.GetProperty("number")}", new { status = "closed" });
        var closed = await Read(admin);
        Assert.Equal(before["sportello_tickets{status=\"new\"}"], closed["sportello_tickets{status=\"new\"}"]);
        Assert.Equal(2, closed["sportello_tickets{status=\"closed\"}"]);
        Assert.Equal(1, closed["sportello_job_last_ok{job=\"test-trends\"}"]);
        Assert.Equal(0, closed["sportello_outbox_overdue_seconds{channel=\"webhook\"}"]);
    }

    [Fact]
    public async Task Requests_are_counted_by_door_and_status_in_a_histogram_that_adds_up()
    {
        using var admin = await Caller.Of(door, "admin");
        var before = await Read(admin);
        for (var i = 0; i < 5; i++)
        {
            await admin.Send("GET", "/api/v1/tickets/99999");
        }

        // The server notes a request after its answer has gone out.
        var name = "sportello_http_request_duration_seconds_count{door=\"api\",status=\"4xx\"}";
        var wanted = before.GetValueOrDefault(name) + 5;
        var after = await Read(admin);
        for (var tries = 0; after.GetValueOrDefault(name) < wanted && tries < 100; tries++)
        {
            await Task.Delay(20);
            after = await Read(admin);
        }

        Assert.Equal(wanted, after[name]);
        Assert.Equal(wanted, after["sportello_http_request_duration_seconds_bucket{door=\"api\",status=\"4xx\",le=\"+Inf\"}"]);
        var buckets = after.Where(s => s.Key.StartsWith("sportello_http_request_duration_seconds_bucket{door=\"api\",status=\"4xx\"", StringComparison.Ordinal)).Select(s => s.Value).ToList();
        Assert.Equal(buckets.Order(), buckets);
    }

    [Fact]
    public async Task By_a_setting_this_machine_needs_no_token_unless_it_asks_for_somebody_else()
    {
        using var folder = new TempFolder();
        var settings = new HouseSettings
        {
            DataFolder = folder.Path,
            Database = new(DatabaseProvider.Sqlite, folder["sportello.db"], ""),
            Api = new() { Metrics = MetricsFor.Local },
        };
        await using var house = await House.Open(settings, TimeProvider.System, default);
        await using var app = Serving.Build(house, "http://127.0.0.1:0");
        await app.StartAsync();
        using var prometheus = new HttpClient();
        Assert.Contains("sportello_tickets{status=\"new\"} 0", await prometheus.GetStringAsync(app.Urls.First() + "/metrics"), StringComparison.Ordinal);
        prometheus.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        Assert.Equal(HttpStatusCode.Unauthorized, (await prometheus.GetAsync(app.Urls.First() + "/metrics")).StatusCode);
    }

    private static async Task<Dictionary<string, double>> Read(Caller caller) => Samples(await (await caller.Send("GET", "/metrics")).Content.ReadAsStringAsync());

    /// <summary>Every line is a comment or a sample, every sample belongs to the family that was named last, and none stands twice.</summary>
    private static Dictionary<string, double> Samples(string text)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var family = "";
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                family = comment.Groups["name"].Value;
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            Assert.Matches($"^{family}(_bucket|_sum|_count)?$", sample.Groups["name"].Value);
            samples.Add(sample.Groups["name"].Value + sample.Groups["labels"].Value, double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
        }

        return samples;
    }

    [GeneratedRegex("""^# (HELP (?<name>[a-z_]+) \S.*|TYPE (?<name>[a-z_]+) (counter|gauge|histogram))$""")]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-z_]+)(?<labels>\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? (?<value>-?[0-9.]+(E[+-]?[0-9]+)?)$""")]
    private static partial Regex Sample();
}
