using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>Whoever asked says whether the solution was good.</summary>
internal static class RatingEndpoints
{
    public static void Map(RouteGroupBuilder web) => web.MapPost("/tickets/{number:int}/rating", Rate).Runs<RateSolution>();

    private static async Task<IResult> Rate(Visitor visitor, HttpContext http, int number, [FromForm] TypedRating? given)
    {
        var rating = Name.TryRead<Rating>(given?.Rating, out var chosen) ? chosen : throw Refusal.Invalid("rating", Said.Of("rating.choose"));
        await new RateSolution(visitor.Desk).Run(number, rating, given?.Words, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("rating.thanks"));
        return Answers.GoTo($"/tickets/{number}");
    }
}

public sealed record TypedRating
{
    public string? Rating { get; init; }

    public string? Words { get; init; }
}
