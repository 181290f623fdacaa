namespace Sportello.Targets;

/// <summary>When somebody is here: hours by weekday in one time zone, and days on which nobody is. Pure; knows of no ticket.</summary>
/// <param name="Zone">Whose clock on the wall the hours are read from.</param>
/// <param name="Week">By weekday, Sunday first: stretches in minutes since midnight, the end not included; 1440 is midnight.</param>
/// <param name="Days">Days off.</param>
/// <param name="Yearly">Days off in every year, as month and day.</param>
internal sealed record WorkingHours(TimeZoneInfo Zone, IReadOnlyList<IReadOnlyList<(int From, int To)>> Week, IReadOnlySet<DateOnly> Days, IReadOnlySet<(int Month, int Day)> Yearly)
{
    /// <summary>Whoever has set hours that never come should get an answer all the same.</summary>
    private const int MostDays = 366 * 20;

    public bool IsOff(DateOnly day) => Days.Contains(day) || Yearly.Contains((day.Month, day.Day));

    /// <summary>The stretches of time in which somebody is here, from a moment on (UTC), in their order.</summary>
    public IEnumerable<(DateTime From, DateTime To)> From(DateTime utc)
    {
        foreach (var (from, to, offset) in Stretches(utc))
        {
            // Within a stretch the clock on the wall runs evenly, so its hours are hours.
            for (var day = DateOnly.FromDateTime(from + offset); day.ToDateTime(TimeOnly.MinValue) < to + offset; day = day.AddDays(1))
            {
                if (IsOff(day))
                {
                    continue;
                }

                var midnight = day.ToDateTime(TimeOnly.MinValue) - offset;
                foreach (var (opens, closes) in Week[(int)day.DayOfWeek])
                {
                    var begin = Later(from, midnight.AddMinutes(opens));
                    var end = Earlier(to, midnight.AddMinutes(closes));
                    if (begin < end)
                    {
                        yield return (DateTime.SpecifyKind(begin, DateTimeKind.Utc), DateTime.SpecifyKind(end, DateTimeKind.Utc));
                    }
                }
            }
        }
    }

    /// <summary>Days of UTC, cut where the clocks are put forward or back.</summary>
    private IEnumerable<(DateTime From, DateTime To, TimeSpan Offset)> Stretches(DateTime utc)
    {
        var at = DateTime.SpecifyKind(utc, DateTimeKind.Utc);
        for (var day = 0; day < MostDays && at < DateTime.MaxValue.AddDays(-3); day++)
        {
            var next = DateTime.SpecifyKind(at.Date.AddDays(1), DateTimeKind.Utc);
            var (before, after) = (Zone.GetUtcOffset(at), Zone.GetUtcOffset(next.AddTicks(-1)));
            if (before == after)
            {
                yield return (at, next, before);
            }
            else
            {
                var change = Change(at, next, before);
                yield return (at, change, before);
                yield return (change, next, after);
            }

            at = next;
        }
    }

    private DateTime Change(DateTime from, DateTime to, TimeSpan before)
    {
        var (low, high) = (from.Ticks, to.Ticks - 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (Zone.GetUtcOffset(new DateTime(middle, DateTimeKind.Utc)) == before)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return new DateTime(high, DateTimeKind.Utc);
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
