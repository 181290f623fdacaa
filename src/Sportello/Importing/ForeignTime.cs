using System.Globalization;
using Sportello.Portable;

namespace Sportello.Importing;

/// <summary>Days and times as other systems write them; what names no zone is the house's time.</summary>
internal sealed class ForeignTime(TimeZoneInfo zone)
{
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "d.M.yyyy", "d.M.yy", "yyyyMMdd"];

    private static readonly string[] Clocks = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF"];

    private static readonly string[] Moments = [.. Days.SelectMany(day => Clocks.SelectMany(clock => new[] { $"{day} {clock}", $"{day}'T'{clock}", $"{day}-{clock}" }))];

    private static readonly string[] Zoned = [.. Moments.SelectMany(m => new[] { m + "zzz", m + " zzz", m + "'Z'", m + "-zzz" })];

    /// <summary>How days are written that are neither ISO nor have dots: the month first.</summary>
    public bool MonthFirst { get; init; }

    /// <summary>None where nothing, or only zeros, are written.</summary>
    public static bool IsNone(string text) => text.Length == 0 || text.All(c => c is '0' or '-' or ' ' or ':' or '.') || text is "NULL" or "\\N";

    public DateOnly? Day(string text) => Local(text) is { } local ? DateOnly.FromDateTime(local) : null;

    /// <summary>In UTC.</summary>
    public DateTime? Moment(string text)
    {
        if (DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned))
        {
            return zoned.UtcDateTime;
        }

        return Local(text) is { } local ? ToUtc(local) : null;
    }

    /// <summary>As the portable form writes it; what cannot be read stays as it is, so that the fault shows it.</summary>
    public string? MomentText(string text) => IsNone(text) ? null : Moment(text) is { } moment ? Times.Write(moment) : text;

    public string? DayText(string text) => IsNone(text) ? null : Day(text) is { } day ? Times.Write(day) : text;

    private DateTime? Local(string text)
    {
        if (DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned))
        {
            return TimeZoneInfo.ConvertTime(zoned, zone).DateTime;
        }

        if (DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            || DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out read))
        {
            return read;
        }

        var slashed = MonthFirst ? "M/d/yyyy" : "d/M/yyyy";
        return DateTime.TryParseExact(text, [slashed, .. Clocks.Select(c => $"{slashed} {c}")], CultureInfo.InvariantCulture, DateTimeStyles.None, out read) ? read : null;
    }

    private DateTime ToUtc(DateTime local)
    {
        // Times that the clock has jumped over are meant an hour later.
        var real = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return TimeZoneInfo.ConvertTimeToUtc(real, zone);
    }
}
