using System.Globalization;

namespace Sportello.Portable;

/// <summary>Days and moments as the portable form writes them: ISO days, and RFC 3339 in UTC.</summary>
internal static class Times
{
    private const string DayForm = "yyyy-MM-dd";

    public static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>In UTC, to the millisecond, which is what is kept.</summary>
    public static DateTime? ReadMoment(string text, bool orDay)
    {
        if (orDay && ReadDay(text) is { } day)
        {
            return day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        }

        if (!HasZone(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        var utc = moment.UtcDateTime;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    public static string Write(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    public static string Write(DateTime utc) =>
        utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment that may be only a day: midnight in UTC is written as the day.</summary>
    public static string WriteDayOrMoment(DateTime utc) => utc.TimeOfDay == TimeSpan.Zero ? Write(DateOnly.FromDateTime(utc)) : Write(utc);

    private static bool HasZone(string text) =>
        text.Length >= 20 && text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't' or ' '
        && (text[^1] is 'Z' or 'z' || (text.Length >= 22 && text[^6] is '+' or '-'));
}
