namespace Sportello.Jobs;

/// <summary>Days and hours of a time zone, also on the two days of the year that are odd.</summary>
public static class LocalTime
{
    public static DateOnly DayOf(DateTime utc, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    /// <summary>The first moment of a day; where the clock skips midnight, the first moment after.</summary>
    public static DateTime StartOf(DateOnly day, TimeZoneInfo zone) => ToUtc(day.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>What the wall clock says, in UTC: a skipped time is the first that exists after it, a repeated one its first occurrence.</summary>
    public static DateTime ToUtc(DateTime wall, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc);
    }
}
