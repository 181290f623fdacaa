using System.Globalization;

namespace Sportello.Wire.Imap;

/// <summary>date-time of RFC 9051 section 9: <c>17-Jul-1996 02:44:25 -0700</c>.</summary>
internal static class ImapDate
{
    private static readonly string[] Patterns = ["d-MMM-yyyy HH:mm:ss zzz", "d-MMM-yyyy HH:mm:ss"];

    /// <summary>Null for what is no date. A date without zone is taken for UTC.</summary>
    public static DateTimeOffset? TryRead(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), Patterns, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
            ? date
            : null;

    public static string Write(DateTimeOffset date)
    {
        var sign = date.Offset < TimeSpan.Zero ? '-' : '+';
        return date.ToString("dd-MMM-yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + sign + date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
    }
}
