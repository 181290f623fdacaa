using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Targets;

/// <summary>What is promised for one priority, in working time; none = nothing.</summary>
public sealed record Target(TimeSpan? Answer, TimeSpan? Solution);

/// <summary>What is promised in a project, and the hours it is reckoned in.</summary>
internal sealed record Plan(WorkingHours Hours, string Calendar, IReadOnlyDictionary<Priority, Target> Targets)
{
    /// <summary>When the next target of a ticket is used up.</summary>
    public DateTime? DueOf(Priority priority, DateTime opened, DateTime? answered, bool open, string? stops)
    {
        if (!open || !Targets.TryGetValue(priority, out var target))
        {
            return null;
        }

        var stood = Stops.Read(stops);
        var answer = answered is null && target.Answer is { } first ? Clock.Due(Hours, opened, first, stood) : null;
        var solution = target.Solution is { } whole ? Clock.Due(Hours, opened, whole, stood) : null;
        return answer is null ? solution : solution is null || answer < solution ? answer : solution;
    }
}

/// <summary>All that is promised, by project. Never changed.</summary>
internal sealed class Plans(IReadOnlyDictionary<long, Plan> byProject)
{
    /// <summary>Stands for every project that has no targets of its own.</summary>
    public const long Every = 0;

    public static Plans None { get; } = new(new Dictionary<long, Plan>());

    public bool Any => byProject.Count > 0;

    public Plan? Of(long project) => byProject.GetValueOrDefault(project) ?? byProject.GetValueOrDefault(Every);

    public DateTime? DueOf(Ticket ticket) => Of(ticket.ProjectId)?.DueOf(ticket.Priority, ticket.OpenedAt, ticket.AnsweredAt, ticket.Open, ticket.Stops);

    public static async Task<Plans> Read(Sql sql, CancellationToken stop)
    {
        var plans = await sql.List(
            "select p.project_id, c.name, c.zone, c.week, c.holidays from service_plan p join work_calendar c on c.id = p.calendar_id",
            r => (Project: r.GetInt64(0), Calendar: r.GetString(1), Hours: WorkCalendar.HoursOf(r.GetString(2), r.GetString(3), r.GetString(4))),
            stop);
        if (plans.Count == 0)
        {
            return None;
        }

        var targets = (await sql.List(
            "select project_id, priority, answer_minutes, solution_minutes from service_target",
            r => (Project: r.GetInt64(0), Priority: (Priority)r.GetInt32(1), Target: new Target(Minutes(r, 2), Minutes(r, 3))),
            stop)).ToLookup(t => t.Project);
        return new(plans.ToDictionary(p => p.Project, p => new Plan(p.Hours, p.Calendar, targets[p.Project].ToDictionary(t => t.Priority, t => t.Target))));
    }

    internal static TimeSpan? Minutes(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : TimeSpan.FromMinutes(row.GetInt32(column));
}
