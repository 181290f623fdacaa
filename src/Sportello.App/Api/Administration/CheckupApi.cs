using Sportello.App.Web;
using Sportello.Checkup;
using Sportello.Words;

namespace Sportello.App.Api.Administration;

/// <summary>How the house is, in detail, for whoever may know; whether it works at all is said by <c>/health</c>, without a token.</summary>
internal static class CheckupApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/health", Show).Shows<HealthPage>().Gives<ListJson<HealthJson>>().WithSummary("Look at everything that the house needs to work, and the last runs of the programs");

    private static async Task<IResult> Show(ApiVisitor visitor) => Results.Ok(new ListJson<HealthJson>(
        [.. (await new HealthPage(visitor.Desk).Run(visitor.Stop)).Select(l => new HealthJson(l.Key.Replace("health.of.", "", StringComparison.Ordinal), Name.Of(l.State), [.. l.What.Select(w => w.In(ApiVisitor.Language))]))], null));
}

/// <param name="Name">What was looked at; programs begin with <c>job.</c></param>
/// <param name="State"><c>good</c>, <c>doubtful</c>, <c>bad</c>, or <c>absent</c> where it is not set up.</param>
internal sealed record HealthJson(string Name, string State, IReadOnlyList<string> What);
