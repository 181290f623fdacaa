using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory.Passkeys;

namespace Sportello.App.Web.SignIn;

/// <summary>Signing in by a passkey.</summary>
internal static class PasskeyEndpoints
{
    private const string Path = "/sign-in/passkey";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Path, (House house, HttpContext http) => Fresh(http, new PasskeySignIn(house).Begin())).Public("signing in comes before being signed in");
        web.MapPost(Path, Enter).Public("signing in comes before being signed in");
    }

    /// <summary>The site as this browser sees it; none where it has no passkeys.</summary>
    public static Site? SiteOf(HttpContext http) => Site.Of(http.RequestServices.GetRequiredService<House>().Settings, http.Request.Scheme, http.Request.Host.Value ?? "");

    public static IResult Fresh(HttpContext http, ChallengeView challenge)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(challenge);
    }

    private static async Task<IResult> Enter(House house, HttpContext http, [FromForm] UsedPasskeyForm? given)
    {
        var form = given ?? new UsedPasskeyForm();
        try
        {
            var site = SiteOf(http) ?? throw Refusal.Denied(Sportello.Words.Said.Of("passkey.site"));
            var who = await new PasskeySignIn(house).Run(
                new(form.Id, form.ClientData, form.AuthenticatorData, form.Signature, form.UserHandle), form.Ticket, site, SignInEndpoints.From(http), http.RequestAborted);
            return await CodeEndpoints.GoIn(http, who, stay: false, SignInEndpoints.Local(form.Then));
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Denied)
        {
            return SignInEndpoints.SignInPage(http, new SignInForm { Then = form.Then }, refusal.In(Languages.Of(http, house)));
        }
    }
}

public sealed record UsedPasskeyForm
{
    public string? Id { get; init; }

    public string? ClientData { get; init; }

    public string? AuthenticatorData { get; init; }

    public string? Signature { get; init; }

    public string? UserHandle { get; init; }

    public string? Ticket { get; init; }

    public string? Then { get; init; }
}
