using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Search;
using Sportello.Words;

namespace Sportello.App.Api.Search;

internal static class SearchApi
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/search", Find).Shows<SearchPage>().Gives<SearchJson>().WithSummary("Find tickets, and contacts, that hold all of some words");

    private static async Task<IResult> Find(ApiVisitor visitor, [FromQuery] string? q, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var answer = await new SearchPage(visitor.Desk).Run(new(q, after, Limit.Of(limit, SearchPage.MostRows)), visitor.Stop);
        return Results.Ok(new SearchJson(
            answer.Number,
            [.. answer.Tickets.Items.Select(FoundJson.Of)],
            [.. answer.People.Select(p => new FoundContactJson(p.Id, p.Name, p.Organization, p.Address))],
            answer.Tickets.Next));
    }
}

/// <summary>The ticket whose number was asked for; the tickets that hold the words; contacts of that name.</summary>
internal sealed record SearchJson(int? Number, IReadOnlyList<FoundJson> Items, IReadOnlyList<FoundContactJson> Contacts, string? Next);

internal sealed record FoundContactJson(long Id, string Name, string Organization, string? Email);

internal sealed record FoundJson(int Number, string Subject, string Status, string Project, string? Requester, string FoundIn, long? Comment, string? Author, DateTime At, IReadOnlyList<PieceJson> Excerpt)
{
    public static FoundJson Of(FoundTicket found) => new(
        found.Number,
        string.Concat(found.Subject.Select(p => p.Text)),
        Name.Of(found.Status),
        found.Project,
        found.Requester,
        Name.Of(found.In),
        found.Comment,
        found.Author,
        found.At,
        [.. found.Excerpt.Select(p => new PieceJson(p.Text, p.Marked))]);
}

internal sealed record PieceJson(string Text, bool Marked);
