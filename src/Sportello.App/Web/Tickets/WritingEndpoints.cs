using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Search;
using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

/// <summary>What helps whoever is writing: tickets that may be about the same, and whom a note can name.</summary>
internal static class WritingEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/tickets/similar", Similar).Shows<SimilarTickets>();
        web.MapGet("/tickets/{number:int}/people", People).Shows<WhomToMention>();
    }

    private static async Task<IResult> Similar(Visitor visitor, [FromQuery] string? subject) =>
        Answers.View<SimilarView>(new { visitor.Language, Tickets = await new SimilarTickets(visitor.Desk).Run(subject, null, visitor.Stop) });

    private static async Task<IResult> People(Visitor visitor, int number) => Results.Json(await new WhomToMention(visitor.Desk).Run(number, visitor.Stop));
}
