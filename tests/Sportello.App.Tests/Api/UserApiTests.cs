using System.Net;
using System.Text.Json;
using Sportello.Directory;

namespace Sportello.App.Tests.Api;

/// <summary>Accounts, groups and permissions over all projects by program, by the law of the web.</summary>
public sealed class UserApiTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task An_account_is_made_for_a_contact_changed_by_members_and_signs_in_with_its_password()
    {
        using var admin = await Caller.Of(door, "admin");
        await admin.Send("POST", "/api/v1/contacts", new { name = "paolo", organization = "Barilla", emails = new[] { "paolo@barilla.example" } });
        var made = await admin.Send("POST", "/api/v1/users", new { username = "p.barilla", password = "seven good words", contact = "paolo" });
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var user = await Caller.Read(made);
        Assert.Equal("paolo", user.GetProperty("contact").GetProperty("name").GetString());
        Assert.Equal(["ticket user"], Texts(user.GetProperty("groups")));
        Assert.Contains("ticket.add", Texts(user.GetProperty("permissions")));

        var tag = (await admin.Send("GET", "/api/v1/users/p.barilla")).Headers.ETag!.ToString();
        var changed = await admin.Json("PATCH", "/api/v1/users/p.barilla", new { groups = new[] { "readers" } });
        Assert.Equal(["readers"], Texts(changed.GetProperty("groups")));
        Assert.True(changed.GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await admin.Send("PATCH", "/api/v1/users/p.barilla", new { staff = true }, ("If-Match", tag))).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.Send("POST", "/api/v1/users/p.barilla/password", new { password = "eight quite good words" })).StatusCode);
        Assert.NotNull(await new SignIn(door.House).Run("p.barilla", "eight quite good words", null, default));
        Assert.Contains((await admin.Json("GET", "/api/v1/users/p.barilla/history")).GetProperty("items").EnumerateArray(), h => h.GetProperty("what").GetString() == "groups" && h.GetProperty("door").GetString() == "api");
    }

    [Fact]
    public async Task Of_a_request_with_a_password_nothing_is_kept_by_which_it_could_be_guessed()
    {
        using var admin = await Caller.Of(door, "admin");
        await admin.Send("POST", "/api/v1/users", new { username = "fabio.key" });
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Send("POST", "/api/v1/users/fabio.key/password", new { password = "seven good words" }, ("Idempotency-Key", "p-1"))).StatusCode);
        var again = await admin.Send("POST", "/api/v1/users/fabio.key/password", new { password = "eight other words" }, ("Idempotency-Key", "p-1"));
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.NotNull(await new SignIn(door.House).Run("fabio.key", "seven good words", null, default));
    }

    [Fact]
    public async Task A_closed_account_is_out_with_its_tokens_and_the_last_administrator_stays()
    {
        using var admin = await Caller.Of(door, "admin");
        await admin.Send("POST", "/api/v1/users", new { username = "chiara.once" });
        using var chiara = await Caller.Of(door, "chiara.once");
        Assert.Equal(HttpStatusCode.OK, (await chiara.Send("GET", "/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await chiara.Send("GET", "/api/v1/users")).StatusCode);
        await admin.Send("PATCH", "/api/v1/users/chiara.once", new { active = false });
        Assert.False((await chiara.Send("GET", "/api/v1/me")).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.Send("PATCH", "/api/v1/users/admin", new { superuser = false })).StatusCode);
    }

    [Fact]
    public async Task Whoever_administers_accounts_gives_by_program_too_only_what_they_hold()
    {
        using var admin = await Caller.Of(door, "admin");
        await admin.Json("POST", "/api/v1/groups", new { name = "accounts", permissions = new[] { "user.*" } });
        await admin.Json("POST", "/api/v1/groups", new { name = "settings", permissions = new[] { "settings.*" } });
        await admin.Json("POST", "/api/v1/users", new { username = "giorgia.accounts", groups = new[] { "accounts" } });
        using var giorgia = await Caller.Of(door, "giorgia.accounts");
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("POST", "/users", new { username = "x1", superuser = true }),
            ("POST", "/users", new { username = "x2", groups = new[] { "settings" } }),
            ("PATCH", "/users/giorgia.accounts", new { groups = new[] { "accounts", "settings" } }),
            ("PATCH", "/users/admin", new { active = false }),
            ("POST", "/users/admin/password", new { password = "a good sentence" }),
            ("DELETE", "/users/admin/sessions", null),
            ("DELETE", "/users/admin/second-factor", null),
            ("DELETE", "/users/admin/passkeys", null),
            ("DELETE", "/users/admin/identities", null),
            ("POST", "/groups", new { name = "more", permissions = new[] { "settings.change" } }),
            ("PATCH", "/groups/accounts", new { permissions = new[] { "user.*", "settings.change" } }),
            ("POST", "/general-permissions", new { contact = "sandro", role = "manager" }),
        })
        {
            Assert.True((await giorgia.Send(method, "/api/v1" + path, body)).StatusCode == HttpStatusCode.Forbidden, $"{method} {path}");
        }

        Assert.Equal(HttpStatusCode.Created, (await giorgia.Send("POST", "/api/v1/users", new { username = "x3", groups = new[] { "accounts" } })).StatusCode);
    }

    [Fact]
    public async Task Groups_go_permissions_over_all_projects_are_given_and_taken_and_lists_go_on_where_they_ended()
    {
        using var admin = await Caller.Of(door, "admin");
        await admin.Json("POST", "/api/v1/groups", new { name = "short-lived", permissions = new[] { "ticket.view" } });
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Send("DELETE", "/api/v1/groups/short-lived")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Send("GET", "/api/v1/groups/short-lived")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.Send("DELETE", "/api/v1/groups/ticket%20user")).StatusCode);

        var luca = (await admin.Json("GET", "/api/v1/contacts/luca")).GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Send("POST", "/api/v1/general-permissions", new { contact = "luca", role = "manager" })).StatusCode);
        Assert.Contains((await Items(admin, "/api/v1/general-permissions?limit=1")), p => p.GetProperty("contact").GetInt64() == luca && Texts(p.GetProperty("roles")).Contains("manager"));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Send("DELETE", $"/api/v1/general-permissions/{luca}/manager")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Send("DELETE", $"/api/v1/general-permissions/{luca}/manager")).StatusCode);

        var names = (await Items(admin, "/api/v1/users?inactive=true&limit=2")).Select(u => u.GetProperty("username").GetString()!).ToList();
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        Assert.Contains("marco", names);
        Assert.Contains("francesca", names);
        Assert.All(await Items(admin, "/api/v1/users?group=readers&inactive=true"), u => Assert.Contains("readers", Texts(u.GetProperty("groups"))));
        Assert.Contains(await Items(admin, "/api/v1/audit?kind=general&limit=1"), a => a.GetProperty("about").GetString() == "luca");
    }

    [Theory]
    [InlineData("POST", "/users", """{"username":""}""", "username")]
    [InlineData("POST", "/users", """{"username":"y","password":"short"}""", "password")]
    [InlineData("PATCH", "/users/luca", """{"groups":["nobodies"]}""", "groups")]
    [InlineData("PATCH", "/users/luca", """{"active":"no"}""", "active")]
    [InlineData("PATCH", "/users/luca", """{"username":"l"}""", "username")]
    [InlineData("POST", "/groups", """{"name":"y","permissions":["ticket.everything"]}""", "permissions")]
    [InlineData("POST", "/general-permissions", """{"contact":"luca","role":"chief"}""", "role")]
    [InlineData("GET", "/users?limit=0", null, "limit")]
    [InlineData("GET", "/tokens?after=x", null, "after")]
    public async Task What_is_wrong_is_named_by_its_member(string method, string path, string? body, string member)
    {
        using var admin = await Caller.Of(door, "admin");
        var answer = await admin.Send(method, "/api/v1" + path, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.True((await Caller.Read(answer)).GetProperty("errors").TryGetProperty(member, out _), await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<JsonElement>> Items(Caller caller, string path)
    {
        var items = new List<JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var page = await caller.Json("GET", after.Length == 0 ? path : $"{path}&after={Uri.EscapeDataString(after)}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }

        return items;
    }

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];
}
