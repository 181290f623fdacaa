using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Directory.SecondFactors;

namespace Sportello.App.Web.SignIn;

/// <summary>The second step of signing in. What the first step gave lies in a cookie that only these pages get.</summary>
internal static class CodeEndpoints
{
    private const string Cookie = "sportello.half";
    private const string Path = "/sign-in/code";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Path, Show).Public("whoever is halfway in is not signed in");
        web.MapPost(Path, Enter).Public("whoever is halfway in is not signed in");
    }

    /// <summary>In, or on to the second step.</summary>
    public static async Task<IResult> GoIn(HttpContext http, SignedIn who, bool stay, string then)
    {
        if (who.Half is { } half)
        {
            http.Response.Cookies.Append(Cookie, half, Options(http));
            return Answers.GoTo($"{Path}?stay={(stay ? "true" : "false")}&then={Uri.EscapeDataString(then)}");
        }

        await http.SignInAsync(WebDoor.Principal(who), new AuthenticationProperties { IsPersistent = stay });
        return Answers.GoTo(then);
    }

    private static async Task<IResult> Show(House house, HttpContext http, [FromQuery] string? then, [FromQuery] bool? stay) =>
        await CodePage(house, http, new CodeForm { Then = then, Stay = stay == true }, null);

    private static async Task<IResult> Enter(House house, HttpContext http, [FromForm] CodeForm? given)
    {
        var form = given ?? new CodeForm();
        try
        {
            var (who, codes) = await new SecondStep(house).Run(http.Request.Cookies[Cookie], form.Code, SignInEndpoints.From(http), http.RequestAborted);
            http.Response.Cookies.Delete(Cookie, Options(http));
            var entered = await GoIn(http, who, form.Stay, SignInEndpoints.Local(form.Then));
            return codes is null
                ? entered
                : Answers.View<CodesView>(new { Page = SignInEndpoints.Plain(http, "second.codes"), Codes = codes, Then = SignInEndpoints.Local(form.Then) });
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Denied or RefusalReason.Conflict)
        {
            return await CodePage(house, http, form, refusal);
        }
    }

    private static async Task<IResult> CodePage(House house, HttpContext http, CodeForm form, Refusal? error) => Answers.View<CodeView>(
        new
        {
            Half = await new SecondStep(house).Look(http.Request.Cookies[Cookie], http.RequestAborted),
            Page = SignInEndpoints.Plain(http, "second"),
            Form = form,
            Error = error,
        },
        error is null ? 200 : 422);

    // Whoever was at a provider comes from its site: a strict cookie would not come along.
    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = Path, MaxAge = TimeSpan.FromMinutes(10), IsEssential = true };
}

public sealed record CodeForm
{
    public string? Code { get; init; }

    public bool Stay { get; init; }

    public string? Then { get; init; }
}
