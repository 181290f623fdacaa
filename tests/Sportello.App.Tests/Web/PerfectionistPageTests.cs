using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>The perfectionist by hand: what it finds, doing it, taking it back, putting it off, and how often it was right.</summary>
public sealed class PerfectionistPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_finding_says_what_would_change_is_applied_with_one_button_and_taken_back()
    {
        using var luca = await door.As("luca");
        var page = await luca.Page("/perfectionist");
        var finding = Finding(page, "work-under-way", 10012);
        Assert.Contains("Accepted → Under review", finding.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await luca.Post("/perfectionist/apply", Browser.Filled(Form(finding, "/perfectionist/apply")))).StatusCode);
        Assert.Contains("Under review", (await luca.Page("/tickets/10012")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        var fixes = await luca.Page("/perfectionist/fixes");
        var undo = (IHtmlFormElement)fixes.QuerySelector("form[action='/perfectionist/undo']")!;
        var id = undo.QuerySelector("button")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await luca.Post("/perfectionist/undo", Browser.Filled(undo, ("id", id)))).StatusCode);
        Assert.Contains("Accepted", (await luca.Page("/tickets/10012")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("taken back by luca", (await luca.Page("/perfectionist/fixes")).Body!.TextContent, StringComparison.Ordinal);
        var again = await luca.Post("/perfectionist/undo", Browser.Filled(undo, ("id", id)));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.NotNull((await Browser.Read(again)).QuerySelector("[role=alert]"));
        Assert.Contains("0/1", (await luca.Page("/perfectionist/rules")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_put_off_needs_a_reason_keeps_what_was_typed_and_can_be_said_again()
    {
        using var luca = await door.As("luca");

        // Which rule speaks of the ticket depends on what was decided before; any will do.
        var finding = (await luca.Page("/perfectionist")).QuerySelectorAll(".rule li").First(li => li.QuerySelector("a[href='/tickets/10012']") is not null);
        var rule = finding.QuerySelector("[name=Rule]")!.GetAttribute("value")!;
        var form = Form(finding, "/perfectionist/snooze");
        var refused = await luca.Post("/perfectionist/snooze", Browser.Filled(form, ("Until", "2013-07-20"), ("Reason", " ")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var back = Finding(await Browser.Read(refused), rule, 10012);
        Assert.Equal("2013-07-20", back.QuerySelector("input[name=Until]")!.GetAttribute("value"));
        Assert.NotNull(back.QuerySelector(".error"));

        Assert.Equal(HttpStatusCode.SeeOther, (await luca.Post("/perfectionist/snooze", Browser.Filled(form, ("Until", "2013-07-20"), ("Reason", "They are on holiday")))).StatusCode);
        var page = await luca.Page("/perfectionist");
        Assert.Contains("10012 is put off until 20 July by luca: They are on holiday", page.Body!.TextContent, StringComparison.Ordinal);
        var wake = (IHtmlFormElement)page.QuerySelector("form[action='/perfectionist/wake']")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await luca.Post("/perfectionist/wake", Browser.Filled(wake))).StatusCode);
        Finding(await luca.Page("/perfectionist"), rule, 10012);
    }

    private static IElement Finding(IHtmlDocument page, string rule, int ticket) => Assert.Single(
        page.QuerySelectorAll(".rule li"), li => li.QuerySelector("form[action='/perfectionist/apply']") is { } form
            && form.QuerySelector("[name=Rule]")!.GetAttribute("value") == rule && form.QuerySelector("[name=Thing]")!.GetAttribute("value") == $"{ticket}");

    private static IHtmlFormElement Form(IElement finding, string action) => (IHtmlFormElement)finding.QuerySelector($"form[action='{action}']")!;
}
