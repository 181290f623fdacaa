using System.Net;

namespace Sportello.App.Tests.Web;

/// <summary>Whoever asked says whether the solution was good.</summary>
public sealed class RatingTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task The_requester_rates_a_closed_ticket_and_the_report_counts_it()
    {
        using var francesca = await door.As("francesca");
        var opened = await francesca.Send(await francesca.Page("/tickets/new"), "/tickets/new", ("Project", "barilla sw1"), ("Kind", "bug"), ("Subject", "Rate me"), ("Body", "Text"));
        var path = opened.Headers.Location!.OriginalString;
        Assert.Null((await francesca.Page(path)).QuerySelector("form.rating"));
        using var sandro = await door.As("sandro");
        Assert.Equal(HttpStatusCode.SeeOther, (await sandro.Post(path + "/properties", [new("Status", "closed"), new("__RequestVerificationToken", await sandro.TokenOf("/tickets"))])).StatusCode);
        Assert.Null((await sandro.Page(path)).QuerySelector("form.rating"));

        var page = await francesca.Page(path + "?rate=not-good");
        Assert.Equal("not-good", page.QuerySelector("form.rating input[checked]")!.GetAttribute("value"));
        var rated = await francesca.Send(page, path + "/rating", ("Rating", "not-good"), ("Words", "It broke again."));
        Assert.Equal(HttpStatusCode.SeeOther, rated.StatusCode);

        var seen = await sandro.Page(path);
        Assert.Contains("Not good It broke again.", Plain(seen.QuerySelector(".rated")!.TextContent), StringComparison.Ordinal);
        var refused = await sandro.Post(path + "/rating", [new("Rating", "good"), new("__RequestVerificationToken", await sandro.TokenOf("/tickets"))]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var report = await (await sandro.Get("/reports.csv?from=2013-06-30&to=2013-06-30&by=project&table=split")).Content.ReadAsStringAsync();
        Assert.Contains(report.Split("\r\n"), line => line.StartsWith("barilla sw1,", StringComparison.Ordinal) && line.EndsWith(",0,1", StringComparison.Ordinal));
    }

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
