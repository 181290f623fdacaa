using Sportello.Access;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Shared;

/// <summary>What stands around every page: words, who is here, the rail. Pure views get it as a parameter.</summary>
public sealed record Page(string Title, Language Language, string? Theme)
{
    public string? Person { get; init; }

    public Actor Actor { get; init; } = Actor.Nobody;

    public ViewCounts? Counts { get; init; }

    /// <summary>Which entry of the rail is the present one.</summary>
    public string? Current { get; init; }

    /// <summary>Every form carries it against forgery.</summary>
    public string Token { get; init; } = "";

    public DateTime Now { get; init; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public string? Flash { get; init; }

    /// <summary>What was looked for, to stand in the box again.</summary>
    public string? Searched { get; init; }

    public string Say(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Language.Say(key, values);

    /// <summary>A whole number, with its thousands set apart.</summary>
    public string Number(long n) => n.ToString("N0", Language.Culture);

    /// <summary>The full time, in the reader's zone and manner.</summary>
    public string Full(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Zone).ToString("f", Language.Culture);

    /// <summary>Day and time, short, of what may also lie ahead.</summary>
    public string When(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Zone).ToString(Math.Abs((utc - Now).TotalDays) < 300 ? "ddd d MMM, HH:mm" : "d MMM yyyy, HH:mm", Language.Culture);

    /// <summary>The time of day to the second.</summary>
    public string Clock(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Zone).ToString("HH:mm:ss", Language.Culture);

    /// <summary>How long ago, short: the full time belongs on hover.</summary>
    public string Ago(DateTime utc) => (Now - utc) switch
    {
        { TotalMinutes: < 1 } => Say("ago.now"),
        { TotalHours: < 1 } past => Say("ago.minutes", ("n", (int)past.TotalMinutes)),
        { TotalDays: < 1 } past => Say("ago.hours", ("n", (int)past.TotalHours)),
        { TotalDays: < 30 } past => Say("ago.days", ("n", (int)past.TotalDays)),
        _ => TimeZoneInfo.ConvertTimeFromUtc(utc, Zone).ToString(utc.Year == Now.Year ? "d MMM" : "MMM yyyy", Language.Culture),
    };
}

/// <summary>A sentence for the next page, in a cookie that lives until it is read.</summary>
internal static class Flash
{
    private const string Cookie = "flash";

    public static void Put(HttpContext http, string sentence) =>
        http.Response.Cookies.Append(Cookie, Uri.EscapeDataString(sentence), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromMinutes(1) });

    public static string? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } sentence)
        {
            return null;
        }

        http.Response.Cookies.Delete(Cookie);
        return Uri.UnescapeDataString(sentence);
    }
}
