using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory.OpenId;

namespace Sportello.App.Web.SignIn;

/// <summary>Signing in by a provider: there, and back with its word. What the browser is to bring back lies in a cookie that only these pages get.</summary>
internal static class OpenIdEndpoints
{
    private const string Cookie = "sportello.openid";
    private const string Path = "/sign-in/openid";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Path, Go).Public("signing in comes before being signed in");
        web.MapGet(Path + "/return", Return).Public("signing in comes before being signed in");
    }

    private static async Task<IResult> Go(House house, HttpContext http, [FromQuery] string? then)
    {
        try
        {
            var (address, ticket) = await new OpenIdSignIn(house).Begin(SignInEndpoints.Local(then), http.RequestAborted);
            http.Response.Cookies.Append(Cookie, ticket, Options(http));
            return Results.Redirect(address);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Denied)
        {
            return Again(house, http, refusal);
        }
    }

    private static async Task<IResult> Return(House house, HttpContext http, [FromQuery] string? state, [FromQuery] string? code, [FromQuery] string? error)
    {
        var ticket = http.Request.Cookies[Cookie];
        http.Response.Cookies.Delete(Cookie, Options(http));
        try
        {
            var (who, then) = await new OpenIdSignIn(house).Finish(ticket, state, code, error, SignInEndpoints.From(http), http.RequestAborted);
            return await CodeEndpoints.GoIn(http, who, stay: false, then);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Denied)
        {
            return Again(house, http, refusal);
        }
    }

    private static IResult Again(House house, HttpContext http, Refusal refusal) => SignInEndpoints.SignInPage(http, new SignInForm(), refusal.In(Languages.Of(http, house)));

    // The provider leads back from its own site: a strict cookie would not come along.
    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = Path, MaxAge = TimeSpan.FromMinutes(10), IsEssential = true };
}
