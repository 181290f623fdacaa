using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.TestTrends;

namespace Sportello.App.Web.TestTrends;

internal static class TrendEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/test-trends", Show).Shows<TrendsPage>();
        web.MapGet("/test-trends.csv", File).Shows<TrendsPage>();
    }

    private static async Task<IResult> Show(Visitor visitor)
    {
        var view = await new TrendsPage(visitor.Desk).Run(visitor.Stop);
        return Answers.View<TrendView>(new { Page = await visitor.Page(visitor.Language.Say("trends"), "trends"), Trends = view });
    }

    private static async Task<IResult> File(Visitor visitor, [FromQuery] string? table)
    {
        var view = await new TrendsPage(visitor.Desk).Run(visitor.Stop);
        return Grids.File(await visitor.Page("", "trends"), string.Equals(table, view.Snapshots.Name, StringComparison.Ordinal) ? view.Snapshots : view.OverTime);
    }
}
