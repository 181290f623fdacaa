using Sportello.App.Web;
using Sportello.Directory;

namespace Sportello.App.Api;

internal static class HealthApi
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).Public("says only that the process runs");
        app.MapGet("/health", Well).Public("says only whether the house can work, and nothing of what is wrong with it");
        app.MapGet("/health/ready", Ready).Public("says only whether the database answers");
    }

    /// <summary>For whoever watches from outside: what is wrong stands on the page Health, for those who may know.</summary>
    private static async Task<IResult> Well(House house, CancellationToken stop) =>
        await new Checkup.Pulse(house).Beats(stop) ? Results.Text("ok") : Results.Text("not ok", statusCode: StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Ready(House house, CancellationToken stop)
    {
        try
        {
            await new FirstStart(house).IsNeeded(stop);
            return Results.Text("ready");
        }
        catch (System.Data.Common.DbException)
        {
            return Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
