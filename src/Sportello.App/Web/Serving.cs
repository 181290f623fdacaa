using Sportello.App.Api;
using Sportello.App.Api.Webhooks;
using Sportello.App.Web.Mail;

namespace Sportello.App.Web;

/// <summary>Builds the server: the same for <c>serve</c>, <c>demo</c>, the tests and the benches.</summary>
internal static class Serving
{
    private const long MostRequestBytes = 60L << 20;

    /// <param name="house">What is served.</param>
    /// <param name="urls">Where to listen.</param>
    /// <param name="first">What every request goes through before anything else.</param>
    public static WebApplication Build(House house, string urls, Func<HttpContext, RequestDelegate, Task>? first = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.WebHost.UseUrls(urls.Split(';')).ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = MostRequestBytes;
        });
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            // That the keys lie unencrypted beside the database stands in docs/administration.md; at each first start it only frightens.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton(house);
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.AddWebDoor(house);
        builder.Services.AddApiDoor();
        builder.Services.AddHostedService<Postman>();
        builder.Services.AddHostedService<Herald>();
        builder.Services.AddHostedService<Live.Broadcaster>();
        builder.Services.AddHostedService<Tickets.Waker>();
        var app = builder.Build();
        if (first is not null)
        {
            app.Use(first);
        }

        app.UseWebDoor();
        app.UseApiDoor();
        return app;
    }
}
