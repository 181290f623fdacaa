using System.Globalization;

namespace Sportello.Demo;

/// <summary>A new version of the software every nine weeks, on a Tuesday; the last one is not two weeks old.</summary>
internal sealed class Releases(DateOnly today)
{
    private const int DaysBetween = 63;
    private const int Newest = 37;

    private readonly DateOnly _last = TuesdayBefore(today.AddDays(-8));

    public int DaysSince(DateOnly day)
    {
        var days = day.DayNumber - _last.DayNumber;
        return ((days % DaysBetween) + DaysBetween) % DaysBetween;
    }

    /// <summary>The version in use on a day, or so many versions before it.</summary>
    public string Version(DateOnly day, int before = 0)
    {
        var number = Newest + (int)Math.Floor((day.DayNumber - _last.DayNumber) / (double)DaysBetween) - before;
        return string.Create(CultureInfo.InvariantCulture, $"{number / 10}.{number % 10}");
    }

    private static DateOnly TuesdayBefore(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 7 - (int)DayOfWeek.Tuesday) % 7));
}
