using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>The board by mouse, by keys and without script; a task from a ticket to its end and back to the customer.</summary>
public sealed class WorkBoardTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_card_is_moved_by_dragging_and_by_keys_and_keeps_its_focus()
    {
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "sandro");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("w");
        await page.WaitForURLAsync("**/work-items");
        var card = page.Locator("#w502");
        await card.DragToAsync(page.Locator(".lane[data-status=planned]"));
        await Assertions.Expect(page.Locator(".lane[data-status=planned] #w502")).ToHaveCountAsync(1);

        await card.Locator("a").FocusAsync();
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await Assertions.Expect(page.Locator(".lane[data-status=issued] #w502")).ToHaveCountAsync(1);
        Assert.Equal("/work-items/502", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await Assertions.Expect(page.Locator(".lane[data-status=planned] #w502")).ToHaveCountAsync(1);

        using var browser = await door.As("sandro");
        await Move(browser, 502, "in-progress");
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await Assertions.Expect(page.Locator(".board-page [role=alert]")).ToContainTextAsync("Somebody changed this task");
        await Assertions.Expect(page.Locator(".lane[data-status=in-progress] #w502")).ToHaveCountAsync(1);
        complaints.RemoveAll(c => c.Contains("409", StringComparison.Ordinal));
        Assert.Equal([], complaints);
    }

    [Fact]
    public async Task Without_script_the_buttons_of_a_card_move_it_and_the_list_it_stood_in_stays_narrowed()
    {
        using var luca = await door.As("luca");
        var page = await luca.Page("/work-items?developer=luca");
        var button = page.QuerySelector("#w501 button[data-move=after]")!;
        var answer = await Post(luca, page, "/work-items/move?developer=luca", ("To", button.GetAttribute("value")!));
        Assert.Equal((HttpStatusCode.SeeOther, "/work-items?developer=luca#w501"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.NotNull((await luca.Page("/work-items")).QuerySelector($".lane[data-status={button.GetAttribute("value")!.Split('.')[2]}] #w501"));
        Assert.Equal(HttpStatusCode.Conflict, (await Post(luca, page, "/work-items/move", ("To", button.GetAttribute("value")!))).StatusCode);
        await Move(luca, 501, "in-progress");
    }

    [Fact]
    public async Task From_the_ticket_to_a_task_and_from_its_end_to_an_answer_that_a_person_sends()
    {
        using var luca = await door.As("luca");
        var made = await luca.Send(await luca.Page("/work-items/new?ticket=10012"), "/work-items/new?ticket=10012", ("Name", "Print the last column"), ("PlannedEnd", "2013-07-05"));
        Assert.Equal("/tickets/10012", made.Headers.Location!.ToString());
        var ticket = await luca.Page("/tickets/10012");
        Assert.Contains("Tasks issued", ticket.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Null(ticket.QuerySelector(".loop"));
        var items = ticket.QuerySelectorAll(".properties a[href^='/work-items/']").Select(a => a.GetAttribute("href")!).Where(h => !h.Contains("new")).ToList();
        Assert.Equal(2, items.Count);
        foreach (var item in items)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await luca.Send(await luca.Page(item), item, ("Status", "done"))).StatusCode);
        }

        using var francesca = await door.As("francesca");
        Assert.DoesNotContain("Print the last column", (await francesca.Page("/tickets/10012")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("/tickets/10012?answer=work#reply", (await luca.Page("/tickets/10012")).QuerySelector(".loop a")!.GetAttribute("href"));
        var drafted = await luca.Page("/tickets/10012?answer=work");
        var text = ((IHtmlTextAreaElement)drafted.QuerySelector("form.composer textarea")!).Value;
        Assert.Contains("– Print the last column: done", text, StringComparison.Ordinal);
        Assert.Equal("closed", ((IHtmlSelectElement)drafted.QuerySelector("form.composer select[name=Status]")!).Value);
        Assert.DoesNotContain("Print the last column", (await francesca.Page("/tickets/10012")).DocumentElement.OuterHtml, StringComparison.Ordinal);
        await luca.Send(drafted, "/tickets/10012/comments", ("Body", text.Replace("Print the last column", "The last column", StringComparison.Ordinal)));
        var seen = (await francesca.Page("/tickets/10012")).Body!.TextContent;
        Assert.Contains("The last column: done", seen, StringComparison.Ordinal);
        Assert.Null((await luca.Page("/tickets/10012")).QuerySelector(".loop"));
    }

    [Fact]
    public async Task The_second_of_two_writers_is_told_what_changed_and_keeps_what_was_typed()
    {
        using var luca = await door.As("luca");
        using var sandro = await door.As("sandro");
        var stale = await sandro.Page("/work-items/501");
        await luca.Send(await luca.Page("/work-items/501"), "/work-items/501", ("Priority", "urgent"));
        var told = await sandro.Send(stale, "/work-items/501/comments", ("Body", "My long remark"));
        Assert.Equal(HttpStatusCode.Conflict, told.StatusCode);
        var page = await Browser.Read(told);
        Assert.Contains("to Urgent", page.QuerySelector(".conflict")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("My long remark", ((IHtmlTextAreaElement)page.QuerySelector("form.composer textarea")!).Value);
        Assert.Equal(HttpStatusCode.SeeOther, (await sandro.Send(page, "/work-items/501/comments")).StatusCode);

        var again = await sandro.Send(stale, "/work-items/501", ("PlannedEnd", "2013-06-01"), ("Version", "0"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var wrong = await sandro.Send(await sandro.Page("/work-items/501"), "/work-items/501", ("PlannedEnd", "2013-06-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("2013-06-01", (await Browser.Read(wrong)).QuerySelector(".properties .error")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task Move(Browser browser, int number, string status)
    {
        var page = await browser.Page("/work-items");
        var seen = page.QuerySelector($"#w{number}")!.GetAttribute("data-job");
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(browser, page, "/work-items/move", ("To", $"{seen}.{status}"))).StatusCode);
    }

    private static Task<HttpResponseMessage> Post(Browser browser, IHtmlDocument page, string path, params (string Name, string Value)[] fields) =>
        browser.Post(path, Browser.Filled((IHtmlFormElement)page.QuerySelector("#move")!, fields));
}
