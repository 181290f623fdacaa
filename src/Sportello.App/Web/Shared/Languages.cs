using Sportello.Words;

namespace Sportello.App.Web.Shared;

/// <summary>
/// Which language a page speaks: what the person has chosen, else what this browser has chosen while nobody was signed in,
/// else the first of the browser's languages that we speak, else the house's.
/// </summary>
internal static class Languages
{
    private const string Cookie = "sportello.language";

    /// <summary>Their codes and their own names.</summary>
    public static IReadOnlyList<(string Code, string Name)> All { get; } = [("en", "English"), ("ru", "Русский"), ("it", "Italiano")];

    /// <summary>How a language calls itself; none for none.</summary>
    public static string? NameOf(string? code) => All.FirstOrDefault(l => string.Equals(l.Code, code, StringComparison.Ordinal)).Name;

    public static Language Of(HttpContext http, House house, string? chosen = null) =>
        house.Speech(chosen ?? OfReader(http) ?? OfCookie(http) ?? OfBrowser(http) ?? house.Settings.Work.Language);

    /// <summary>Who reads is known from here on: also a refusal is said in their language.</summary>
    public static void IsReadBy(HttpContext http, string? language) => http.Items[typeof(Languages)] = language;

    public static void Remember(HttpContext http, string language)
    {
        if (Language.Codes.Contains(language))
        {
            http.Response.Cookies.Append(Cookie, language, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365) });
        }
    }

    private static string? OfReader(HttpContext http) => http.Items[typeof(Languages)] as string;

    private static string? OfCookie(HttpContext http) => http.Request.Cookies[Cookie] is { } code && Language.Codes.Contains(code) ? code : null;

    private static string? OfBrowser(HttpContext http) => http.Request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(l => l.Quality ?? 1)
        .Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(l => Language.Codes.Contains(l));
}
