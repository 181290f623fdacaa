using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Jobs;

namespace Sportello.App.Web.Access;

/// <summary>One's own sessions and tokens, and for administrators of accounts everybody's tokens.</summary>
internal static class TokenEndpoints
{
    private const string Sessions = "/me/sessions";
    private const string Tokens = "/me/tokens";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Sessions, OwnSessions).Shows<OwnTokens>();
        web.MapPost(Sessions + "/{id:long}/end", EndSession).Runs<EndSessions>();
        web.MapPost(Sessions + "/end-others", EndOthers).Runs<EndSessions>();
        web.MapGet(Tokens, (Visitor visitor) => TokenPage(visitor, new(), null, null)).Shows<OwnTokens>();
        web.MapPost(Tokens, Issue).Runs<IssueToken>();
        web.MapPost(Tokens + "/{id:long}/end", EndOwn).Runs<EndToken>();
        web.MapGet("/tokens", All).Shows<TokenList>();
        web.MapPost("/tokens/{id:long}/end", End).Runs<EndToken>();
    }

    private static async Task<IResult> OwnSessions(Visitor visitor, HttpContext http) => Answers.View<SessionsView>(new
    {
        Sessions = await new OwnTokens(visitor.Desk).Sessions(Own(http), visitor.Stop),
        Page = await visitor.Page(visitor.Language.Say("sessions")),
    });

    private static async Task<IResult> EndSession(Visitor visitor, HttpContext http, long id)
    {
        await new EndSessions(visitor.Desk).Own(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("sessions.ended"));
        return Answers.GoTo(Sessions);
    }

    private static async Task<IResult> EndOthers(Visitor visitor, HttpContext http)
    {
        await new EndSessions(visitor.Desk).Others(Own(http), visitor.Stop);
        Flash.Put(http, visitor.Language.Say("sessions.ended"));
        return Answers.GoTo(Sessions);
    }

    private static async Task<IResult> Issue(Visitor visitor, HttpContext http)
    {
        var typed = TypedToken.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            DateTime? ends = DayField.Read(typed.Ends, "expires") is { } day ? LocalTime.StartOf(day.AddDays(1), visitor.Zone) : null;
            var token = await new IssueToken(visitor.Desk).Own(typed.Name, ends, typed.Narrowed ? typed.Rights : null, visitor.Stop);
            return await TokenPage(visitor, new(), token, null);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await TokenPage(visitor, typed, null, refusal);
        }
    }

    private static async Task<IResult> TokenPage(Visitor visitor, TypedToken typed, string? made, Refusal? error)
    {
        var (tokens, rights) = await new OwnTokens(visitor.Desk).Run(visitor.Stop);
        return Answers.View<TokensView>(
            new { Page = await visitor.Page(visitor.Language.Say("tokens")), Tokens = tokens, Rights = rights, Typed = typed, Made = made, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> EndOwn(Visitor visitor, HttpContext http, long id)
    {
        await new EndToken(visitor.Desk).Own(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("tokens.ended"));
        return Answers.GoTo(Tokens);
    }

    private static async Task<IResult> All(Visitor visitor, [FromQuery] string? after) => Answers.View<TokenListView>(new
    {
        Rows = await new TokenList(visitor.Desk).Run(after, visitor.Stop),
        Page = await visitor.Page(visitor.Language.Say("tokens.all"), "tokens"),
        After = after,
    });

    private static async Task<IResult> End(Visitor visitor, HttpContext http, long id)
    {
        await new EndToken(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("tokens.ended"));
        return Answers.GoTo("/tokens");
    }

    private static string? Own(HttpContext http) => http.User.FindFirstValue(Visitor.SessionClaim);
}

/// <summary>What was typed into the form of a new token.</summary>
public sealed record TypedToken
{
    public string? Name { get; init; }

    public string? Ends { get; init; }

    public bool Narrowed { get; init; }

    public IReadOnlyList<string> Rights { get; init; } = [];

    public static TypedToken Of(IFormCollection form) => new()
    {
        Name = form["Name"],
        Ends = form["Ends"],
        Narrowed = form["Narrowed"] == "true",
        Rights = [.. form["right"].OfType<string>()],
    };
}
