using System.Net;
using Sportello.Directory;

namespace Sportello.App.Tests.Api;

/// <summary>A token that was narrowed does nothing that it was not given, by any of the doors that programs have.</summary>
public sealed class NarrowedTokenTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task What_it_does_not_hold_is_refused_before_anything_is_done()
    {
        using var reports = await Narrowed("admin", "report.view");
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", "/canned-replies", null), ("POST", "/canned-replies", new { name = "x", body = "x" }), ("GET", "/fields", null), ("GET", "/targets", null), ("GET", "/settings/mail", null),
            ("PATCH", "/settings/names", new Dictionary<string, string> { ["kind.bug.en"] = "x" }), ("GET", "/health", null), ("GET", "/jobs", null), ("POST", "/jobs/perfectionist/runs", null),
            ("GET", "/runs/1", null), ("GET", "/messages", null), ("GET", "/letters", null), ("POST", "/letters/1/refuse", null), ("GET", "/mail/boxes", null), ("POST", "/mail/boxes/test", null),
            ("GET", "/mail/outbox", null), ("POST", "/me/feeds", null), ("GET", "/perfectionist/findings", null), ("GET", "/contacts/duplicates", null), ("POST", "/contacts/francesca/merge", new { into = "daniela" }),
            ("GET", "/contacts/francesca/data", null), ("POST", "/imports?kind=contacts", "name;organization\nx;Barilla\n"), ("POST", "/webhooks", new { url = "https://hooks.barilla.example/", events = new[] { "ticket.opened" } }),
        })
        {
            Assert.True((await reports.Send(method, "/api/v1" + path, body)).StatusCode == HttpStatusCode.Forbidden, $"{method} {path}");
        }

        foreach (var path in new[] { "/tickets/10012", "/tickets/10012/recipients", "/tickets/10012/access", "/tickets/10012/draft", "/projects/barilla%20sw1/members", "/projects/barilla%20sw1/access" })
        {
            Assert.True((await reports.Send("GET", "/api/v1" + path)).StatusCode == HttpStatusCode.NotFound, path);
        }

        Assert.Equal(0, (await reports.Json("GET", "/api/v1/perfectionist/fixes")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_may_be_done_and_not_be_seen_is_not_done()
    {
        using var blind = await Narrowed("admin", "settings.change,contact.add,organization.add,user.add,program.run");
        using var admin = await Caller.Of(door, "admin");
        foreach (var (path, body, list) in new (string, object?, string)[]
        {
            ("/canned-replies", new { name = "Unseen", body = "x" }, "/canned-replies"),
            ("/fields", new { project = "barilla sw1", name = "Unseen", kind = "text" }, "/fields"),
            ("/calendars", new { name = "Unseen", zone = "Europe/Rome", week = new[] { "", "9:00-18:00", "", "", "", "", "" } }, "/calendars"),
            ("/contacts", new { name = "Unseen", organization = "Barilla" }, "/contacts?q=unseen"),
            ("/organizations", new { name = "Unseen", category = "cus" }, "/organizations?q=unseen"),
            ("/users", new { username = "unseen" }, "/users?q=unseen"),
            ("/groups", new { name = "Unseen" }, "/groups"),
        })
        {
            Assert.True((await blind.Send("POST", "/api/v1" + path, body)).StatusCode == HttpStatusCode.Forbidden, path);
            Assert.DoesNotContain("nseen", (await admin.Json("GET", "/api/v1" + list)).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_it_holds_goes_as_for_its_owner()
    {
        using var settings = await Narrowed("admin", "settings.view,settings.change");
        Assert.Equal(HttpStatusCode.Created, (await settings.Send("POST", "/api/v1/canned-replies", new { name = "Narrow", body = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await settings.Send("GET", "/api/v1/jobs")).StatusCode);
        using var reports = await Narrowed("luca", "report.view");
        Assert.Equal(HttpStatusCode.OK, (await reports.Send("GET", "/api/v1/reports")).StatusCode);
    }

    private async Task<Caller> Narrowed(string user, string rights)
    {
        await using var desk = await door.House.DeskOfProgram("test", default);
        return new(door.Address, await new IssueToken(desk).Run(user, "narrow", null, rights.Split(','), default));
    }
}
