using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Sportello.App.Tests.Api;

namespace Sportello.App.Tests.Web;

/// <summary>Tickets put off and woken: by keyboard in list and ticket, by forms alone, and by the API.</summary>
public sealed class SnoozePageTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task By_keyboard_a_ticket_is_put_off_from_its_page_and_from_the_list_and_taken_back()
    {
        var number = await door.Ticket("Printer in the corridor");
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "sandro");
        await page.GotoAsync($"{door.Address}/tickets/{number}");

        // By its place: on a Russian keyboard the key writes another letter.
        await page.EvaluateAsync("document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyZ', key: 'я', bubbles: true, cancelable: true }))");
        await Assertions.Expect(page.Locator(".snooze button").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives("**/tickets/*?done=*");
        await Assertions.Expect(page.Locator(".bulk-done")).ToContainTextAsync("Snoozed until Mon 1 Jul, 09:00.");
        await Assertions.Expect(page.Locator(".facts .snoozed")).ToHaveAttributeAsync("title", "Snoozed until Mon 1 Jul, 09:00 by sandro");
        await Assertions.Expect(page.Locator("[data-view=snoozed]")).ToHaveTextAsync("1");
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(page.Locator(".bulk-done")).ToContainTextAsync("Taken back");
        await Assertions.Expect(page.Locator(".facts .snoozed")).ToHaveCountAsync(0);

        await page.GotoAsync(door.Address + "/tickets?view=unassigned&sort=-number");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("snooze week");
        await Assertions.Expect(page.Locator("#palette [aria-selected=true]")).ToHaveTextAsync("Snooze: In a week");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**done=*");
        await Assertions.Expect(page.Locator($".tickets a[href='/tickets/{number}']")).ToHaveCountAsync(0);
        await page.GotoAsync(door.Address + "/tickets?view=snoozed");
        await Assertions.Expect(page.Locator(".tickets .snoozed")).ToHaveTextAsync("Snoozed until Sun 7 Jul, 09:00");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("z");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".empty")).ToContainTextAsync("Nothing is snoozed.");
        Assert.Equal([], complaints);
    }

    [Fact]
    public async Task Without_script_a_day_and_time_are_typed_in_ones_own_zone_and_what_is_wrong_is_said()
    {
        var number = await door.Ticket("Printer upstairs");
        using var luca = await door.As("luca");
        await luca.Send(await luca.Page("/me"), "/me", ("zone", "Europe/Rome"));
        var action = $"/tickets/{number}/snooze";
        foreach (var (at, said) in new[] { ("", "Say until which day and time it is snoozed."), ("2013-06-30T10:59", "That moment has passed; choose one that lies ahead.") })
        {
            var answer = await luca.Send(await luca.Page($"/tickets/{number}"), action, ("Snooze", "at"), ("SnoozeAt", at));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var wrong = await Browser.Read(answer);
            Assert.Equal(said, wrong.QuerySelector(".error")!.TextContent);
            Assert.True(wrong.QuerySelector("details.snooze")!.HasAttribute("open"));
        }

        var done = await luca.Send(await luca.Page($"/tickets/{number}"), action, ("Snooze", "at"), ("SnoozeAt", "2013-07-02T15:30"));
        var page = await luca.Page(done.Headers.Location!.ToString());
        Assert.Contains("Snoozed until Tue 2 Jul, 15:30.", page.QuerySelector(".bulk-done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("snoozed this until Tue 2 Jul, 15:30", page.QuerySelector(".conversation")!.TextContent, StringComparison.Ordinal);
        done = await luca.Send(page, action, ("Snooze", "wake"));
        page = await luca.Page(done.Headers.Location!.ToString());
        Assert.Null(page.QuerySelector(".facts .snoozed"));
        await luca.Send(page, page.QuerySelector(".bulk-done form")!.GetAttribute("action")!);
        Assert.NotNull((await luca.Page($"/tickets/{number}")).QuerySelector(".facts .snoozed"));

        using var francesca = await door.As("francesca");
        page = await francesca.Page($"/tickets/{number}");
        Assert.Null(page.QuerySelector(".snooze, .snoozed"));
        Assert.DoesNotContain("nooze", page.QuerySelector("main, .rail")!.TextContent, StringComparison.Ordinal);
        var refused = await francesca.Post(action, [new("Snooze", "week"), new("__RequestVerificationToken", await francesca.TokenOf("/tickets"))]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await luca.Send(await luca.Page($"/tickets/{number}"), action, ("Snooze", "wake"));
    }

    [Fact]
    public async Task The_api_snoozes_by_a_moment_and_wakes_by_null()
    {
        var number = await door.Ticket("Printer downstairs");
        using var luca = await Caller.Of(door, "luca");
        var ticket = await luca.Json("PATCH", $"/api/v1/tickets/{number}", new { snoozed_until = "2013-07-02T15:30:00+02:00" });
        Assert.Equal(("2013-07-02T13:30:00Z", "luca"), (ticket.GetProperty("snoozed_until").GetString(), ticket.GetProperty("snoozed_by").GetString()));
        var rows = await luca.Json("GET", "/api/v1/tickets?snoozed=true");
        Assert.Contains(rows.GetProperty("items").EnumerateArray(), r => r.GetProperty("number").GetInt32() == number);
        ticket = await luca.Json("PATCH", $"/api/v1/tickets/{number}", new { snoozed_until = (string?)null });
        Assert.Equal(JsonValueKind.Null, ticket.GetProperty("snoozed_until").ValueKind);
        var wrong = await luca.Send("PATCH", $"/api/v1/tickets/{number}", new { snoozed_until = "tomorrow" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }
}
