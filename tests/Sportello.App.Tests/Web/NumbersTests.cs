using System.Net;

namespace Sportello.App.Tests.Web;

/// <summary>Leaders and reports as pages and as files, read by who may and nobody else.</summary>
public sealed class NumbersTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string June = "from=2013-06-01&to=2013-06-30";

    [Fact]
    public async Task The_file_holds_exactly_what_the_table_shows_within_reach()
    {
        using var sandro = await door.As("sandro");
        Assert.Equal(
            "\uFEFFProject,Opened,Closed,\"First answer, median (seconds)\",\"First answer, 90% (seconds)\",\"Solution, median (seconds)\",\"Solution, 90% (seconds)\",Rated good,Rated not good\r\n"
            + "barilla sw1,1,0,93600,93600,,,0,0\r\n"
            + "de cecco sw,1,0,,,,,0,0\r\n",
            await Text(sandro, $"/reports.csv?{June}&by=project&table=split"));
        using var luca = await door.As("luca");
        Assert.DoesNotContain("de cecco", await Text(luca, $"/reports.csv?{June}&by=project&table=split"), StringComparison.Ordinal);
        var days = (await Text(luca, $"/reports.csv?{June}&table=over-time")).Split("\r\n");
        Assert.Equal(("2013-06-01,1,0,93600,93600,,,0,0", 32), (days[1], days.Length));
        Assert.Contains("26 h 0 min", (await sandro.Page($"/reports?{June}")).QuerySelector("#by-project")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_speaks_the_readers_language_and_a_year_back_finds_what_was_closed()
    {
        using var sandro = await door.As("sandro");
        sandro.Speaks("ru");
        var text = await Text(sandro, "/reports.csv?from=2012-06-01&to=2012-12-31&by=kind&table=split");
        Assert.StartsWith("\uFEFFВид,Открыто,Закрыто,", text, StringComparison.Ordinal);
        Assert.Contains("\r\nКонсультация,1,1,,,2419200,2419200,0,0\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_that_cannot_be_is_refused_beside_the_form()
    {
        using var sandro = await door.As("sandro");
        foreach (var wrong in new[] { "from=2013-06-30&to=2013-06-01", "from=2001-01-01&to=2013-06-01" })
        {
            var answer = await sandro.Get("/reports?" + wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.NotNull((await Browser.Read(answer)).QuerySelector("[role=alert]"));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await sandro.Get("/reports?from=june")).StatusCode);
    }

    [Fact]
    public async Task Who_stays_off_the_board_is_seen_by_themselves_alone_and_the_others_are_told_how_many()
    {
        const string Board = "/leaders.csv?period=month&date=2013-07-01&table=board";
        using var sandro = await door.As("sandro");
        Assert.Equal("\uFEFFAssignee,Consultations,Bugs,Enhancements,Total,Place\r\nluca,0,1,0,1,1\r\n", await Text(sandro, Board));
        using var luca = await door.As("luca");
        await luca.Send(await luca.Page("/me"), "/me", ("offBoard", "true"));
        Assert.DoesNotContain("luca", await Text(sandro, Board), StringComparison.Ordinal);
        Assert.Contains("1 person is not shown", (await sandro.Page("/leaders?period=month&date=2013-07-01")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("luca,0,1,0,1,1", await Text(luca, Board), StringComparison.Ordinal);
        Assert.Contains("1 bug fix", (await luca.Page("/leaders?period=month&date=2013-07-01")).QuerySelector(".own")!.TextContent, StringComparison.Ordinal);
        await luca.Send(await luca.Page("/me"), "/me", ("offBoard", "false"));
        Assert.Contains("luca", await Text(sandro, Board), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_numbers_stand_on_the_page_without_script_and_only_our_own_side_has_the_way_there()
    {
        using var luca = await door.As("luca");
        var page = await luca.Page("/leaders?period=month&date=2013-07-01");
        Assert.Equal(["luca", "0", "1", "0", "1", "1"], page.QuerySelectorAll("#board tbody tr > *").Select(c => c.TextContent.Replace(" ★", "", StringComparison.Ordinal)));
        Assert.NotNull(page.QuerySelector(".rail a[href='/reports']"));
        using var francesca = await door.As("francesca");
        Assert.Null((await francesca.Page("/tickets")).QuerySelector(".rail a[href='/reports']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await francesca.Get("/leaders")).StatusCode);
    }

    private static async Task<string> Text(Browser browser, string path)
    {
        var answer = await browser.Get(path);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        return System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }
}
