using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.App.Web.Reports;
using Sportello.App.Web.Shared;
using Sportello.Leaders;
using Sportello.Reports;
using Sportello.TestTrends;
using Sportello.Words;

namespace Sportello.App.Api.Reports;

/// <summary>The numbers of the house: tickets, who leads, tests against bugs.</summary>
internal static class ReportApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reports", Tickets).Shows<TicketReport>().Gives<ReportJson>().WithSummary("Count tickets opened and closed, answers, solutions and ratings of a period");
        api.MapGet("/leaders", Leaders).Shows<LeadersPage>().Gives<LeadersJson>().WithSummary("Read the leaderboard of a day, a week or a month");
        api.MapGet("/test-trends", Trends).Shows<TrendsPage>().Gives<TrendsJson>().WithSummary("Hold tests against bugs, week by week, with every test suite's last result");
    }

    private static async Task<IResult> Tickets(ApiVisitor visitor, [AsParameters] ReportForm form)
    {
        Choice.Of<Split>("by", form.By);
        var query = form.Read(visitor.Desk.Today);
        var answer = await new TicketReport(visitor.Desk).Run(query, visitor.Stop);
        return Results.Ok(new ReportJson(query.From, query.To, Name.Of(query.By), GridJson.Of(answer.OverTime), GridJson.Of(answer.Table)));
    }

    private static async Task<IResult> Leaders(ApiVisitor visitor, [FromQuery] string? period, [FromQuery] string? date)
    {
        var view = await new LeadersPage(visitor.Desk).Run(Choice.Of<Period>("period", period) ?? Period.Week, DayField.Read(date, "date"), visitor.Stop);
        return Results.Ok(new LeadersJson(Name.Of(view.Period), view.Days.From, view.Days.To, GridJson.Of(view.Board), GridJson.Of(view.OverTime), view.Hidden));
    }

    private static async Task<IResult> Trends(ApiVisitor visitor)
    {
        var view = await new TrendsPage(visitor.Desk).Run(visitor.Stop);
        return Results.Ok(new TrendsJson(GridJson.Of(view.OverTime), GridJson.Of(view.Snapshots), [.. view.Suites.Select(SuiteTrendJson.Of)]));
    }
}

/// <param name="OverTime">A row for each day, week or month.</param>
/// <param name="Split">A row for each project, organization, kind or assignee.</param>
internal sealed record ReportJson(DateOnly From, DateOnly To, string By, GridJson OverTime, GridJson Split);

/// <param name="Hidden">How many stay off the board that others see.</param>
internal sealed record LeadersJson(string Period, DateOnly From, DateOnly To, GridJson Board, GridJson OverTime, int Hidden);

internal sealed record TrendsJson(GridJson OverTime, GridJson Snapshots, IReadOnlyList<SuiteTrendJson> Suites);

/// <param name="OpenFixes">Bug fixes that it guards and that are not ended.</param>
internal sealed record SuiteTrendJson(string Name, string? Owner, long OpenFixes, DateTime? Ran, int? Tests, int? Failures, int? Skipped, double? Seconds)
{
    public static SuiteTrendJson Of(SuiteRow s) => new(s.Name, s.Owner, s.OpenFixes, s.Last?.At, s.Last?.Tests, s.Last?.Failures, s.Last?.Skipped, s.Last?.Took.TotalSeconds);
}

/// <param name="Measure">What the numbers of a column are: <c>count</c>, or <c>time</c> in seconds.</param>
internal sealed record ColumnJson(string Name, string Measure);

/// <param name="Name">What the row is about; null where it stands for a time.</param>
/// <param name="Day">The first day of the time that it stands for.</param>
/// <param name="Marked">Whether it stands out: a leader.</param>
/// <param name="Values">By the names of the columns; null is a gap.</param>
internal sealed record GridRowJson(string? Name, DateOnly? Day, bool Marked, IReadOnlyDictionary<string, double?> Values);

/// <param name="Width">How much time a row stands for, if it stands for one.</param>
internal sealed record GridJson(string? Width, IReadOnlyList<ColumnJson> Columns, IReadOnlyList<GridRowJson> Rows)
{
    public static GridJson Of(Grid grid)
    {
        List<string> names = [.. grid.Columns.Select(c => Plain(c.Name))];
        return new(
            grid.Width is { } width ? Words.Name.Of(width) : null,
            [.. grid.Columns.Zip(names, (c, name) => new ColumnJson(name, Words.Name.Of(c.Measure)))],
            [.. grid.Rows.Select(r => new GridRowJson(
                r.Day is not null ? null : r.IsKey ? Plain(r.Label).Replace('_', '-') : r.Label, r.Day, r.Marked, names.Zip(r.Values).ToDictionary(v => v.First, v => v.Second, StringComparer.Ordinal)))]);
    }

    /// <summary>The key of a text without its room: <c>reports.answer.median</c> is <c>answer_median</c>.</summary>
    private static string Plain(string key) => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('.', '_').Replace('-', '_');
}
