using Sportello.History;

namespace Sportello.Targets;

/// <summary>What is written down of a calendar.</summary>
/// <param name="Zone">A time zone by its name, such as Europe/Rome.</param>
/// <param name="Week">The hours of each weekday as people write them, Sunday first.</param>
/// <param name="Holidays">Days off, one a line.</param>
public sealed record CalendarFields(string Name, string Zone, IReadOnlyList<string> Week, string Holidays);

/// <summary>When somebody is here to work on tickets.</summary>
internal sealed class WorkCalendar : IHistoric
{
    public const int NameLength = 60;

    private WorkCalendar()
    {
    }

    public WorkCalendar(CalendarFields what, Stamp by)
    {
        Describe(what);
        Changes.Add(new Change(by, "added", null, what.Name));
    }

    public long Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Zone { get; private set; } = "";

    /// <summary>Seven lines, Sunday first.</summary>
    public string Week { get; private set; } = "";

    public string Holidays { get; private set; } = "";

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.WorkCalendar;

    public void Change(CalendarFields to, Stamp by)
    {
        this.Note(by, "name", Name, to.Name);
        this.Note(by, "zone", Zone, to.Zone);
        this.Note(by, "week", Week.Replace("\n", " | ", StringComparison.Ordinal), string.Join(" | ", to.Week));
        this.Note(by, "holidays", Holidays.Replace("\n", " | ", StringComparison.Ordinal), to.Holidays.Replace("\n", " | ", StringComparison.Ordinal));
        Describe(to);
    }

    public static WorkingHours HoursOf(string zone, string week, string holidays)
    {
        var (days, yearly) = HoursText.Holidays(holidays);
        return new(TimeZoneInfo.FindSystemTimeZoneById(zone), [.. week.Split('\n').Select(day => HoursText.Day(day, "week"))], days, yearly);
    }

    private void Describe(CalendarFields what)
    {
        Name = what.Name;
        Zone = what.Zone;
        Week = string.Join('\n', what.Week);
        Holidays = what.Holidays;
    }
}
