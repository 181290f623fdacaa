using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Leaders;
using Sportello.Words;

namespace Sportello.App.Web.Leaders;

internal static class LeadersEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/leaders", Show).Shows<LeadersPage>();
        web.MapGet("/leaders.csv", File).Shows<LeadersPage>();
    }

    private static async Task<IResult> Show(Visitor visitor, [FromQuery] string? period, [FromQuery] string? date)
    {
        var view = await Of(visitor, period, date);
        return Answers.View<LeadersView>(new { Page = await visitor.Page(visitor.Language.Say("leaders"), "leaders"), Leaders = view });
    }

    private static async Task<IResult> File(Visitor visitor, [FromQuery] string? period, [FromQuery] string? date, [FromQuery] string? table)
    {
        var view = await Of(visitor, period, date);
        return Grids.File(await visitor.Page("", "leaders"), string.Equals(table, view.OverTime.Name, StringComparison.Ordinal) ? view.OverTime : view.Board);
    }

    private static Task<Sportello.Leaders.LeadersView> Of(Visitor visitor, string? period, string? date) =>
        new LeadersPage(visitor.Desk).Run(Name.TryRead<Period>(period, out var known) ? known : Period.Week, DayField.Read(date, "date"), visitor.Stop);
}
