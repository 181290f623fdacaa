using Sportello.Directory;
using Sportello.History;
using Sportello.Settings;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Targets;

/// <summary>Promises times for a project, or for all that have no targets of their own; the due times of what is open follow.</summary>
public sealed class ChangePlan(Desk desk)
{
    /// <param name="project">Its name; none = all without targets of their own.</param>
    /// <param name="calendar">The number of a calendar.</param>
    /// <param name="typed">Lengths as people write them, as in <c>high.answer</c>; empty promises nothing.</param>
    /// <param name="stop">Calls it off.</param>
    public async Task Run(string? project, long? calendar, IReadOnlyDictionary<string, string> typed, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        var targets = Enum.GetValues<Priority>().ToDictionary(p => p, p => TargetOf(p, typed));
        await desk.Begin(stop);
        var id = await TargetsPage.ProjectOf(desk, project, stop);
        var named = calendar is null ? null : await desk.Sql.First("select name from work_calendar where id = @id", r => r.GetString(0), stop, ("@id", calendar));
        if (named is null)
        {
            throw Refusal.Invalid("calendar", Said.Of("refusal.plan.calendar"));
        }

        var before = await Told(desk, id, stop);
        await Forget(desk, id, stop);
        await desk.Sql.Run("insert into service_plan (project_id, calendar_id) values (@id, @calendar)", stop, ("@id", id), ("@calendar", calendar));
        foreach (var (priority, target) in targets.Where(t => t.Value is not { Answer: null, Solution: null }))
        {
            await desk.Sql.Run(
                "insert into service_target (project_id, priority, answer_minutes, solution_minutes) values (@id, @priority, @answer, @solution)",
                stop,
                ("@id", id), ("@priority", priority), ("@answer", (int?)target.Answer?.TotalMinutes), ("@solution", (int?)target.Solution?.TotalMinutes));
        }

        await desk.Remember(Subject.ServicePlan, id, "targets", before, await Told(desk, id, stop), stop);
        await desk.SaveSettings(stop);
        await Deadlines.Reckon(desk, id, stop);
    }

    internal static async Task Forget(Desk desk, long project, CancellationToken stop)
    {
        await desk.Sql.Run("delete from service_plan where project_id = @id", stop, ("@id", project));
        await desk.Sql.Run("delete from service_target where project_id = @id", stop, ("@id", project));
    }

    private static Target TargetOf(Priority priority, IReadOnlyDictionary<string, string> typed)
    {
        var (answer, solution) = ($"{Name.Of(priority)}.answer", $"{Name.Of(priority)}.solution");
        var target = new Target(HoursText.Length(typed.GetValueOrDefault(answer), answer), HoursText.Length(typed.GetValueOrDefault(solution), solution));
        return target.Answer > target.Solution ? throw Refusal.Invalid(answer, Said.Of("refusal.plan.order")) : target;
    }

    internal static async Task<string?> Told(Desk desk, long project, CancellationToken stop)
    {
        var lines = await desk.Sql.List(
            "select priority, answer_minutes, solution_minutes from service_target where project_id = @id order by priority",
            r => $"{Name.Of((Priority)r.GetInt32(0))} {HoursText.Length(Plans.Minutes(r, 1))}/{HoursText.Length(Plans.Minutes(r, 2))}",
            stop,
            ("@id", project));
        var calendar = await desk.Sql.First("select c.name from service_plan p join work_calendar c on c.id = p.calendar_id where p.project_id = @id", r => r.GetString(0), stop, ("@id", project));
        return calendar is null ? null : string.Join(", ", lines.Prepend(calendar));
    }
}

/// <summary>Takes the promises of a project back; those for all hold again.</summary>
public sealed class RemovePlan(Desk desk)
{
    public async Task Run(string? project, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.change");
        await desk.Begin(stop);
        var id = await TargetsPage.ProjectOf(desk, project, stop);
        var before = await ChangePlan.Told(desk, id, stop);
        await ChangePlan.Forget(desk, id, stop);
        await desk.Remember(Subject.ServicePlan, id, "targets", before, null, stop);
        await desk.SaveSettings(stop);
        await Deadlines.Reckon(desk, id, stop);
    }
}
