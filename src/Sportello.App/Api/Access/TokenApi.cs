using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;

namespace Sportello.App.Api.Access;

/// <summary>
/// Tokens and sessions: one's own, and for administrators of accounts everybody's tokens. A token makes no tokens, else a narrowed one, or one
/// that ends tomorrow, would be worth as much as any.
/// </summary>
internal static class TokenApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me/tokens", Own).Shows<OwnTokens>().Gives<ListJson<TokenJson>>().WithSummary("List your own tokens");
        api.MapDelete("/me/tokens/{id:long}", EndOwn).Runs<EndToken>().GivesNothing().WithSummary("End one of your own tokens");
        api.MapGet("/me/sessions", Sessions).Shows<OwnTokens>().Gives<ListJson<SessionJson>>().WithSummary("List where you are signed in");
        api.MapDelete("/me/sessions/{id:long}", EndSession).Runs<EndSessions>().GivesNothing().WithSummary("Sign yourself out somewhere");
        api.MapGet("/tokens", All).Shows<TokenList>().Gives<ListJson<TokenJson>>().WithSummary("List everybody's tokens, the newest first");
        api.MapDelete("/tokens/{id:long}", End).Runs<EndToken>().GivesNothing().WithSummary("End anybody's token");
    }

    private static async Task<IResult> Own(ApiVisitor visitor) => Results.Ok(TokenJson.List((await new OwnTokens(visitor.Desk).Run(visitor.Stop)).Tokens, null));

    private static async Task<IResult> EndOwn(ApiVisitor visitor, long id)
    {
        await new EndToken(visitor.Desk).Own(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Sessions(ApiVisitor visitor) => Results.Ok(SessionJson.List(await new OwnTokens(visitor.Desk).Sessions(null, visitor.Stop)));

    private static async Task<IResult> EndSession(ApiVisitor visitor, long id)
    {
        await new EndSessions(visitor.Desk).Own(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> All(ApiVisitor visitor, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var rows = await new TokenList(visitor.Desk).Run(after, visitor.Stop, Limit.Of(limit, TokenList.MostRows));
        return Results.Ok(TokenJson.List(rows.Items, rows.Next));
    }

    private static async Task<IResult> End(ApiVisitor visitor, long id)
    {
        await new EndToken(visitor.Desk).Run(id, visitor.Stop);
        return Results.NoContent();
    }
}
