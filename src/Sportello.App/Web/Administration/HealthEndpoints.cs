using Sportello.App.Web.Shared;
using Sportello.Checkup;

namespace Sportello.App.Web.Administration;

internal static class HealthEndpoints
{
    public static void Map(RouteGroupBuilder web) => web.MapGet("/administration/health", Show).Shows<HealthPage>();

    private static async Task<IResult> Show(Visitor visitor) => Answers.View<HealthView>(new
    {
        Lines = await new HealthPage(visitor.Desk).Run(visitor.Stop),
        Page = await visitor.Page(visitor.Language.Say("health"), "health"),
    });
}
