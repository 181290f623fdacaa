using System.Net;

namespace Sportello.App.Tests.Api;

/// <summary>A request that a program repeats because it did not hear the answer.</summary>
public sealed class IdempotencyTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Tickets = "/api/v1/tickets";

    private static readonly object Asked = new { project = "barilla sw1", kind = "bug", subject = "Печать теряет строку", body = "Always." };

    [Fact]
    public async Task The_same_request_twice_opens_one_ticket_and_is_given_the_same_answer()
    {
        using var luca = await Caller.Of(door, "luca");
        var first = await luca.Send("POST", Tickets, Asked, ("Idempotency-Key", "a-1"));
        var second = await luca.Send("POST", Tickets, Asked, ("Idempotency-Key", "a-1"));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Fact]
    public async Task Twenty_at_once_open_one_ticket()
    {
        using var luca = await Caller.Of(door, "luca");
        var before = await NewestOf(luca);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => luca.Send("POST", Tickets, Asked, ("Idempotency-Key", "b-1"))));

        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{a.StatusCode}"));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(before + 1, await NewestOf(luca));
    }

    [Fact]
    public async Task A_key_does_not_serve_another_request_and_another_person_may_use_the_same()
    {
        using var luca = await Caller.Of(door, "luca");
        using var sandro = await Caller.Of(door, "sandro");
        Assert.Equal(HttpStatusCode.Created, (await luca.Send("POST", Tickets, Asked, ("Idempotency-Key", "c-1"))).StatusCode);

        var other = await luca.Send("POST", Tickets, new { project = "barilla sw1", kind = "bug", subject = "Another", body = "Text" }, ("Idempotency-Key", "c-1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.True((await Caller.Read(other)).GetProperty("errors").TryGetProperty("Idempotency-Key", out _));

        var sandros = await sandro.Send("POST", Tickets, Asked, ("Idempotency-Key", "c-1"));
        Assert.Equal(HttpStatusCode.Created, sandros.StatusCode);
        Assert.False(sandros.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task What_was_refused_may_be_sent_again_under_its_key_once_it_is_right()
    {
        using var luca = await Caller.Of(door, "luca");
        var wrong = new { project = "barilla sw1", kind = "bug", subject = "", body = "Text" };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await luca.Send("POST", Tickets, wrong, ("Idempotency-Key", "d-1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await luca.Send("POST", Tickets, Asked, ("Idempotency-Key", "d-1"))).StatusCode);
    }

    [Fact]
    public async Task A_secret_is_said_once_and_kept_nowhere()
    {
        using var admin = await Caller.Of(door, "admin");
        var wanted = new { url = "https://hooks.barilla.example/", events = new[] { "ticket.opened" } };
        var made = await admin.Send("POST", "/api/v1/webhooks", wanted, ("Idempotency-Key", "e-1"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var secret = (await Caller.Read(made)).GetProperty("secret").GetString()!;
        var again = await admin.Send("POST", "/api/v1/webhooks", wanted, ("Idempotency-Key", "e-1"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.DoesNotContain(secret, await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single((await admin.Json("GET", "/api/v1/webhooks")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_narrowed_token_makes_no_webhook_which_would_be_told_all_that_its_owner_may_see()
    {
        await using var desk = await door.House.DeskOfProgram("test", default);
        var token = await new Sportello.Directory.IssueToken(desk).Run("admin", "narrow", null, ["settings.change"], default);
        using var narrow = new Caller(door.Address, token);
        var answer = await narrow.Send("POST", "/api/v1/webhooks", new { url = "https://hooks.barilla.example/", events = new[] { "ticket.opened" } });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("narrowed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    public async Task An_empty_key_is_refused(string key)
    {
        using var luca = await Caller.Of(door, "luca");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await luca.Send("POST", Tickets, Asked, ("Idempotency-Key", key))).StatusCode);
    }

    private static async Task<int> NewestOf(Caller caller) =>
        (await caller.Json("GET", Tickets + "?status=any&sort=-number&limit=1")).GetProperty("items")[0].GetProperty("number").GetInt32();
}
