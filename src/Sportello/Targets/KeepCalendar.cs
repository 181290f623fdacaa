using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Targets;

public sealed class AddCalendar(Desk desk)
{
    /// <returns>Its number.</returns>
    public async Task<long> Run(CalendarFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        var calendar = new WorkCalendar(CalendarCheck.Clean(what), desk.Stamp);
        desk.Db.Add(calendar);
        await desk.SaveSettings(stop);
        return calendar.Id;
    }
}

/// <summary>Changes hours or days off; the due times of what is open follow.</summary>
public sealed class ChangeCalendar(Desk desk)
{
    public async Task Run(long id, int seen, CalendarFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var calendar = await desk.Db.WorkCalendars.SingleOrDefaultAsync(c => c.Id == id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.calendar.number", ("id", id)));
        SeenEntry.Demand(calendar, seen);
        calendar.Change(CalendarCheck.Clean(what), desk.Stamp);
        var projects = await desk.Sql.List("select project_id from service_plan where calendar_id = @id", r => r.GetInt64(0), stop, ("@id", id));
        await desk.SaveSettings(stop);
        foreach (var project in projects.Contains(Plans.Every) ? [Plans.Every] : projects)
        {
            await Deadlines.Reckon(desk, project, stop);
        }
    }
}

internal static class CalendarCheck
{
    private const int MostHolidays = 10_000;

    public static CalendarFields Clean(CalendarFields what)
    {
        var week = what.Week.Take(7).Select((day, i) => HoursText.Day(HoursText.Day(day, $"week.{i}"))).ToList();
        if (week.Count != 7 || week.TrueForAll(day => day.Length == 0))
        {
            throw Refusal.Invalid("week", Said.Of("refusal.week"));
        }

        var holidays = string.Join('\n', what.Holidays.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        HoursText.Holidays(holidays);
        return new(
            OrganizationName.Clean(what.Name, WorkCalendar.NameLength),
            TimeZoneInfo.TryFindSystemTimeZoneById(what.Zone.Trim(), out var zone) ? zone.Id : throw Refusal.Invalid("zone", Said.Of("refusal.zone", ("zone", what.Zone))),
            week,
            holidays.Length <= MostHolidays ? holidays : throw Refusal.Invalid("holidays", Said.Of("refusal.long", ("n", MostHolidays))));
    }
}
