namespace Sportello.Demo;

/// <summary>Nine to six, Monday to Friday, in one time zone.</summary>
internal sealed class OfficeHours(TimeZoneInfo zone)
{
    private static readonly TimeSpan Opens = TimeSpan.FromHours(9);
    private static readonly TimeSpan Closes = TimeSpan.FromHours(18);

    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(Wall(utc));

    /// <summary>The wall clock never shows these hours twice or not at all, so this is always one moment.</summary>
    public DateTime At(DateOnly day, TimeSpan time) =>
        TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue) + time, DateTimeKind.Unspecified), zone);

    /// <summary>The moment after so much working time.</summary>
    public DateTime After(DateTime utc, TimeSpan working)
    {
        var wall = IntoHours(Wall(utc));
        while (working > wall.Date + Closes - wall)
        {
            working -= wall.Date + Closes - wall;
            wall = IntoHours(wall.Date.AddDays(1));
        }

        return TimeZoneInfo.ConvertTimeToUtc(wall + working, zone);
    }

    /// <summary>The moment after so many working days, at about the same hour.</summary>
    public DateTime AfterDays(DateTime utc, double days) => After(utc, (Closes - Opens) * days);

    private DateTime Wall(DateTime utc) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(utc, zone), DateTimeKind.Unspecified);

    private static DateTime IntoHours(DateTime wall)
    {
        if (wall.TimeOfDay >= Closes)
        {
            wall = wall.Date.AddDays(1);
        }

        while (wall.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            wall = wall.Date.AddDays(1);
        }

        return wall.TimeOfDay < Opens ? wall.Date + Opens : wall;
    }
}
