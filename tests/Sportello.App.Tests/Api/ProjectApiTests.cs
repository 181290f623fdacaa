using System.Net;
using System.Text.Json;

namespace Sportello.App.Tests.Api;

/// <summary>Projects by program: page by page, and their people one by one.</summary>
public sealed class ProjectApiTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task The_list_goes_on_where_it_ended_and_holds_what_is_within_reach()
    {
        using var sandro = await Caller.Of(door, "sandro");
        using var francesca = await Caller.Of(door, "francesca");
        Assert.Equal(["barilla old", "barilla sw1", "de cecco sw"], await Names(sandro, 1));
        Assert.Equal(["barilla old", "barilla sw1"], await Names(francesca, 2));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await sandro.Send("GET", "/api/v1/projects?limit=201")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await sandro.Send("GET", "/api/v1/projects?after=barilla")).StatusCode);
    }

    [Fact]
    public async Task Somebody_comes_into_a_project_and_goes_and_who_may_not_is_refused_by_name()
    {
        using var sandro = await Caller.Of(door, "sandro");
        const string Path = "/api/v1/projects/de%20cecco%20sw/members";
        Assert.Equal(HttpStatusCode.NoContent, (await sandro.Send("POST", Path, new { role = "staff", who = "luca" })).StatusCode);
        var luca = (await Members(sandro, Path)).Single(m => m.GetProperty("name").GetString() == "luca");
        Assert.Equal("staff", luca.GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await sandro.Send("DELETE", $"{Path}/staff/{luca.GetProperty("contact")}")).StatusCode);
        Assert.DoesNotContain(await Members(sandro, Path), m => m.GetProperty("name").GetString() == "luca");
        foreach (var (body, member) in new (object, string)[] { (new { role = "staff", who = "francesca" }, "staff"), (new { role = "chief", who = "luca" }, "role") })
        {
            var refused = await sandro.Send("POST", Path, body);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.True((await Caller.Read(refused)).GetProperty("errors").TryGetProperty(member, out _), await refused.Content.ReadAsStringAsync());
        }
    }

    private static async Task<List<JsonElement>> Members(Caller caller, string path) => [.. (await caller.Json("GET", path)).GetProperty("items").EnumerateArray()];

    private static async Task<List<string>> Names(Caller caller, int limit)
    {
        var names = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await caller.Json("GET", $"/api/v1/projects?limit={limit}{(after.Length == 0 ? "" : "&after=" + after)}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("name").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        return names;
    }
}
