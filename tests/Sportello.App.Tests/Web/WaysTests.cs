using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>The ways through the pages that everybody goes.</summary>
public sealed class WaysTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_day_by_keyboard_alone_sign_in_find_open_answer()
    {
        var page = await chromium.Page();
        await page.GotoAsync(door.Address + "/sign-in");
        await page.Keyboard.TypeAsync("luca");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("a good sentence");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/tickets");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/tickets/10012");

        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("Written without a mouse.");
        await page.Sends("Control+Enter");
        var note = page.Locator(".message.note", new() { HasText = "Written without a mouse." });
        await Assertions.Expect(note).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("Shift+Slash");
        await Assertions.Expect(page.Locator("#keys")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("p");
        await page.WaitForURLAsync("**/projects");
    }

    [Fact]
    public async Task How_long_it_took_is_said_to_who_is_signed_in()
    {
        using var nobody = door.NewBrowser();
        Assert.False((await nobody.Get("/sign-in")).Headers.Contains("Server-Timing"));
        using var luca = await door.As("luca");
        Assert.Matches(@"^total;dur=\d+\.\d$", Assert.Single((await luca.Get("/tickets")).Headers.GetValues("Server-Timing")));
    }

    [Fact]
    public async Task Pages_work_without_script()
    {
        using var francesca = await door.As("francesca");
        var page = await francesca.Page("/tickets/10012");
        var answer = await francesca.Send(page, "/tickets/10012/comments", ("Body", "Plain as bread."));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("Plain as bread.", (await francesca.Page("/tickets/10012")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_is_drawn_from_its_table_and_drawn_again_after_going_away_and_back()
    {
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "sandro");
        await page.GotoAsync(door.Address + "/leaders?period=month&date=2013-07-01");
        var chart = page.Locator("#board canvas[role=img]");
        await Assertions.Expect(chart).ToHaveCountAsync(1);
        Assert.True(await chart.EvaluateAsync<bool>("c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].some(v => v > 0)"));
        await page.Locator(".rail a", new() { HasText = "Projects" }).ClickAsync();
        await page.WaitForURLAsync("**/projects");
        Assert.Equal(0, await page.Locator("canvas").CountAsync());
        await page.GoBackAsync();
        await Assertions.Expect(chart).ToHaveCountAsync(1);
        Assert.Equal([], complaints);
    }
}
