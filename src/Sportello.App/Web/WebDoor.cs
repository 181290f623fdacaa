using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Sportello.App.Web.Access;
using Sportello.App.Web.Administration;
using Sportello.App.Web.Directory;
using Sportello.App.Web.Feeds;
using Sportello.App.Web.Jobs;
using Sportello.App.Web.Leaders;
using Sportello.App.Web.Mail;
using Sportello.App.Web.Me;
using Sportello.App.Web.Perfectionist;
using Sportello.App.Web.Projects;
using Sportello.App.Web.Reference;
using Sportello.App.Web.Reports;
using Sportello.App.Web.Search;
using Sportello.App.Web.Shared;
using Sportello.App.Web.SignIn;
using Sportello.App.Web.TestTrends;
using Sportello.App.Web.Tickets;
using Sportello.App.Web.Webhooks;
using Sportello.App.Web.WorkItems;

namespace Sportello.App.Web;

/// <summary>The door for people with a browser. Everything in it needs a session unless it says that it is public, and why.</summary>
internal static class WebDoor
{
    public static void AddWebDoor(this IServiceCollection services, House house)
    {
        services.AddRazorComponents();
        services.Configure<Microsoft.Extensions.WebEncoders.WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        DataProtectionSeal.Configure(services.AddDataProtection().PersistKeysToFileSystem(DataProtectionSeal.Keys(house.Settings.DataFolder)));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "sportello.form";
            o.Cookie.SameSite = SameSiteMode.Strict;
        });
        // Style and script only: they are everybody's, so their length tells nothing of a secret beside them.
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"];
        });
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o =>
        {
            o.Cookie.Name = "sportello.session";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.LoginPath = "/sign-in";
            o.ReturnUrlParameter = "then";
            o.ExpireTimeSpan = TimeSpan.FromDays(14);
            o.SlidingExpiration = true;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static void UseWebDoor(this WebApplication app)
    {
        app.UseMiddleware<Headers>();
        app.UseResponseCompression();
        app.UseStaticAssets();
        app.UseMiddleware<Refusals>();
        app.UseAuthentication();
        app.UseAuthorization();
        var web = app.MapGroup("").AddEndpointFilter(DemandToken).DisableAntiforgery();
        SignInEndpoints.Map(web);
        TicketEndpoints.Map(web);
        ProjectEndpoints.Map(web);
        WorkItemEndpoints.Map(web);
        DirectoryEndpoints.Map(web);
        AccessEndpoints.Map(web);
        MailEndpoints.Map(web);
        MeEndpoints.Map(web);
        FeedEndpoints.Map(web);
        AdministrationEndpoints.Map(web);
        Jobs.ChatEndpoints.Map(web);
        JobEndpoints.Map(web);
        LeadersEndpoints.Map(web);
        PerfectionistEndpoints.Map(web);
        ReferenceEndpoints.Map(web);
        ReportEndpoints.Map(web);
        SearchEndpoints.Map(web);
        TrendEndpoints.Map(web);
        WebhookEndpoints.Map(web);
        Live.LiveEndpoints.Map(web);
    }

    /// <summary>Signs the browser in.</summary>
    public static ClaimsPrincipal Principal(Sportello.Directory.SignedIn who) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, who.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new Claim(Visitor.StampClaim, who.SecurityStamp),
            new Claim(Visitor.SessionClaim, who.Session!),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    private static void UseStaticAssets(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
            context.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=300",
    });

    /// <summary>Every form of ours is checked here, so none can forget it.</summary>
    private static async ValueTask<object?> DemandToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsPost(http.Request.Method) && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            throw Refusal.Invalid("form", "This form is too old, or does not come from here. Go back, reload the page and send it again.");
        }

        return await next(context);
    }
}
