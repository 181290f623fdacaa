using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory.SignInLinks;

namespace Sportello.App.Web.SignIn;

/// <summary>Signing in by a letter: asked for, and used once.</summary>
internal static class LinkEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/sign-in/link", (HttpContext http) => AskPage(http, null, sent: false, null)).Public("whoever forgot the password is not signed in");
        web.MapPost("/sign-in/link", Ask).Public("whoever forgot the password is not signed in");
        web.MapGet("/sign-in/link/{token}", Show).Public("the link signs in");
        web.MapPost("/sign-in/link/{token}", Enter).Public("the link signs in");
    }

    private static async Task<IResult> Ask(House house, HttpContext http, [FromForm] LinkForm? given)
    {
        var address = given?.Address ?? "";
        try
        {
            if (AskForLink.Works(house))
            {
                await new AskForLink(house).Run(address, Languages.Of(http, house).Code, http.RequestAborted, SignInEndpoints.From(http));
            }

            return AskPage(http, address, sent: true, null);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Denied)
        {
            return AskPage(http, address, sent: false, refusal);
        }
    }

    private static async Task<IResult> Show(House house, HttpContext http, string token) => UsePage(http, token, await new UseLink(house).Look(token, http.RequestAborted), null);

    private static async Task<IResult> Enter(House house, HttpContext http, string token, [FromForm] LinkForm? given)
    {
        try
        {
            var who = await new UseLink(house).Run(token, given?.Password, http.RequestAborted, SignInEndpoints.From(http));
            return await CodeEndpoints.GoIn(http, who, stay: false, "/tickets");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return UsePage(http, token, await new UseLink(house).Look(token, http.RequestAborted), refusal);
        }
    }

    private static IResult AskPage(HttpContext http, string? address, bool sent, Refusal? error) => Answers.View<AskForLinkView>(
        new
        {
            Page = SignInEndpoints.Plain(http, "link.title"),
            Address = address,
            Sent = sent,
            Works = AskForLink.Works(http.RequestServices.GetRequiredService<House>()),
            Error = error,
        },
        error is null ? 200 : 422);

    private static IResult UsePage(HttpContext http, string token, string username, Refusal? error) =>
        Answers.View<UseLinkView>(new { Page = SignInEndpoints.Plain(http, "link.title"), Token = token, Username = username, Error = error }, error is null ? 200 : 422);
}

public sealed record LinkForm
{
    public string? Address { get; init; }

    public string? Password { get; init; }
}
