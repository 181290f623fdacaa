using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Search;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

/// <summary>What helps whoever is writing.</summary>
internal static class WritingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tickets/similar", Similar).Shows<SimilarTickets>().Gives<ListJson<SimilarJson>>().WithSummary("List tickets that may be about the same as a subject");
        api.MapGet("/tickets/{number:int}/people", People).Shows<WhomToMention>().Gives<ListJson<PersonToName>>().WithSummary("List the people whom a note of a ticket can name");
    }

    private static async Task<IResult> Similar(ApiVisitor visitor, [FromQuery] string? subject) =>
        Results.Ok(new ListJson<SimilarJson>([.. (await new SimilarTickets(visitor.Desk).Run(subject, null, visitor.Stop)).Select(t => new SimilarJson(t.Number, t.Subject, Name.Of(t.Status)))], null));

    private static async Task<IResult> People(ApiVisitor visitor, int number) =>
        Results.Ok(new ListJson<PersonToName>([.. (await new WhomToMention(visitor.Desk).Run(number, visitor.Stop)).Select(p => new PersonToName(p.Called, p.Name))], null));
}

internal sealed record SimilarJson(int Number, string Subject, string Status);

/// <param name="Called">What stands behind the @ in a note.</param>
internal sealed record PersonToName(string Called, string Name);
