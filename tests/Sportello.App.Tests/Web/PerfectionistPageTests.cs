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

    [Fact]
    public async Task Everybody_sets_the_own_rules_and_who_keeps_the_house_sets_them_for_each()
    {
        using var luca = await door.As("luca");
        var page = await luca.Page("/perfectionist/rules");
        Assert.Null(page.QuerySelector("form.mode"));
        var id = Assert.Single(page.QuerySelectorAll("select[name=person] option"), o => o.TextContent == "luca").GetAttribute("value")!;
        page = await luca.Page($"/perfectionist/rules?person={id}");
        Assert.Empty(page.QuerySelectorAll("[name=rule][value=shared-address]"));
        var form = ModeOf(page, "accepted-too-long");
        Assert.Contains("as for everybody (reports)", form.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await luca.Post("/perfectionist/rules", Browser.Filled(form, ("mode", "off")))).StatusCode);

        using var admin = await door.As("admin");
        page = await admin.Page($"/perfectionist/rules?person={id}");
        Assert.Equal("off", ModeOf(page, "accepted-too-long").QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Post("/perfectionist/rules", Browser.Filled(ModeOf(page, "accepted-too-long"), ("mode", "")))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Post("/perfectionist/rules", Browser.Filled(ModeOf(await admin.Page("/perfectionist/rules"), "work-ended"), ("mode", "fix")))).StatusCode);
        page = await admin.Page("/perfectionist/rules");
        Assert.Equal("fix", ModeOf(page, "work-ended").QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Contains("as usual (reports)", ModeOf(page, "work-ended").TextContent, StringComparison.Ordinal);
        Assert.Contains("as each person's switch says", ModeOf(page, "work-under-way").TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Post("/perfectionist/rules", Browser.Filled(ModeOf(page, "work-ended"), ("mode", "")))).StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_said_in_the_reader_s_language()
    {
        using var sandro = await door.As("sandro");
        var token = (await sandro.Page("/me")).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        KeyValuePair<string, string>[] form = [new("Rule", "still-new"), new("Thing", "10012"), new("Until", "2013-07-20"), new("Reason", " "), new("__RequestVerificationToken", token)];
        await sandro.Post("/me", Browser.Filled((IHtmlFormElement)(await sandro.Page("/me")).QuerySelector("form[action='/me']")!, ("language", "ru")));
        var refused = await Browser.Read(await sandro.Post("/perfectionist/snooze", form));
        Assert.Contains("Нужна причина, чтобы её поняли и другие.", refused.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Программы и их запуски видят те", (await Browser.Read(await sandro.Get("/jobs"))).Body!.TextContent, StringComparison.Ordinal);
        await sandro.Post("/me", Browser.Filled((IHtmlFormElement)(await sandro.Page("/me")).QuerySelector("form[action='/me']")!, ("language", "en")));
    }

    private static IHtmlFormElement ModeOf(IHtmlDocument page, string rule) =>
        (IHtmlFormElement)page.QuerySelector($"form.mode:has([name=rule][value={rule}])")!;

    private static IElement Finding(IHtmlDocument page, string rule, int ticket) => Assert.Single(
        page.QuerySelectorAll(".rule li"), li => li.QuerySelector("form[action='/perfectionist/apply']") is { } form
            && form.QuerySelector("[name=Rule]")!.GetAttribute("value") == rule && form.QuerySelector("[name=Thing]")!.GetAttribute("value") == $"{ticket}");

    private static IHtmlFormElement Form(IElement finding, string action) => (IHtmlFormElement)finding.QuerySelector($"form[action='{action}']")!;
}
