using Sportello.Jobs;

namespace Sportello.Leaders;

/// <summary>How far back the leaders are counted; every period ends with yesterday.</summary>
public enum Period
{
    /// <summary>Yesterday.</summary>
    Day,

    /// <summary>The seven days that end yesterday.</summary>
    Week,

    /// <summary>The calendar month that yesterday lies in, up to yesterday.</summary>
    Month,
}

/// <summary>Whole days, first and last included.</summary>
public readonly record struct Days(DateOnly From, DateOnly To)
{
    public static Days Of(Period period, DateTime moment, TimeZoneInfo zone)
    {
        var yesterday = LocalTime.DayOf(moment, zone).AddDays(-1);
        return period switch
        {
            Period.Day => new(yesterday, yesterday),
            Period.Week => new(yesterday.AddDays(-6), yesterday),
            Period.Month => new(new DateOnly(yesterday.Year, yesterday.Month, 1), yesterday),
            _ => throw new ArgumentOutOfRangeException(nameof(period)),
        };
    }

    /// <summary>The first moment that belongs to the days, and the first that no longer does.</summary>
    public (DateTime From, DateTime Until) In(TimeZoneInfo zone) => (LocalTime.StartOf(From, zone), LocalTime.StartOf(To.AddDays(1), zone));
}
