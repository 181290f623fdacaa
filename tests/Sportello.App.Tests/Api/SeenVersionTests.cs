using System.Net;

namespace Sportello.App.Tests.Api;

/// <summary>An If-Match is held or refused, never passed over.</summary>
public sealed class SeenVersionTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Theory]
    [InlineData("1", HttpStatusCode.BadRequest)]
    [InlineData("\"1", HttpStatusCode.BadRequest)]
    [InlineData("yesterday's", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("\"1\", \"2\"", HttpStatusCode.BadRequest)]
    [InlineData("\"abc\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"-1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"99999999999999\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"9999\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("*", HttpStatusCode.OK)]
    public async Task What_cannot_be_read_is_400_and_what_is_no_version_of_this_is_412_and_neither_changes_anything(string header, HttpStatusCode status)
    {
        using var sandro = await Caller.Of(door, "sandro");
        var number = (await sandro.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject = "Seen", body = "Text" })).GetProperty("number").GetInt32();
        var answer = await sandro.Send("PATCH", $"/api/v1/tickets/{number}", new { subject = "Unseen" }, ("If-Match", header));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? "Unseen" : "Seen", (await sandro.Json("GET", $"/api/v1/tickets/{number}")).GetProperty("subject").GetString());
        if (status != HttpStatusCode.OK)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task The_ETag_that_was_given_is_held_and_of_what_has_no_version_none_is_taken()
    {
        using var admin = await Caller.Of(door, "admin");
        foreach (var (path, made, changed) in new (string, object, object)[]
        {
            ("/canned-replies", new { name = "Seen", body = "Text" }, new { name = "Seen again" }),
            ("/fields", new { project = "barilla sw1", name = "Seen", kind = "text" }, new { name = "Seen again" }),
            ("/calendars", new { name = "Seen", zone = "Europe/Rome", week = new[] { "", "9:00-18:00", "", "", "", "", "" } }, new { name = "Seen again" }),
            ("/organizations", new { name = "Seen", category = "cus" }, new { name = "Seen again" }),
        })
        {
            var first = await admin.Send("POST", "/api/v1" + path, made);
            var (place, tag) = (first.Headers.Location!.ToString(), first.Headers.ETag!.ToString());
            var second = await admin.Send("PATCH", place, changed, ("If-Match", tag));
            Assert.True(second.StatusCode == HttpStatusCode.OK, $"{path}: {await second.Content.ReadAsStringAsync()}");
            Assert.NotEqual(tag, second.Headers.ETag!.ToString());
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await admin.Send("PATCH", place, changed, ("If-Match", tag))).StatusCode);
        }

        var view = (await admin.Json("POST", "/api/v1/views", new { name = "Seen", state = "status=new" })).GetProperty("id");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await admin.Send("PATCH", $"/api/v1/views/{view}", new { name = "Unseen" }, ("If-Match", "\"1\""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.Send("PATCH", $"/api/v1/views/{view}", new { name = "Seen again" }, ("If-Match", "*"))).StatusCode);
    }
}
