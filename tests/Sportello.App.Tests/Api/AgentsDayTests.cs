using System.Net;
using Sportello.CannedReplies;

namespace Sportello.App.Tests.Api;

/// <summary>A day's work by program: files, tickets that are one, lists with a name, many at once.</summary>
public sealed class AgentsDayTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_file_is_kept_and_taken_by_a_comment_and_its_bytes_come_back()
    {
        using var luca = await Caller.Of(door, "luca");
        var number = await Open(luca, "With a file");
        var bytes = new string('x', 100_000);
        var kept = await luca.Json("POST", "/api/v1/files?name=folder%2Flog%20%231.txt", bytes);
        Assert.Equal("log #1.txt", kept.GetProperty("name").GetString());
        Assert.Equal(100_000, kept.GetProperty("size").GetInt64());
        var comment = await luca.Json("POST", $"/api/v1/tickets/{number}/comments", new { body = "See the log", files = new[] { kept.GetProperty("file").GetString() } });
        var attached = comment.GetProperty("attachments")[0];
        Assert.Equal(kept.GetProperty("sha256").GetString(), attached.GetProperty("sha256").GetString());
        Assert.Equal(bytes, await (await luca.Send("GET", $"/api/v1/tickets/{number}/attachments/{attached.GetProperty("id")}")).Content.ReadAsStringAsync());

        var opened = await luca.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject = "Opened with a file", body = "", files = new[] { kept.GetProperty("file").GetString() } });
        Assert.Equal(1, (await luca.Json("GET", $"/api/v1/tickets/{opened.GetProperty("number")}/attachments")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_takes_the_file_of_somebody_else_nor_one_that_was_made_up()
    {
        using var luca = await Caller.Of(door, "luca");
        using var sandro = await Caller.Of(door, "sandro");
        var number = await Open(luca, "Without a file");
        var word = (await luca.Json("POST", "/api/v1/files?name=a.txt", "bytes")).GetProperty("file").GetString();
        foreach (var files in new[] { word, "made-up", "" })
        {
            var answer = await sandro.Send("POST", $"/api/v1/tickets/{number}/comments", new { body = "Mine", files = new[] { files } });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.True((await Caller.Read(answer)).GetProperty("errors").TryGetProperty("files", out _));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await luca.Send("POST", "/api/v1/files?name=a.txt", "")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await luca.Send("POST", "/api/v1/files", "bytes")).StatusCode);
        using var francesca = await Caller.Of(door, "francesca");
        Assert.Equal(HttpStatusCode.Created, (await francesca.Send("POST", $"/api/v1/tickets/{number}/attachments?name=a.txt", "bytes")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await francesca.Send("POST", $"/api/v1/tickets/{number}/attachments?name=a.txt&internal=true", "bytes")).StatusCode);
    }

    [Fact]
    public async Task Two_tickets_become_one_and_two_again()
    {
        using var admin = await Caller.Of(door, "admin");
        var (one, other) = (await Open(admin, "Once"), await Open(admin, "Twice"));
        Assert.Equal(other, (await admin.Json("POST", $"/api/v1/tickets/{one}/merge", new { into = other })).GetProperty("number").GetInt32());
        Assert.Equal(other, (await admin.Json("GET", $"/api/v1/tickets/{one}")).GetProperty("merged_into").GetInt32());
        Assert.Equal(2, (await admin.Json("GET", $"/api/v1/tickets/{other}/comments")).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.Conflict, (await admin.Send("POST", $"/api/v1/tickets/{one}/merge", new { into = other })).StatusCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await admin.Json("POST", $"/api/v1/tickets/{one}/unmerge")).GetProperty("merged_into").ValueKind);
        using var luca = await Caller.Of(door, "luca");
        Assert.Equal(HttpStatusCode.Forbidden, (await luca.Send("POST", $"/api/v1/tickets/{one}/merge", new { into = other })).StatusCode);
    }

    [Fact]
    public async Task The_requester_alone_rates_and_watchers_come_and_go()
    {
        using var francesca = await Caller.Of(door, "francesca");
        using var luca = await Caller.Of(door, "luca");
        var number = await Open(francesca, "To be rated");
        Assert.Equal(HttpStatusCode.Conflict, (await francesca.Send("POST", $"/api/v1/tickets/{number}/rating", new { rating = "good" })).StatusCode);
        await francesca.Send("PATCH", $"/api/v1/tickets/{number}", new { status = "closed" });
        Assert.Equal("not-good", (await francesca.Json("POST", $"/api/v1/tickets/{number}/rating", new { rating = "not-good", words = "Slow" })).GetProperty("rating").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await luca.Send("POST", $"/api/v1/tickets/{number}/rating", new { rating = "good" })).StatusCode);

        await luca.Send("POST", $"/api/v1/tickets/{number}/watchers", new { });
        await luca.Send("POST", $"/api/v1/tickets/{number}/watchers", new { who = "sandro" });
        Assert.Equal(["luca", "sandro"], await Watchers(luca, number));
        await luca.Send("DELETE", $"/api/v1/tickets/{number}/watchers/me");
        Assert.Equal(["sandro"], await Watchers(luca, number));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await luca.Send("POST", $"/api/v1/tickets/{number}/watchers", new { who = "daniela" })).StatusCode);
    }

    [Fact]
    public async Task A_list_with_a_name_is_kept_changed_shown_and_dropped_by_its_owner()
    {
        using var sandro = await Caller.Of(door, "sandro");
        using var luca = await Caller.Of(door, "luca");
        var number = await Open(sandro, "In the list");
        var id = (await sandro.Json("POST", "/api/v1/views", new { name = "  New  ones ", state = "status=new&project=barilla%20sw1" })).GetProperty("id");
        Assert.Contains((await sandro.Json("GET", $"/api/v1/views/{id}/tickets")).GetProperty("items").EnumerateArray(), t => t.GetProperty("number").GetInt32() == number);
        Assert.Equal("New ones", (await sandro.Json("PATCH", $"/api/v1/views/{id}", new { state = "status=closed" })).GetProperty("name").GetString());
        Assert.DoesNotContain((await sandro.Json("GET", $"/api/v1/views/{id}/tickets")).GetProperty("items").EnumerateArray(), t => t.GetProperty("number").GetInt32() == number);
        Assert.Equal(HttpStatusCode.NotFound, (await luca.Send("GET", $"/api/v1/views/{id}/tickets")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await sandro.Send("PATCH", $"/api/v1/views/{id}", new { state = "password=x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await sandro.Send("DELETE", $"/api/v1/views/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await sandro.Send("GET", $"/api/v1/views/{id}/tickets")).StatusCode);
    }

    [Fact]
    public async Task Many_are_changed_at_once_and_put_back_and_a_canned_reply_is_filled()
    {
        using var sandro = await Caller.Of(door, "sandro");
        var (one, other) = (await Open(sandro, "One"), await Open(sandro, "Other"));
        var done = await sandro.Json("POST", "/api/v1/tickets/changes", new { tickets = new[] { one, other, 99999 }, status = "accepted", assignee = "luca" });
        Assert.Equal(2, done.GetProperty("done").GetInt32());
        Assert.Equal(99999, done.GetProperty("failed")[0].GetProperty("number").GetInt32());
        Assert.Equal("luca", (await sandro.Json("GET", $"/api/v1/tickets/{other}")).GetProperty("assignee").GetString());
        await sandro.Json("POST", $"/api/v1/tickets/changes/{done.GetProperty("id")}/undo");
        Assert.Equal("new", (await sandro.Json("GET", $"/api/v1/tickets/{other}")).GetProperty("status").GetString());

        await using var desk = await door.House.DeskOfProgram("test", default);
        var canned = await new AddCannedReply(desk).Run(new("Asking back", "About {{ticket.subject}}: which version?"), default);
        Assert.Equal("About Other: which version?", (await sandro.Json("GET", $"/api/v1/tickets/{other}/canned-replies/{canned}")).GetProperty("text").GetString());
        Assert.Contains((await sandro.Json("GET", $"/api/v1/tickets/{other}/canned-replies")).GetProperty("items").EnumerateArray(), c => c.GetProperty("id").GetInt64() == canned);
        using var francesca = await Caller.Of(door, "francesca");
        Assert.Equal(HttpStatusCode.Forbidden, (await francesca.Send("GET", $"/api/v1/tickets/{other}/canned-replies/{canned}")).StatusCode);
    }

    private static async Task<int> Open(Caller caller, string subject) =>
        (await caller.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject, body = "Text" })).GetProperty("number").GetInt32();

    private static async Task<List<string>> Watchers(Caller caller, int number) =>
        [.. (await caller.Json("GET", $"/api/v1/tickets/{number}/watchers")).GetProperty("items").EnumerateArray().Select(w => w.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
}
