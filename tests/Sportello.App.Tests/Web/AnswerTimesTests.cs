using System.Net;

namespace Sportello.App.Tests.Web;

/// <summary>What is promised, set in the web and told on the ticket by a clock that explains itself; and the page that says how the house is.</summary>
public sealed class AnswerTimesTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Home = "/administration/targets";

    [Fact]
    public async Task A_calendar_and_targets_give_the_ticket_a_clock_for_our_side_and_a_view_of_what_is_late()
    {
        using var admin = await door.As("admin");
        var wrong = await admin.Send(await admin.Page("/administration/calendars/new"), "/administration/calendars/new", ("Name", "Office"), ("week.1", "9 to 5"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var shown = await Browser.Read(wrong);
        Assert.Equal("9 to 5", shown.QuerySelector("[name='week.1']")!.GetAttribute("value"));
        Assert.Contains("9 to 5", shown.QuerySelector(".field .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(shown, "/administration/calendars/new", ("week.1", "09:00-18:00"), ("Zone", "Europe/Rome"), ("Holidays", "06-02 Festa della Repubblica\n2013-06-24 Moving"))).StatusCode);

        var plan = await admin.Page(Home + "/plan?project=barilla%20sw1");
        var late = await Browser.Read(await admin.Send(plan, Home + "/plan", ("normal.answer", "later")));
        Assert.Contains("later", late.QuerySelector(".field .error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(plan, Home + "/plan", ("normal.answer", "8"), ("normal.solution", "80:00"))).StatusCode);
        Assert.Contains("8:00 / 80:00", (await admin.Page(Home)).QuerySelector("table")!.TextContent, StringComparison.Ordinal);

        // Opened on Saturday, 1 June 2013; answered on Sunday. It is Sunday, 30 June: twenty Mondays to Fridays less one day off, nine hours each.
        using var luca = await door.As("luca");
        var clocks = (await luca.Page("/tickets/10012")).QuerySelectorAll("details.clock");
        Assert.Equal(2, clocks.Length);
        Assert.Contains("kept, in 0 min", clocks[0].TextContent, StringComparison.Ordinal);
        var solution = clocks[1].TextContent;
        Assert.Contains("overdue since Thu 13 Jun", solution, StringComparison.Ordinal);
        Assert.Contains("80 h target", solution, StringComparison.Ordinal);
        Assert.Contains("171 h used", solution, StringComparison.Ordinal);
        Assert.Contains("“Office”", solution, StringComparison.Ordinal);
        Assert.Contains("24 June", solution, StringComparison.Ordinal);
        var overdue = await luca.Page("/tickets?view=overdue");
        Assert.Contains("10012", overdue.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("1", overdue.QuerySelector(".rail a[href='/tickets?view=overdue'] .count")!.TextContent);
        using var francesca = await door.As("francesca");
        Assert.Empty((await francesca.Page("/tickets/10012")).QuerySelectorAll("details.clock"));
        Assert.Null((await francesca.Page("/tickets")).QuerySelector(".rail a[href='/tickets?view=overdue']"));

        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(await admin.Page(Home + "/plan?project=barilla%20sw1"), Home + "/plan/remove")).StatusCode);
        Assert.Empty((await luca.Page("/tickets/10012")).QuerySelectorAll("details.clock"));
    }

    [Fact]
    public async Task Health_tells_monitoring_only_whether_all_is_well_and_administrators_the_rest()
    {
        using var nobody = door.NewBrowser();
        var pulse = await nobody.Get("/health");
        Assert.Equal((HttpStatusCode.OK, "ok"), (pulse.StatusCode, await pulse.Content.ReadAsStringAsync()));
        using var admin = await door.As("admin");
        var page = (await admin.Page("/administration/health")).QuerySelector("table.health")!;
        var rows = page.QuerySelectorAll("tbody tr").ToDictionary(r => r.QuerySelector("th")!.TextContent.Trim(), r => r.TextContent);
        Assert.Contains("answers, and its schema is of today", rows["Database"], StringComparison.Ordinal);
        Assert.Contains("MB are free", rows["Disk"], StringComparison.Ordinal);
        Assert.Contains("wait in the outbox", rows["Mail server"], StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("a"), a => a.GetAttribute("href") == "/jobs/perfectionist");
        using var luca = await door.As("luca");
        Assert.Equal(HttpStatusCode.Forbidden, (await luca.Get("/administration/health")).StatusCode);
    }
}
