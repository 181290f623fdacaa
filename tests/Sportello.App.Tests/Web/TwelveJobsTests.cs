using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>The twelve jobs of docs/day.md, key by key, with as many keys as stand there.</summary>
public sealed class TwelveJobsTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task One_my_next_ticket_is_found()
    {
        var number = await door.Ticket("Mine, and the newest", "sandro");
        var hands = await Hands("sandro", "/projects");
        await hands.Press("g", "m");
        await hands.Page.Arrives("**/tickets?view=mine");
        await hands.Press("j", "Enter");
        await hands.Page.Arrives($"**/tickets/{number}");
        Assert.Equal(4, hands.Keys);
    }

    [Fact]
    public async Task Two_a_canned_reply_answers()
    {
        using (var admin = await door.As("admin"))
        {
            await admin.Send(await admin.Page("/administration/canned-replies/new"), "/administration/canned-replies/new", ("Name", "Which driver"), ("Body", "Which driver is it, {{requester.name}}?"), ("Language", "en"));
        }

        var hands = await Hands("sandro", $"/tickets/{await door.Ticket("A question about drivers")}");
        await hands.Press("r");
        await hands.Type("/dri");
        await Assertions.Expect(hands.Page.Locator("#reply-offers li")).ToHaveCountAsync(1);
        await hands.Press("Enter");
        await Assertions.Expect(hands.Page.Locator("#Body")).ToHaveValueAsync("Which driver is it, francesca?");
        await hands.Press("Control+Enter");
        await Assertions.Expect(hands.Page.Locator(".message.ours").Last).ToContainTextAsync("Which driver is it, francesca?");
        Assert.Equal(4 + "dri".Length, hands.Keys);
    }

    [Fact]
    public async Task Three_a_ticket_is_assigned()
    {
        var hands = await Hands("sandro", $"/tickets/{await door.Ticket("Somebody's")}");
        await hands.Press("a");
        await hands.Type("lu");
        await hands.Press("Control+Enter");
        await Assertions.Expect(hands.Page.Locator(".event", new() { HasText = "luca" })).ToHaveCountAsync(1);
        Assert.Equal(2 + "lu".Length, hands.Keys);
    }

    [Fact]
    public async Task Four_the_next_unassigned_is_taken_by_one_of_two()
    {
        var number = await door.Ticket("Nobody's");
        var (first, second) = (await Hands("sandro", "/projects"), await Hands("luca", "/tickets?view=unassigned"));
        await second.Press("j");
        await first.Press("g", "u");
        await first.Page.Arrives("**/tickets?view=unassigned");
        await first.Press("j", "m");
        await first.Page.Arrives("**done=*");
        await Assertions.Expect(first.Page.Locator(".bulk-done")).ToContainTextAsync("1 ticket stands as wanted");
        Assert.Equal(4, first.Keys);

        // The row of the second one is still there, pale, and leads to no second owner.
        await Assertions.Expect(second.Page.Locator("tr.here.gone")).ToHaveCountAsync(1);
        await second.Press("m");
        await second.Page.Arrives("**done=*");
        await Assertions.Expect(second.Page.Locator(".bulk-done")).ToContainTextAsync("1 ticket was left as it is");
        await second.Page.GotoAsync($"{door.Address}/tickets/{number}");
        await Assertions.Expect(second.Page.Locator(".event", new() { HasText = "sandro" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Five_a_ticket_becomes_a_task()
    {
        var number = await door.Ticket("Work for somebody");
        var hands = await Hands("sandro", $"/tickets/{number}");
        await hands.Press("w");
        await hands.Page.Arrives($"**/work-items/new?ticket={number}");
        await hands.Press("Control+Enter");
        await hands.Page.Arrives($"**/tickets/{number}");
        await Assertions.Expect(hands.Page.Locator(".links a[href^='/work-items/']", new() { HasText = "Work for somebody" })).ToHaveCountAsync(1);
        Assert.Equal(2, hands.Keys);
    }

    [Fact]
    public async Task Six_a_duplicate_is_merged()
    {
        var (kept, twice) = (await door.Ticket("Asked once"), await door.Ticket("Asked twice"));
        var hands = await Hands("admin", $"/tickets/{twice}");
        await hands.Press("d");
        await hands.Type($"{kept}");
        await hands.Press("Enter");
        await hands.Page.Arrives($"**/tickets/{kept}*");
        await Assertions.Expect(hands.Page.Locator($".facts a[href='/tickets/{twice}']")).ToHaveCountAsync(1);
        Assert.Equal(2 + $"{kept}".Length, hands.Keys);
    }

    [Fact]
    public async Task Seven_what_a_customer_asked_in_a_year_is_found()
    {
        await door.Ticket("Of this year");
        var hands = await Hands("sandro", "/projects");
        await hands.Press("g", "a");
        await hands.Page.Arrives("**/tickets?view=all");
        await hands.Press("f");
        await hands.Complete("r");
        await hands.Type("francesca");
        await hands.Press("Space");
        await hands.Complete("o");
        await hands.Type("2012");
        await hands.Press("Enter");
        await hands.Page.Arrives("**/tickets?view=all&requester=francesca&opened=2012");
        await Assertions.Expect(hands.Page.Locator("[data-row] .c-number")).ToHaveTextAsync(["10014"]);
        Assert.Equal(13 + "francesca".Length, hands.Keys);
    }

    [Fact]
    public async Task Eight_what_changed_since_yesterday_stands_first()
    {
        var number = await door.Ticket("Only now");
        var hands = await Hands("sandro", "/projects");
        await hands.Press("g", "a");
        await hands.Page.Arrives("**/tickets?view=all");
        await Assertions.Expect(hands.Page.Locator("[data-row] .c-number").First).ToHaveTextAsync($"{number}");
        Assert.Equal(2, hands.Keys);
        await hands.Press("f");
        await hands.Complete("si");
        await hands.Complete("y");
        await hands.Press("Enter");
        await hands.Page.Arrives("**/tickets?view=all&since=yesterday");
        await Assertions.Expect(hands.Page.Locator("[data-row]", new() { HasText = "Margins of the delivery note" })).ToHaveCountAsync(0);
        await Assertions.Expect(hands.Page.Locator("[data-row] .c-number").First).ToHaveTextAsync($"{number}");
        Assert.Equal(9, hands.Keys);
    }

    [Fact]
    public async Task Nine_a_ticket_is_snoozed()
    {
        var hands = await Hands("sandro", $"/tickets/{await door.Ticket("Not today")}");
        await hands.Press("z");
        await Assertions.Expect(hands.Page.Locator(".snooze button").First).ToBeFocusedAsync();
        await hands.Press("Tab", "Enter");
        await Assertions.Expect(hands.Page.Locator(".facts .snoozed")).ToHaveCountAsync(1);
        Assert.Equal(3, hands.Keys);
    }

    [Fact]
    public async Task Ten_ten_are_closed_at_once_and_taken_back()
    {
        for (var i = 0; i < 10; i++)
        {
            await door.Ticket($"One of ten, {i}", requester: "elena");
        }

        var hands = await Hands("sandro", "/tickets?requester=elena");
        await hands.Press("j");
        for (var i = 0; i < 9; i++)
        {
            await hands.Press("Shift+J");
        }

        await Assertions.Expect(hands.Page.Locator(".c-tick input:checked")).ToHaveCountAsync(10);
        await hands.Press("s");
        await hands.Type("cl");
        await hands.Press("Control+Enter");
        await hands.Page.Arrives("**done=*");
        await Assertions.Expect(hands.Page.Locator(".bulk-done")).ToContainTextAsync("10 tickets stand as wanted");
        await Assertions.Expect(hands.Page.Locator("[data-row]")).ToHaveCountAsync(0);
        await hands.Press("u");
        await Assertions.Expect(hands.Page.Locator("[data-row]")).ToHaveCountAsync(10);
        Assert.Equal(15, hands.Keys);
    }

    [Fact]
    public async Task Eleven_everything_of_mine_is_handed_over()
    {
        for (var i = 0; i < 3; i++)
        {
            await door.Ticket($"Handed over, {i}", "sandro");
        }

        var hands = await Hands("sandro", "/projects");
        await hands.Press("g", "m");
        await hands.Page.Arrives("**/tickets?view=mine");
        var mine = await hands.Page.Locator("[data-row]").CountAsync();
        await hands.Press("Shift+X", "a");
        await hands.Type("luca");
        await hands.Press("Enter");
        await hands.Page.Arrives("**done=*");
        await Assertions.Expect(hands.Page.Locator(".bulk-done")).ToContainTextAsync($"{mine} tickets stand as wanted");
        await Assertions.Expect(hands.Page.Locator("[data-row]")).ToHaveCountAsync(0);
        Assert.Equal(5 + "luca".Length, hands.Keys);
    }

    [Fact]
    public async Task Twelve_a_phone_answers_in_three_taps()
    {
        var number = await door.Ticket("From the train", "luca");
        var page = await chromium.Page(390);
        await page.SignIn(door.Address, "luca");
        await page.GotoAsync(door.Address + "/tickets?view=mine");
        await page.Locator("[data-row] a").First.ClickAsync();
        await page.Arrives($"**/tickets/{number}");
        await page.Locator("#Body").ClickAsync();
        await page.Keyboard.TypeAsync("On my way.");
        await page.Locator(".composer .primary").ClickAsync();
        await Assertions.Expect(page.Locator(".message.ours").Last).ToContainTextAsync("On my way.");
    }

    [Fact]
    public async Task A_look_beside_the_list_follows_from_row_to_row_and_goes_with_escape()
    {
        await door.Ticket("Looked at second");
        await door.Ticket("Looked at first");
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "sandro");
        await page.GotoAsync(door.Address + "/tickets?view=unassigned");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator(".peek h2")).ToContainTextAsync("Looked at first");
        await Assertions.Expect(page.Locator(".peek .message")).ToContainTextAsync("It is so.");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator(".peek h2")).ToContainTextAsync("Looked at second");
        await page.Examine("the look beside the list", complaints);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".peek")).ToHaveCountAsync(0);
        Assert.Equal([], complaints);
    }

    private async Task<TwoHands> Hands(string who, string at)
    {
        var page = await chromium.Page();
        await page.SignIn(door.Address, who);
        await page.GotoAsync(door.Address + at);
        return new(page);
    }

    /// <summary>Somebody at a keyboard, whose keys are counted.</summary>
    private sealed class TwoHands(IPage page)
    {
        public IPage Page => page;

        public int Keys { get; private set; }

        public async Task Press(params string[] keys)
        {
            foreach (var key in keys)
            {
                Keys++;
                await page.Keyboard.PressAsync(key);
            }
        }

        public async Task Type(string text)
        {
            Keys += text.Length;
            await page.Keyboard.TypeAsync(text);
        }

        /// <summary>Begins a word in the line of the query and lets it be finished.</summary>
        public async Task Complete(string beginning)
        {
            await Type(beginning);
            await Assertions.Expect(page.Locator(".completions li").First).ToBeVisibleAsync();
            await Press("Tab");
        }
    }
}
