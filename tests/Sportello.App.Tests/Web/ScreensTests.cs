using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>Each screen in Chromium, wide and narrow, light and dark.</summary>
public sealed class ScreensTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>, IClassFixture<Chromium>
{
    private static readonly string[] Screens = ["/tickets", "/tickets?view=mine", "/tickets/10012", "/tickets/new", "/projects", "/projects/barilla%20sw1", "/projects/barilla%20sw1/access", "/projects/new", "/users", "/users/2", "/users/new", "/groups", "/groups/1", "/groups/new", "/permissions", "/tokens", "/audit", "/me/sessions", "/me/second-factor", "/me/passkeys", "/me/tokens", "/contacts", "/contacts/1", "/contacts/new", "/organizations?q=zzz", "/organizations", "/organizations/1", "/organizations/new", "/import", "/contacts/1/anonymize", "/contacts/duplicates", "/organizations/duplicates", "/contacts/1/merge?with=2", "/work-items", "/work-items?view=list", "/work-items/501", "/work-items/new", "/work-items/new?ticket=10012", "/tickets/10012/access", "/tickets/10012/comments/1/move", "/tickets/99999", "/search", "/views", "/tickets?view=all&columns=project,kind,priority,status,opened", "/search?q=printer", "/search?q=zzz", "/mail", "/me", "/leaders?period=month&date=2013-07-01", "/reports?from=2013-06-01&to=2013-06-30&by=assignee", "/test-trends", "/perfectionist", "/perfectionist/fixes", "/perfectionist/rules", "/perfectionist/rules?person=luca", "/administration/tickets", "/administration/names", "/administration/fields", "/administration/fields/new", "/administration/fields/1", "/tickets?view=overdue", "/tickets?view=snoozed", "/administration/targets", "/administration/targets/plan", "/administration/calendars/new", "/administration/calendars/1", "/administration/health", "/administration/canned-replies", "/administration/canned-replies/new", "/administration/canned-replies/1", "/webhooks", "/webhooks/1", "/jobs/messages", "/jobs", "/jobs/perfectionist", "/jobs/runs/1"];

    private static readonly string[] Gates = ["/sign-in", "/sign-in/link"];

    [Theory]
    [InlineData("sandro", 1440, ColorScheme.Light, "en-GB")]
    [InlineData("sandro", 360, ColorScheme.Dark, "ru-RU")]
    [InlineData("admin", 360, ColorScheme.Light, "it-IT")]
    [InlineData("admin", 1440, ColorScheme.Dark, "ru-RU")]
    [InlineData("francesca", 360, ColorScheme.Light, "en-GB")]
    [InlineData("francesca", 1440, ColorScheme.Dark, "it-IT")]
    public async Task Every_screen_fits_its_width_complains_of_nothing_and_passes_axe(string user, int width, ColorScheme scheme, string locale)
    {
        var complaints = new List<string>();
        await WebhookPageTests.MakeOne(door);
        var page = await chromium.Page(width, scheme, complaints, locale);
        var axe = await File.ReadAllTextAsync(AxePath());
        await Furnish();
        foreach (var gate in Gates)
        {
            await page.GotoAsync(door.Address + gate);
            await Look(page, gate, axe, complaints);
        }

        await page.SignIn(door.Address, user);
        foreach (var screen in Screens)
        {
            await page.GotoAsync(door.Address + screen);
            await Look(page, screen, axe, complaints);
        }

        // A page that is missing or out of reach is told to the console by the browser itself.
        complaints.RemoveAll(c => c.Contains("404", StringComparison.Ordinal) || c.Contains("403", StringComparison.Ordinal));
        Assert.Equal("", string.Join(Environment.NewLine, complaints));
    }

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
        await page.Keyboard.PressAsync("Control+Enter");
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

    /// <summary>What administrators set, so that its pages and the pickers on the ticket have something to show.</summary>
    private async Task Furnish()
    {
        using var admin = await door.As("admin");
        if ((await admin.Page("/administration/canned-replies")).QuerySelector("tbody a") is not null)
        {
            return;
        }

        await admin.Send(await admin.Page("/tickets/10013"), "/tickets/10013/snooze", ("Snooze", "week"));
        await admin.Send(await admin.Page("/administration/canned-replies/new"), "/administration/canned-replies/new", ("Name", "Thanks"), ("Body", "Dear {{requester.name}},\nthank you."), ("Language", "en"));
        await admin.Send(
            await admin.Page("/administration/calendars/new"), "/administration/calendars/new", ("Name", "Office in Rome"), ("Holidays", "06-02 Festa della Repubblica\n2013-06-29"));
        await admin.Send(await admin.Page("/administration/targets/plan"), "/administration/targets/plan", ("normal.answer", "8:00"), ("normal.solution", "40:00"));
        foreach (var (name, kind, required) in new[] { ("Serial number", "text", "true"), ("Bought on", "date", "false"), ("Colour of the printer in the corridor", "choice", "false"), ("Under guarantee", "yes-no", "false") })
        {
            await admin.Send(
                await admin.Page("/administration/fields/new"), "/administration/fields/new",
                ("Project", "barilla sw1"), ("Name", name), ("Kind", kind), ("Required", required), ("ForCustomers", "true"), ("Active", "true"), ("Choices", "grey\nblack"));
        }
    }

    internal static async Task Look(IPage page, string screen, string axe, List<string> complaints)
    {
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(await page.EvaluateAsync<string>("navigator.language.slice(0, 2)"), await page.EvaluateAsync<string>("document.documentElement.lang"));
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (over > 0)
        {
            complaints.Add($"{screen} is {over} px too wide");
        }

        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<string[]>("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))");
        complaints.AddRange(found.Select(f => $"{screen}: {f}"));
    }

    internal static string AxePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "src/Sportello.App/node_modules/axe-core/axe.min.js");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("axe-core is not here: the build fetches it with Node (npm ci in src/Sportello.App).");
    }
}
