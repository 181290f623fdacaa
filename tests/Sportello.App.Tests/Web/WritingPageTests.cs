using System.Net;
using Microsoft.Playwright;
using Sportello.App.Tests.Api;

namespace Sportello.App.Tests.Web;

/// <summary>Writing with what the house knows: canned replies, colleagues, tickets about the same; and comments that were written in the wrong place.</summary>
public sealed class WritingPageTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_slash_offers_canned_replies_and_an_at_sign_in_a_note_names_a_colleague_in_cyrillic_too()
    {
        using (var admin = await door.As("admin"))
        {
            foreach (var name in new[] { "Thanks for waiting", "Which version" })
            {
                await admin.Send(await admin.Page("/administration/canned-replies/new"), "/administration/canned-replies/new", ("Name", name), ("Body", $"Dear {{{{requester.name}}}}, {name}."), ("Language", "en"));
            }
        }

        var number = await door.Ticket("The printer is loud");
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "sandro");
        await page.GotoAsync($"{door.Address}/tickets/{number}");
        var body = page.Locator("#Body");
        var offers = page.Locator("#reply-offers li");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("and/or; see http://else.example/wh");
        await Assertions.Expect(page.Locator("#reply-offers")).ToBeHiddenAsync();
        await body.FillAsync("");
        await page.Keyboard.TypeAsync("Hello.\n/");
        await Assertions.Expect(offers).ToHaveCountAsync(2);
        await page.Keyboard.TypeAsync("ver whi");
        await Assertions.Expect(offers).ToHaveCountAsync(1);
        await Assertions.Expect(body).ToHaveAttributeAsync("aria-activedescendant", "reply-offer-0");
        await page.Examine("the offers", complaints);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#reply-offers")).ToBeHiddenAsync();
        await Assertions.Expect(body).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Backspace");
        await Assertions.Expect(offers).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(body).ToHaveValueAsync("Hello.\nDear francesca, Which version.");

        // To the customer nobody is named.
        await body.FillAsync("");
        await page.Keyboard.TypeAsync("@lu");
        await Assertions.Expect(page.Locator("#reply-offers")).ToBeHiddenAsync();
        await body.FillAsync("");
        await body.BlurAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("@");
        await Assertions.Expect(offers.First).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("lu");
        await Assertions.Expect(offers).ToHaveTextAsync(["luca"]);
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(body).ToHaveValueAsync("@luca ");

        // With a Russian keyboard these keys write . and ": the list is offered, and nothing in it is chosen before somebody does.
        await body.FillAsync("");
        await Strike("Slash", ".");
        await page.Keyboard.TypeAsync("th");
        await Assertions.Expect(offers).ToHaveCountAsync(1);
        Assert.Null(await body.GetAttributeAsync("aria-activedescendant"));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(body).ToHaveValueAsync("Dear francesca, Thanks for waiting.");
        await body.FillAsync("");
        await Strike("Digit2", "\"");
        await page.Keyboard.TypeAsync("lu");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(body).ToHaveValueAsync("@luca ");
        Assert.Equal([], complaints);

        async Task Strike(string code, string key)
        {
            await body.EvaluateAsync("(text, [code, key]) => text.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }))", new[] { code, key });
            await page.Keyboard.InsertTextAsync(key);
        }
    }

    [Fact]
    public async Task Who_opens_a_ticket_sees_those_about_the_same_and_a_ticket_has_its_requesters_story_beside_it()
    {
        var first = await door.Ticket("Toner smears on the envelopes");
        var second = await door.Ticket("Envelopes with smeared toner");
        var page = await chromium.Page();
        await page.SignIn(door.Address, "francesca");
        await page.GotoAsync(door.Address + "/tickets/new");
        await page.Locator("#Subject").PressSequentiallyAsync("toner on envelopes");
        await Assertions.Expect(page.Locator(".similar a")).ToHaveCountAsync(2);
        await page.Locator("#Subject").FillAsync("something else");
        await Assertions.Expect(page.Locator(".similar a")).ToHaveCountAsync(0);

        using var luca = await door.As("luca");
        var ticket = await luca.Page($"/tickets/{second}");
        Assert.Contains(ticket.QuerySelectorAll(".properties .links a"), a => a.GetAttribute("href") == $"/tickets/{first}");
        var all = ticket.QuerySelectorAll(".properties a").Single(a => a.TextContent == "All of this requester’s tickets").GetAttribute("href")!;
        Assert.Contains((await luca.Page(all)).QuerySelectorAll(".tickets .c-subject a"), a => a.GetAttribute("href") == $"/tickets/{first}");
        using var daniela = await door.As("daniela");
        Assert.DoesNotContain("oner", await (await daniela.Get("/tickets/similar?subject=toner+on+envelopes")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_a_comment_becomes_a_ticket_goes_to_another_and_comes_back()
    {
        var (number, other) = (await door.Ticket("The screen flickers"), await door.Ticket("The mouse is slow"));
        using var francesca = await door.As("francesca");
        await francesca.Send(await francesca.Page($"/tickets/{number}"), $"/tickets/{number}/comments", ("Body", "The mouse as well."));
        using var luca = await door.As("luca");
        var page = await luca.Page($"/tickets/{number}");
        var comment = page.QuerySelectorAll(".message")[^1].Id![1..];
        Assert.Null((await francesca.Page($"/tickets/{number}")).QuerySelector(".message .more"));
        var at = page.QuerySelector(".message .more a")!.GetAttribute("href")!;
        Assert.Equal($"/tickets/{number}/comments/{comment}/move", at);

        foreach (var (to, said) in new[] { ("nine", "A ticket's number is needed"), ($"{number}", "The comment is in this ticket already"), ("99999", "There is no ticket 99999") })
        {
            var wrong = await luca.Send(await luca.Page(at), at, ("To", to));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            var form = await Browser.Read(wrong);
            Assert.StartsWith(said, form.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(to, form.QuerySelector("#To")!.GetAttribute("value"));
        }

        var moved = await luca.Send(await luca.Page(at), at, ("To", $"DPR:{other}"));
        Assert.Equal($"/tickets/{other}#c{comment}", moved.Headers.Location!.ToString());
        page = await luca.Page($"/tickets/{other}");
        Assert.Equal($"/tickets/{number}", page.QuerySelector($"#c{comment} header a")!.GetAttribute("href"));
        Assert.Contains((await luca.Page($"/tickets/{number}")).QuerySelectorAll(".event a"), a => a.GetAttribute("href") == $"/tickets/{other}");
        var back = await luca.Send(page, $"/tickets/{other}/comments/{comment}/move-back");
        Assert.Equal($"/tickets/{number}#c{comment}", back.Headers.Location!.ToString());

        var split = await luca.Send(await luca.Page(at), $"/tickets/{number}/comments/{comment}/split", ("Subject", "The mouse of francesca"));
        page = await luca.Page(split.Headers.Location!.ToString().Split('#')[0]);
        Assert.Contains("The mouse of francesca", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll(".message"));
        Assert.Single((await luca.Page($"/tickets/{number}")).QuerySelectorAll(".message"));
    }

    [Fact]
    public async Task The_api_splits_moves_and_moves_back()
    {
        var (number, other) = (await door.Ticket("The door squeaks"), await door.Ticket("The lamp is dark"));
        using var luca = await Caller.Of(door, "luca");
        var comment = (await luca.Json("POST", $"/api/v1/tickets/{number}/comments", new { body = "And the lamp?" })).GetProperty("id").GetInt64();
        var at = $"/api/v1/tickets/{number}/comments/{comment}";
        Assert.Equal(other, (await luca.Json("POST", $"{at}/move", new { to = other })).GetProperty("number").GetInt32());
        var there = (await luca.Json("GET", $"/api/v1/tickets/{other}/comments")).GetProperty("items");
        Assert.Equal(number, there[there.GetArrayLength() - 1].GetProperty("moved_from").GetInt32());
        Assert.Equal(number, (await luca.Json("POST", $"/api/v1/tickets/{other}/comments/{comment}/move-back")).GetProperty("number").GetInt32());
        var answer = await luca.Send("POST", $"{at}/split", new { subject = "The lamp of the door", kind = "consultation" });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("consultation", (await Caller.Read(answer)).GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await luca.Send("POST", $"{at}/split", new { subject = "Once more" })).StatusCode);
    }
}
