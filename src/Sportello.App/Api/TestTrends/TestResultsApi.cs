using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.TestTrends;

namespace Sportello.App.Api.TestTrends;

/// <summary>A report of a test run, straight from where the tests ran: the body is JUnit XML or TRX, whatever its content type calls it.</summary>
internal static class TestResultsApi
{
    /// <summary>What a report is called that does not say its name.</summary>
    private const string Nameless = "report";

    public static void Map(RouteGroupBuilder api) => api.MapPost("/test-results", Take).Runs<ImportTestResults>().TakesRaw("application/xml").Gives<ListJson<ImportedRun>>(StatusCodes.Status201Created, StatusCodes.Status200OK).WithSummary("Hand over the results of a test run, in JUnit XML or TRX");

    private static async Task<IResult> Take(ApiVisitor visitor, HttpRequest request, [FromQuery] string? name)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, visitor.Stop);
        if (body.Length == 0)
        {
            throw Refusal.Invalid("file", "The body is empty; it must be a report in JUnit XML or TRX.");
        }

        var taken = await new ImportTestResults(visitor.Desk).Run([new ReportFile(string.IsNullOrWhiteSpace(name) ? Nameless : name, body.ToArray())], visitor.Stop);
        return Results.Json(new ListJson<ImportedRun>(taken, null), statusCode: taken.Any(r => r.New) ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
