using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Search;

namespace Sportello.App.Web.Search;

/// <summary>One box from anywhere: a number jumps to its ticket, words find.</summary>
internal static class SearchEndpoints
{
    public static void Map(RouteGroupBuilder web) => web.MapGet("/search", Find).Shows<SearchPage>();

    private static async Task<IResult> Find(Visitor visitor, [FromQuery] string? q, [FromQuery] string? after)
    {
        var answer = await new SearchPage(visitor.Desk).Run(new(q, after), visitor.Stop);
        if (answer.Number is { } number)
        {
            return Results.Redirect($"/tickets/{number}");
        }

        var page = await visitor.Page(visitor.Language.Say("search"), "search");
        return Answers.View<SearchView>(new { Page = page with { Searched = q }, Answer = answer, Text = q?.Trim() ?? "", After = after });
    }
}
