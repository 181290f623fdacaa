using System.Globalization;
using Quartz;
using Sportello.Words;

namespace Sportello.Jobs;

/// <summary>
/// A cron expression of the five usual fields (minute, hour, day of month, month, day of week), on the wall clock of a time zone.
/// Where an hour is named, a time that the clock skips in spring comes at the first moment after, and one that it shows twice in
/// autumn comes once. Where the hour is <c>*</c>, the expression follows the hours as they pass: none too few, none too many.
/// </summary>
public sealed class Cron
{
    private static readonly TimeSpan Around = TimeSpan.FromHours(3);
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly List<CronExpression> _parts;
    private readonly bool _everyHour;

    private Cron(string text, List<CronExpression> parts, bool everyHour)
    {
        Text = text;
        _parts = parts;
        _everyHour = everyHour;
    }

    public string Text { get; }

    /// <exception cref="FormatException">It is no such expression; the message says why, and what would be right.</exception>
    public static Cron Read(string text)
    {
        if (text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var minute, var hour, var day, var month, var weekday])
        {
            throw new CronFault(text, Said.Of("cron.fields"));
        }

        foreach (var (name, field) in new[] { ("cron.minute", minute), ("cron.hour", hour), ("cron.day", day), ("cron.month", month) })
        {
            if (!field.All(c => char.IsAsciiLetterOrDigit(c) || c is '*' or ',' or '-' or '/') || field.Contains('L', StringComparison.Ordinal) || field.Contains('W', StringComparison.Ordinal))
            {
                throw new CronFault(text, Said.Of("cron.field", ("name", Said.Of(name)), ("field", field)));
            }
        }

        var weekdays = Weekdays(text, weekday);
        try
        {
            // Both days given means either, as cron has always had it; the library wants one of them left open.
            List<CronExpression> parts = (day, weekdays) switch
            {
                (_, null) => [Part($"0 {minute} {hour} {day} {month} ?")],
                ("*", _) => [Part($"0 {minute} {hour} ? {month} {weekdays}")],
                _ => [Part($"0 {minute} {hour} {day} {month} ?"), Part($"0 {minute} {hour} ? {month} {weekdays}")],
            };
            return new Cron($"{minute} {hour} {day} {month} {weekday}", parts, hour[0] == '*');
        }
        catch (FormatException e)
        {
            throw new CronFault(text, Said.Plain(e.Message.TrimEnd('.')));
        }
    }

    /// <summary>The first moment after that one; none when there is no such day in the years to come.</summary>
    public DateTime? Next(DateTime after, TimeZoneInfo zone)
    {
        var wall = TimeZoneInfo.ConvertTimeFromUtc(after, zone);
        if (!_everyHour)
        {
            return Named(wall, after, zone);
        }

        return IsNearTwice(wall, zone) && Near(wall, after, zone) is { } near ? near : Passing(wall, after, zone);
    }

    /// <summary>Which moments lie after the one and not after the other: the last of them, and how many there are, up to a limit.</summary>
    public (DateTime? First, DateTime? Last, int Count) Between(DateTime after, DateTime now, TimeZoneInfo zone)
    {
        const int Limit = 10_000;
        DateTime? first = null, last = null;
        var count = 0;
        for (var next = Next(after, zone); next <= now; next = Next(next.Value, zone))
        {
            first ??= next;
            last = next;
            if (++count == Limit)
            {
                // After years away nobody wants to know it exactly; only the last one still matters.
                var (_, late, more) = after < now.AddDays(-1) && next < now.AddDays(-1) ? Between(now.AddDays(-1), now, zone) : (null, null, 0);
                return (first, late ?? last, count + more);
            }
        }

        return (first, last, count);
    }

    private static CronExpression Part(string expression) => new(expression) { TimeZone = TimeZoneInfo.Utc };

    private DateTime? NextWall(DateTime wall)
    {
        var from = new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Utc));
        return _parts.Select(p => p.GetNextValidTimeAfter(from)?.UtcDateTime).Min() is { } next ? DateTime.SpecifyKind(next, DateTimeKind.Unspecified) : null;
    }

    private DateTime? Named(DateTime wall, DateTime after, TimeZoneInfo zone)
    {
        for (var next = NextWall(wall); next is not null; next = NextWall(next.Value))
        {
            if (LocalTime.ToUtc(next.Value, zone) is var moment && moment > after)
            {
                return moment;
            }
        }

        return null;
    }

    private DateTime? Passing(DateTime wall, DateTime after, TimeZoneInfo zone)
    {
        for (var next = NextWall(wall); next is not null; next = NextWall(next.Value))
        {
            if (!zone.IsInvalidTime(next.Value) && LocalTime.ToUtc(next.Value, zone) is var moment && moment > after)
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>Around the hour that comes twice, both of its turns are looked at.</summary>
    private DateTime? Near(DateTime wall, DateTime after, TimeZoneInfo zone)
    {
        DateTime? first = null;
        for (var next = NextWall(wall - Around); next <= wall + Around; next = NextWall(next.Value))
        {
            foreach (var moment in Turns(next.Value, zone).Where(m => m > after && (first is null || m < first)))
            {
                first = moment;
            }
        }

        return first;
    }

    private static IEnumerable<DateTime> Turns(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
        {
            return [];
        }

        var offsets = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall) : [zone.GetUtcOffset(wall)];
        return offsets.Select(o => DateTime.SpecifyKind(wall - o, DateTimeKind.Utc));
    }

    private static bool IsNearTwice(DateTime wall, TimeZoneInfo zone)
    {
        for (var minutes = -120; minutes <= 120; minutes += 30)
        {
            if (zone.IsAmbiguousTime(wall.AddMinutes(minutes)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The days of the week by name, which the library counts from another end; none when all are meant.</summary>
    private static string? Weekdays(string text, string field)
    {
        if (field is "*")
        {
            return null;
        }

        var days = new SortedSet<int>();
        foreach (var item in field.Split(','))
        {
            var (range, step) = item.Split('/') switch
            {
                [var whole] => (whole, 1),
                [var whole, var each] when int.TryParse(each, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 => (whole, n),
                _ => throw NoWeekday(text, item),
            };
            var (from, to) = range is "*" ? (0, 6) : range.Split('-') switch
            {
                [var one] => (Weekday(text, one), Weekday(text, one)),
                [var first, var last] => (Weekday(text, first), Weekday(text, last)),
                _ => throw NoWeekday(text, item),
            };
            for (var at = from; at <= (to < from ? to + 7 : to); at += step)
            {
                days.Add(at % 7);
            }
        }

        return string.Join(',', days.Select(d => Days[d]));
    }

    private static int Weekday(string text, string field) => Array.FindIndex(Days, d => string.Equals(d, field, StringComparison.OrdinalIgnoreCase)) is var named and >= 0
        ? named
        : int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 7 ? number : throw NoWeekday(text, field);

    private static CronFault NoWeekday(string text, string field) => new(text, Said.Of("cron.weekday", ("field", field)));
}

/// <summary>What was given is no cron expression.</summary>
internal sealed class CronFault(string text, Said why) : FormatException(Sentence(text, why).ToString())
{
    /// <summary>Why, and what would be right.</summary>
    public Said Words => Sentence(text, why);

    private static Said Sentence(string text, Said why) => Said.Of("cron.wrong", ("text", text), ("why", why));
}
