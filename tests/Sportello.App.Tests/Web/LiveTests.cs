using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>Two people at once: each sees what the other does, without a reload and without losing their place.</summary>
public sealed class LiveTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task Who_has_a_ticket_open_sees_who_else_does_and_what_they_write_and_change()
    {
        var complaints = new List<string>();
        var luca = await chromium.Page(complaints: complaints);
        var sandro = await chromium.Page(complaints: complaints);
        await luca.SignIn(door.Address, "luca");
        await sandro.SignIn(door.Address, "sandro");
        await luca.GotoAsync(door.Address + "/tickets/10012");
        await sandro.GotoAsync(door.Address + "/tickets/10012");
        await Assertions.Expect(luca.Locator(".present")).ToHaveTextAsync("Also here: sandro", new() { IgnoreCase = true });

        await luca.Locator("#Body").FillAsync("What luca has begun");
        await Assertions.Expect(sandro.Locator(".present")).ToContainTextAsync("(writing)");
        await sandro.Locator("#Body").FillAsync("What sandro answers");
        await sandro.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(luca.Locator(".conversation")).ToContainTextAsync("What sandro answers");
        await sandro.Locator("select[name=Priority]").SelectOptionAsync("high");
        await sandro.Locator(".properties button:text-is('Save')").ClickAsync();
        await Assertions.Expect(luca.Locator("select[name=Priority]")).ToHaveValueAsync("high");

        // What luca has typed is still there, and what he saw since is no conflict.
        await Assertions.Expect(luca.Locator("#Body")).ToHaveValueAsync("What luca has begun");
        await luca.Locator("#Body").PressAsync("Control+Enter");
        await Assertions.Expect(luca.Locator(".conversation")).ToContainTextAsync("What luca has begun");
        await Assertions.Expect(luca.Locator(".conflict")).ToHaveCountAsync(0);
        await Assertions.Expect(sandro.Locator(".conversation")).ToContainTextAsync("What luca has begun");

        await luca.GotoAsync(door.Address + "/projects");
        await Assertions.Expect(sandro.Locator(".present")).ToBeHiddenAsync();
        Assert.Equal([], complaints);
    }

    [Fact]
    public async Task A_list_changes_in_place_and_says_when_there_is_more()
    {
        var page = await chromium.Page();
        await page.SignIn(door.Address, "admin");
        await page.GotoAsync(door.Address + "/tickets?view=all&sort=number");
        var row = page.Locator("table.tickets tbody tr", new() { Has = page.Locator("a[href='/tickets/10013']") });
        await row.Locator(".c-tick input").CheckAsync();
        var subject = await row.Locator(".c-subject a").TextContentAsync();
        using var api = await Api.Caller.Of(door, "sandro");
        await api.Json("PATCH", "/api/v1/tickets/10013", new { subject = subject + " (now with more)" });
        await Assertions.Expect(row.Locator(".c-subject a")).ToHaveTextAsync(subject + " (now with more)");
        await Assertions.Expect(row.Locator(".c-tick input")).ToBeCheckedAsync();

        var more = page.Locator("[data-live] a");
        await Assertions.Expect(more).ToBeHiddenAsync();
        var number = (await api.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject = "Of just now", body = "Text" })).GetProperty("number").GetInt32();
        await Assertions.Expect(more).ToBeVisibleAsync();
        await more.ClickAsync();
        await Assertions.Expect(page.Locator($"a[href='/tickets/{number}']")).ToHaveCountAsync(1);
        await Assertions.Expect(more).ToBeHiddenAsync();
    }

    /// <summary>A page that listens has nothing to finish; the usual patience for requests under way is half a minute.</summary>
    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_those_who_listen()
    {
        await using var own = new OpenDoor();
        await own.InitializeAsync();
        using var sandro = await own.As("sandro");
        using var line = await sandro.Begin("/live?ticket=10012");
        Assert.Equal(System.Net.HttpStatusCode.OK, line.StatusCode);
        await own.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));
        await line.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(15));
    }
}
