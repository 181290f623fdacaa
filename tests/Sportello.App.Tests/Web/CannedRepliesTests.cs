using System.Net;
using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>Canned replies as an administrator keeps them and as whoever answers uses them.</summary>
public sealed class CannedRepliesTests(OpenDoor door, Chromium chromium) : IClassFixture<OpenDoor>
{
    private const string Home = "/administration/canned-replies";

    [Fact]
    public async Task One_is_written_changed_and_deleted_and_what_is_wrong_stands_under_its_field()
    {
        using var admin = await door.As("admin");
        var wrong = await admin.Send(await admin.Page(Home + "/new"), Home + "/new", ("Name", "Thanks"), ("Body", "Dear {{who}}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var shown = await Browser.Read(wrong);
        Assert.Contains("{{requester.name}}", shown.QuerySelector(".field .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Dear {{who}}", shown.QuerySelector("textarea")!.TextContent);

        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(shown, Home + "/new", ("Name", "Thanks"), ("Body", "Dear {{requester.name}}"), ("Language", "it"))).StatusCode);
        var list = await admin.Page(Home);
        var path = list.QuerySelectorAll("tbody a").Single(a => a.TextContent == "Thanks").GetAttribute("href")!;
        Assert.Contains("Italiano", list.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(await admin.Page(path), path, ("Body", "Ciao {{requester.name}}"))).StatusCode);
        var page = await admin.Page(path);
        Assert.Contains("changed Text", page.QuerySelector("details.history ol")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(page, path + "/delete")).StatusCode);
        Assert.Contains("“Thanks” was deleted.", (await admin.Page(Home)).QuerySelector(".flash")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get(path)).StatusCode);
    }

    [Fact]
    public async Task Without_script_the_page_comes_back_with_the_text_under_what_was_written()
    {
        var id = await Add("Which version", "Hello {{requester.name}}, which version is it? ({{ticket.number}})");
        using var luca = await door.As("luca");
        var page = await luca.Page("/tickets/10012");
        Assert.Contains(page.QuerySelectorAll("#Canned option"), o => o.TextContent == "Which version");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)page.QuerySelector("form.composer")!;

        var answer = await luca.Post("/tickets/10012/canned", Browser.Filled(form, ("Canned", id), ("Body", "Begun."), ("Internal", "true")), multipart: true, file: ("a.txt", [1]));

        var back = await Browser.Read(answer);
        Assert.Equal("Begun.\n\nHello francesca, which version is it? (DPR:10012)", back.QuerySelector("#Body")!.TextContent);
        Assert.True(((AngleSharp.Html.Dom.IHtmlInputElement)back.QuerySelector("[name=Internal][value=true]")!).IsChecked);
        Assert.NotNull(back.QuerySelector("[name=kept]"));
        Assert.DoesNotContain("Begun.", (await luca.Page("/tickets/10012")).QuerySelector(".conversation ol")!.TextContent, StringComparison.Ordinal);
        using var francesca = await door.As("francesca");
        Assert.Null((await francesca.Page("/tickets/10012")).QuerySelector("#Canned"));
        Assert.Equal(HttpStatusCode.Forbidden, (await francesca.Get($"/tickets/10012/canned/{id}")).StatusCode);
    }

    [Fact]
    public async Task With_script_and_by_keyboard_alone_it_comes_to_the_cursor_without_a_reload()
    {
        await Add("Try again", "Please try again, {{requester.name}}.");
        var complaints = new List<string>();
        var page = await chromium.Page(complaints: complaints);
        await page.SignIn(door.Address, "luca");
        await page.GotoAsync(door.Address + "/tickets/10012");
        await page.EvaluateAsync("window.stayed = true");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Hello.");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#Canned")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Try again");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#Body")).ToHaveValueAsync("Hello.\n\nPlease try again, francesca.");
        await Assertions.Expect(page.Locator("#Body")).ToBeFocusedAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.stayed"));
        Assert.Equal([], complaints);
    }

    private async Task<string> Add(string name, string body)
    {
        using var admin = await door.As("admin");
        await admin.Send(await admin.Page(Home + "/new"), Home + "/new", ("Name", name), ("Body", body));
        return (await admin.Page(Home)).QuerySelectorAll("tbody a").Single(a => a.TextContent == name).GetAttribute("href")!.Split('/')[^1];
    }
}
