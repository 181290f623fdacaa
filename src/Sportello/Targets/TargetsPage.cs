using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Targets;

public sealed record CalendarRow(long Id, string Name, string Zone);

/// <param name="Project">None = every project that has no targets of its own.</param>
public sealed record PlanRow(string? Project, string Calendar, IReadOnlyDictionary<Priority, Target> Targets);

public sealed record TargetsView(IReadOnlyList<CalendarRow> Calendars, IReadOnlyList<PlanRow> Plans, IReadOnlyList<string> Projects);

/// <param name="Version">0 of a new one.</param>
public sealed record CalendarView(long Id, int Version, CalendarFields Fields, IReadOnlyList<HistoryView> History, bool MayChange);

public sealed record PlanView(string? Project, long? Calendar, IReadOnlyDictionary<Priority, Target> Targets, IReadOnlyList<CalendarRow> Calendars, IReadOnlyList<HistoryView> History, bool Exists, bool MayChange);

/// <summary>What is promised, and the hours it is reckoned in, for whoever holds settings.view.</summary>
public sealed class TargetsPage(Desk desk)
{
    private const int MostHistory = 50;

    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    public async Task<TargetsView> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var plans = await desk.Sql.List(
            "select s.project_id, p.name, c.name from service_plan s left join project p on p.id = s.project_id join work_calendar c on c.id = s.calendar_id order by p.name",
            r => (Id: r.GetInt64(0), Project: r.Text(1), Calendar: r.GetString(2)),
            stop);
        var rows = new List<PlanRow>();
        foreach (var plan in plans.OrderBy(p => p.Project is not null))
        {
            rows.Add(new(plan.Project, plan.Calendar, await TargetsOf(plan.Id, stop)));
        }

        return new(await Calendars(stop), rows, await desk.Sql.List("select name from project where active order by name", r => r.GetString(0), stop));
    }

    /// <param name="project">Its name; none = all that have no targets of their own.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<PlanView> Plan(string? project, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var id = await ProjectOf(desk, project, stop);
        var calendar = await desk.Sql.First("select calendar_id from service_plan where project_id = @id", r => r.Key(0), stop, ("@id", id));
        return new(
            project, calendar, await TargetsOf(id, stop), await Calendars(stop), await HistoryOf.Latest(desk.Sql, Subject.ServicePlan, id, MostHistory, stop),
            calendar is not null, desk.Actor.Holds("settings.change"));
    }

    public async Task<CalendarView> Calendar(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        return await desk.Sql.First(
            "select name, zone, week, holidays, version from work_calendar where id = @id",
            r => new CalendarView(id, r.GetInt32(4), new(r.GetString(0), r.GetString(1), r.GetString(2).Split('\n'), r.GetString(3)), [], desk.Actor.Holds("settings.change")),
            stop,
            ("@id", id)) is { } found
            ? found with { History = await HistoryOf.Latest(desk.Sql, Subject.WorkCalendar, id, MostHistory, stop) }
            : throw Refusal.NotFound(Said.Of("refusal.calendar.number", ("id", id)));
    }

    /// <summary>What the form of a new calendar begins with: the usual week in the zone of the house.</summary>
    public CalendarView NewCalendar()
    {
        Accounts.DemandRight(desk, "settings.change");
        const string Usual = "09:00–18:00";
        return new(0, 0, new("", desk.House.Settings.Work.TimeZone.Id, ["", Usual, Usual, Usual, Usual, Usual, ""], ""), [], MayChange: true);
    }

    internal static async Task<long> ProjectOf(Desk desk, string? name, CancellationToken stop) => string.IsNullOrEmpty(name)
        ? Plans.Every
        : await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name)) ?? throw Refusal.NotFound(Said.Of("refusal.project", ("name", name)));

    private Task<List<CalendarRow>> Calendars(CancellationToken stop) =>
        desk.Sql.List("select id, name, zone from work_calendar order by name, id", r => new CalendarRow(r.GetInt64(0), r.GetString(1), r.GetString(2)), stop);

    private async Task<IReadOnlyDictionary<Priority, Target>> TargetsOf(long project, CancellationToken stop) => (await desk.Sql.List(
        "select priority, answer_minutes, solution_minutes from service_target where project_id = @project",
        r => (Priority: (Priority)r.GetInt32(0), Target: new Target(Plans.Minutes(r, 1), Plans.Minutes(r, 2))),
        stop,
        ("@project", project))).ToDictionary(t => t.Priority, t => t.Target);
}
