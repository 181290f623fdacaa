using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>A project in the hands of its manager, its staff and its customer.</summary>
public sealed class ProjectPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Address = "/projects/de%20cecco%20sw";

    [Fact]
    public async Task A_manager_adds_whom_the_picker_offers_and_takes_them_out_again()
    {
        using var sandro = await door.As("sandro");
        var page = await sandro.Page(Address);
        Assert.Equal(["daniele", "luca", "marco", "sandro"], page.QuerySelectorAll("#staff select option").Skip(1).Select(o => o.TextContent.Split(' ')[0]));
        Assert.Equal([], page.QuerySelectorAll("#customer select option").Skip(1).Select(o => o.TextContent));
        var luca = page.QuerySelectorAll("#staff select option").Single(o => o.TextContent.StartsWith("luca", StringComparison.Ordinal)).GetAttribute("value")!;
        using var browser = await door.As("luca");
        var asked = await Send(sandro, page, "#staff .member-form", ("Who", luca));
        Assert.Contains("1 person will see 1 ticket more: luca", Text(await Browser.Read(asked), ".weighed"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(Address)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(sandro, asked)).StatusCode);

        page = await browser.Page(Address);
        Assert.Contains("luca", page.QuerySelector("#staff")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".member-form, #edit-project"));

        page = await sandro.Page(Address);
        Assert.Contains("made luca staff", page.QuerySelector(".history")!.TextContent, StringComparison.Ordinal);
        asked = await Send(sandro, page, "#staff li form");
        Assert.Contains("1 person will no longer see 1 ticket: luca", Text(await Browser.Read(asked), ".weighed"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(sandro, asked)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(Address)).StatusCode);
    }

    [Fact]
    public async Task Who_may_not_have_the_role_is_refused_beside_the_picker_and_stays_typed()
    {
        using var sandro = await door.As("sandro");
        var answer = await Send(sandro, await sandro.Page(Address), "#customer .member-form", ("Other", "luca"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.Read(answer);
        Assert.Contains("luca cannot be a customer", page.QuerySelector("#customer .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("luca", ((IHtmlInputElement)page.QuerySelector("#customer input[name=Other]")!).Value);
    }

    [Fact]
    public async Task Dates_are_kept_or_refused_with_what_was_typed_and_the_second_writer_is_told()
    {
        using var sandro = await door.As("sandro");
        var page = await sandro.Page(Address);
        var wrong = await sandro.Send(page, Address, ("End", "2012-01-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("2012-01-01", ((IHtmlInputElement)(await Browser.Read(wrong)).QuerySelector("#End")!).Value);
        Assert.Equal(HttpStatusCode.SeeOther, (await sandro.Send(page, Address, ("End", "2014-01-31"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await sandro.Send(page, Address, ("End", "2014-02-28"))).StatusCode);
        Assert.Contains("31/01/2014", (await sandro.Page(Address)).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_access_is_read_by_row_and_every_cell_has_its_reason()
    {
        using var luca = await door.As("luca");
        var page = await luca.Page("/projects/barilla%20sw1/access");
        var rows = page.QuerySelectorAll(".access tbody tr").ToDictionary(r => r.QuerySelector("summary")!.TextContent.Trim(), r => r);
        Assert.Equal(["admin", "daniele", "elena", "francesca", "luca", "marco", "sandro"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("the account marco is inactive", rows["marco"].TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll(".access tbody td[class^=extent]"), cell => Assert.NotEqual("", cell.GetAttribute("title")));
        Assert.Contains("no group of elena has comment.add", rows["elena"].QuerySelector(".reasons")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await door.As("francesca")).Get("/projects/barilla%20sw1/access")).StatusCode);
    }

    /// <summary>Has seen what it does, and wants it.</summary>
    private static async Task<HttpResponseMessage> Confirm(Browser browser, HttpResponseMessage asked)
    {
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        return await Send(browser, await Browser.Read(asked), "main form");
    }

    private static string Text(IHtmlDocument page, string part) => string.Join(' ', page.QuerySelector(part)!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<HttpResponseMessage> Send(Browser browser, IHtmlDocument page, string form, params (string Name, string Value)[] fields)
    {
        var element = (IHtmlFormElement)page.QuerySelector(form)!;
        return browser.Post(element.GetAttribute("action")!, Browser.Filled(element, fields));
    }
}
