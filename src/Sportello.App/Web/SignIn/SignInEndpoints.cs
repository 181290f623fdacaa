using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;

namespace Sportello.App.Web.SignIn;

internal static class SignInEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/", () => Results.Redirect("/tickets")).Public("only leads on");
        web.MapGet("/sign-in", Show).Public("signing in comes before being signed in");
        web.MapPost("/sign-in", Enter).Public("signing in comes before being signed in");
        LinkEndpoints.Map(web);
        CodeEndpoints.Map(web);
        OpenIdEndpoints.Map(web);
        PasskeyEndpoints.Map(web);
        web.MapGet("/start", ShowStart).Public("the first start has no users; afterwards it only leads to the sign-in");
        web.MapPost("/start", Start).Public("the first start has no users; afterwards it is refused");
        web.MapPost("/sign-out", Leave).Public("leaving must always work");
    }

    private static async Task<IResult> Show(House house, HttpContext http, [FromQuery] string? then, [FromQuery] string? language)
    {
        if (language is not null)
        {
            Languages.Remember(http, language);
            return Results.Redirect(then is null ? "/sign-in" : "/sign-in?then=" + Uri.EscapeDataString(then));
        }

        if (await new FirstStart(house).IsNeeded(http.RequestAborted))
        {
            return Results.Redirect("/start");
        }

        return http.User.Identity?.IsAuthenticated == true ? Results.Redirect(Local(then)) : SignInPage(http, new SignInForm { Then = then }, null);
    }

    private static async Task<IResult> Enter(House house, HttpContext http, [FromForm] SignInForm? given)
    {
        var form = given ?? new SignInForm();
        try
        {
            var who = await new Sportello.Directory.SignIn(house).Run(form.Name ?? "", form.Password ?? "", From(http), http.RequestAborted);
            return await CodeEndpoints.GoIn(http, who, form.Stay, Local(form.Then));
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Denied)
        {
            return SignInPage(http, form, refusal.In(Languages.Of(http, house)));
        }
    }

    private static async Task<IResult> ShowStart(House house, HttpContext http, [FromQuery] string? language)
    {
        if (language is not null)
        {
            Languages.Remember(http, language);
            return Results.Redirect("/start");
        }

        return await new FirstStart(house).IsNeeded(http.RequestAborted) ? StartPage(http, new StartForm(), null) : Results.Redirect("/sign-in");
    }

    private static async Task<IResult> Start(House house, HttpContext http, [FromForm] StartForm? given)
    {
        var form = given ?? new StartForm();
        try
        {
            var who = await new FirstStart(house).Run(
                new(form.Organization ?? "", form.Username ?? "", form.Name ?? "", form.Email ?? "", form.Password ?? ""), http.RequestAborted, From(http));
            await http.SignInAsync(WebDoor.Principal(who));
            return Answers.GoTo("/tickets");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return StartPage(http, form, refusal);
        }
    }

    private static async Task<IResult> Leave(House house, HttpContext http, CancellationToken stop)
    {
        await new SignOut(house).Run(http.User.FindFirstValue(Visitor.SessionClaim), stop);
        await http.SignOutAsync();
        return Answers.GoTo("/sign-in");
    }

    internal static Caller From(HttpContext http) => new(http.Request.Headers.UserAgent.ToString(), http.Connection.RemoteIpAddress?.ToString());

    internal static IResult SignInPage(HttpContext http, SignInForm form, string? error)
    {
        var house = http.RequestServices.GetRequiredService<House>();
        return Answers.View<SignInView>(
            new
            {
                Page = Plain(http, "sign-in.title"),
                Form = form,
                Error = error,
                ByMail = Sportello.Directory.SignInLinks.AskForLink.Works(house),
                Site = PasskeyEndpoints.SiteOf(http),
                Provider = Sportello.Directory.OpenId.OpenIdSignIn.ProviderName(house),
            },
            error is null ? 200 : 422);
    }

    private static IResult StartPage(HttpContext http, StartForm form, Refusal? error) =>
        Answers.View<StartView>(new { Page = Plain(http, "start.title"), Form = form, Error = error }, error is null ? 200 : 422);

    internal static Page Plain(HttpContext http, string title)
    {
        var language = Languages.Of(http, http.RequestServices.GetRequiredService<House>());
        return new Page(language.Say(title), language, null) { Token = Visitor.Token(http) };
    }

    /// <summary>Only paths of ours are led to.</summary>
    internal static string Local(string? path) => path is ['/', not ('/' or '\\'), ..] ? path : "/tickets";
}

public sealed record SignInForm
{
    public string? Name { get; init; }

    public string? Password { get; init; }

    public bool Stay { get; init; }

    public string? Then { get; init; }
}

public sealed record StartForm
{
    public string? Organization { get; init; }

    public string? Username { get; init; }

    public string? Name { get; init; }

    public string? Email { get; init; }

    public string? Password { get; init; }
}
