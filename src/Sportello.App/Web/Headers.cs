using System.Diagnostics;
using System.Globalization;

namespace Sportello.App.Web;

/// <summary>What every answer says to the browser: nothing from elsewhere, no framing, no guessing of types, and how long it took.</summary>
internal sealed class Headers(RequestDelegate next)
{
    // The one style that Turbo sets by itself, for its progress bar, is let in by its hash.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        var begun = Stopwatch.GetTimestamp();
        http.Response.OnStarting(() =>
        {
            // Only to who is signed in: at the door, how long something takes is nobody's business.
            if (http.User.Identity is { IsAuthenticated: true })
            {
                headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"total;dur={Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F1}");
            }

            return Task.CompletedTask;
        });
        return next(http);
    }
}
