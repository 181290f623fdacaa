using System.Globalization;
using System.Text.RegularExpressions;
using Sportello.Words;

namespace Sportello.Targets;

/// <summary>Hours, days off and lengths of time as people write them.</summary>
public static partial class HoursText
{
    /// <summary>Stretches of a day: <c>09:00-13:00, 14:00-18:00</c>. Nothing = closed.</summary>
    internal static IReadOnlyList<(int From, int To)> Day(string? text, string field)
    {
        var stretches = new List<(int From, int To)>();
        foreach (var part in (text ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Stretch().Match(part) is not { Success: true } found || Minutes(found.Groups["from"].Value) is not { } from || Minutes(found.Groups["to"].Value) is not { } to || from >= to)
            {
                throw Refusal.Invalid(field, Said.Of("refusal.hours", ("text", part)));
            }

            if (stretches is [.., var last] && last.To > from)
            {
                throw Refusal.Invalid(field, Said.Of("refusal.hours.order", ("text", part)));
            }

            stretches.Add((from, to));
        }

        return stretches;
    }

    internal static string Day(IReadOnlyList<(int From, int To)> stretches) => string.Join(", ", stretches.Select(s => $"{Clock(s.From)}–{Clock(s.To)}"));

    /// <summary>A length of time: <c>8:00</c>, <c>8</c> (hours) or nothing for none.</summary>
    internal static TimeSpan? Length(string? text, string field)
    {
        var clean = OneLine.Of(text);
        if (clean.Length == 0)
        {
            return null;
        }

        var found = LengthOf().Match(clean);
        var length = found.Success
            ? new TimeSpan(int.Parse(found.Groups["h"].Value, CultureInfo.InvariantCulture), found.Groups["m"] is { Success: true } m ? int.Parse(m.Value, CultureInfo.InvariantCulture) : 0, 0)
            : TimeSpan.Zero;
        return length > TimeSpan.Zero ? length : throw Refusal.Invalid(field, Said.Of("refusal.length", ("text", clean)));
    }

    public static string Length(TimeSpan? length) => length is { } time ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}") : "";

    /// <summary>Days off, one a line: <c>2013-12-25 Christmas</c>, or <c>12-25</c> for every year. What follows the day is for people.</summary>
    internal static (IReadOnlySet<DateOnly> Days, IReadOnlySet<(int Month, int Day)> Yearly) Holidays(string? text)
    {
        var (days, yearly) = (new HashSet<DateOnly>(), new HashSet<(int, int)>());
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var word = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)[0];
            if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
            else if (DateOnly.TryParseExact("2000-" + word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var each))
            {
                yearly.Add((each.Month, each.Day));
            }
            else
            {
                throw Refusal.Invalid("holidays", Said.Of("refusal.holiday", ("text", line)));
            }
        }

        return (days, yearly);
    }

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static int? Minutes(string text) => text.Split(':') is [var h, var m]
        && int.Parse(h, CultureInfo.InvariantCulture) * 60 + int.Parse(m, CultureInfo.InvariantCulture) is var minutes
        && minutes <= 1440 && int.Parse(m, CultureInfo.InvariantCulture) < 60 ? minutes : null;

    [GeneratedRegex(@"^(?<from>[0-9]{1,2}:[0-9]{2})\s*[-–—]\s*(?<to>[0-9]{1,2}:[0-9]{2})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Stretch();

    [GeneratedRegex(@"^(?<h>[0-9]{1,4})(:(?<m>[0-5][0-9]))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LengthOf();
}
