using System.Net;
using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>The desk of who answers all day: found, filtered, begun, done to many and taken back, by keyboard and without script.</summary>
public sealed class DeskTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task The_box_at_the_top_finds_and_a_number_jumps()
    {
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "luca");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("old drivers");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/search?q=*");
        await Assertions.Expect(page.Locator(".found .note mark")).ToHaveTextAsync(["old", "driver"]);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/tickets/10012#c*");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("DPR:10012");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/tickets/10012");
        Assert.Equal([], complaints);

        using var francesca = await door.As("francesca");
        Assert.Empty((await francesca.Page("/search?q=old+driver")).QuerySelectorAll(".found"));
        Assert.Equal("10012", (await francesca.Page("/search?q=margin")).QuerySelector(".found .number")!.TextContent);
    }

    [Fact]
    public async Task The_line_completes_filters_and_says_what_it_does_not_know()
    {
        var page = await chromium.Page();
        await page.SignIn(door.Address, "sandro");
        await page.Keyboard.PressAsync("f");
        await page.Keyboard.TypeAsync("stat");
        await Assertions.Expect(page.Locator(".completions li")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("acc");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#line")).ToHaveValueAsync("status:accepted ");
        await page.Keyboard.TypeAsync("margins");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/tickets?status=accepted&q=margins");
        await Assertions.Expect(page.Locator("#line")).ToHaveValueAsync("status:accepted margins");
        Assert.Equal("accepted", await page.Locator("select[name=status]").InputValueAsync());

        using var plain = await door.As("sandro");
        var answer = await plain.Get("/tickets?line=status:accepted+project:%22barilla+sw1%22");
        Assert.Equal("/tickets?status=accepted&project=barilla%20sw1", answer.Headers.Location?.ToString());
        answer = await plain.Get("/tickets?line=colour:red");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var wrong = await Browser.Read(answer);
        Assert.Equal("colour:red", wrong.QuerySelector("#line")!.GetAttribute("value"));
        Assert.Contains("colour", wrong.QuerySelector("#line-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_stands_there_on_another_device_for_its_writer_alone_until_it_is_sent()
    {
        var page = await chromium.Page();
        await page.SignIn(door.Address, "luca");
        await page.GotoAsync(door.Address + "/tickets/10012");
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("Half a thought");
        await Assertions.Expect(page.Locator("[data-draft-state]")).ToHaveTextAsync("Draft kept");

        var elsewhere = await chromium.Page();
        await elsewhere.SignIn(door.Address, "luca");
        await elsewhere.GotoAsync(door.Address + "/tickets/10012");
        await Assertions.Expect(elsewhere.Locator("#Body")).ToHaveValueAsync("Half a thought");
        Assert.True(await elsewhere.Locator("[name=Internal][value=true]").IsCheckedAsync());
        using (var sandro = await door.As("sandro"))
        {
            Assert.Equal("", (await sandro.Page("/tickets/10012")).QuerySelector("#Body")!.TextContent);
        }

        await elsewhere.Locator("#Body").FocusAsync();
        await elsewhere.Keyboard.PressAsync("End");
        await elsewhere.Keyboard.TypeAsync(" made whole.");
        await elsewhere.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(elsewhere.Locator(".message.note", new() { HasText = "Half a thought made whole." })).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#Body")).ToHaveValueAsync("");

        // Thrown away by its button, without script.
        using var plain = await door.As("luca");
        var ticket = await plain.Page("/tickets/10012");
        await plain.Post("/tickets/10012/draft", [new("Body", "Thrown away"), new("__RequestVerificationToken", await plain.TokenOf("/tickets/10012"))]);
        ticket = await plain.Page("/tickets/10012");
        Assert.Equal("Thrown away", ticket.QuerySelector("#Body")!.TextContent);
        await plain.Send(ticket, "/tickets/10012/draft");
        Assert.Equal("", (await plain.Page("/tickets/10012")).QuerySelector("#Body")!.TextContent);
    }

    [Fact]
    public async Task Ticked_rows_are_changed_by_keyboard_and_taken_back()
    {
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "sandro");
        await page.GotoAsync(door.Address + "/tickets?view=all&sort=number");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.Locator(".c-tick input:checked")).ToHaveCountAsync(1);

        // The key by its place: on a Russian keyboard it writes another letter.
        await page.EvaluateAsync("document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyK', key: 'л', ctrlKey: true, bubbles: true, cancelable: true }))");
        await Assertions.Expect(page.Locator("#palette input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("prio urg");
        await Assertions.Expect(page.Locator("#palette [aria-selected=true]")).ToHaveTextAsync("Priority: Urgent");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**done=*");
        await Assertions.Expect(page.Locator(".bulk-done")).ToContainTextAsync("1 ticket");
        await Assertions.Expect(page.Locator(".tickets .p-urgent")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("u");
        await Assertions.Expect(page.Locator(".bulk-done")).ToContainTextAsync("Taken back");
        await Assertions.Expect(page.Locator(".tickets .p-urgent")).ToHaveCountAsync(0);
        Assert.Equal([], complaints);
    }

    [Fact]
    public async Task A_ticket_of_a_list_leads_to_its_neighbours_and_has_the_same_verbs()
    {
        var page = await chromium.Page();
        await page.SignIn(door.Address, "admin");
        await page.GotoAsync(door.Address + "/tickets?view=all&sort=number");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/tickets/10012");
        await Assertions.Expect(page.Locator(".beside")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("j");
        await page.Arrives("**/tickets/10013");
        await page.Keyboard.PressAsync("k");
        await page.Arrives("**/tickets/10012");
        await page.Keyboard.PressAsync("j");
        await page.Arrives("**/tickets/10013");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("priority high");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("select[name=Priority]")).ToHaveValueAsync("high");
        await Assertions.Expect(page.Locator("#palette")).ToBeHiddenAsync();
        await page.Locator(".beside [rel=up]").ClickAsync();
        await page.WaitForURLAsync("**/tickets?view=all&sort=number");
    }

    [Fact]
    public async Task A_list_is_kept_under_a_name_counted_in_the_rail_taken_out_and_put_back()
    {
        using var sandro = await door.As("sandro");
        Assert.NotNull((await sandro.Page("/tickets?priority=urgent&q=nothing")).QuerySelector("form[action='/views']"));
        var list = await sandro.Page("/tickets?status=accepted&sort=number");
        var answer = await sandro.Send(list, "/views", ("Name", "Under way"), ("Column", "kind"));
        var address = answer.Headers.Location!.ToString();
        Assert.Matches("^/tickets\\?status=accepted&sort=number&columns=kind&saved=\\d+$", address);
        var view = await sandro.Page(address);
        Assert.Equal("Under way", view.QuerySelector("h1")!.TextContent);
        Assert.Equal(["", "", "No. ↑", "Subject", "Kind", "Active"], view.QuerySelectorAll(".tickets thead th").Select(h => h.ClassList.Contains("c-tick") || h.ClassList.Contains("c-status") ? "" : h.TextContent.Trim()));
        Assert.Equal("Under way", view.QuerySelector(".rail [aria-current] span")!.TextContent);

        var page = await chromium.Page();
        await page.SignIn(door.Address, "sandro");
        await Assertions.Expect(page.Locator("[data-count]").First).ToHaveTextAsync("1");

        var views = await sandro.Page("/views");
        var drop = views.QuerySelector("form[action$='/drop']")!.GetAttribute("action")!;
        answer = await sandro.Send(views, drop);
        var dropped = await sandro.Page(answer.Headers.Location!.ToString());
        Assert.Empty(dropped.QuerySelectorAll("[data-count]"));
        await sandro.Send(dropped, drop);
        Assert.Single((await sandro.Page("/views")).QuerySelectorAll("[data-count]"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await sandro.Send(list, "/views", ("Name", " "))).StatusCode);
    }

    [Fact]
    public async Task A_list_is_a_file_with_what_its_reader_sees()
    {
        using var francesca = await door.As("francesca");
        var answer = await francesca.Get("/tickets.csv?view=all&sort=number");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, l => l.StartsWith("10012,Margins of the delivery note are cut,barilla sw1,", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("10013,", StringComparison.Ordinal));
    }
}
