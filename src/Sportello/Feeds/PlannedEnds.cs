using System.Globalization;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.WorkItems;

namespace Sportello.Feeds;

/// <summary>What somebody has to do with a work item.</summary>
public enum WorkRole
{
    Developer,
    Tester,
    Manager,
}

/// <param name="ChangedAt">When it was changed last.</param>
public sealed record PlannedEnd(int Number, string Name, string Project, WorkItemStatus Status, DateOnly Day, WorkRole Role, int Version, DateTime ChangedAt);

/// <summary>The planned ends of open work that somebody develops, tests, or manages the project of; as far as they see work there.</summary>
public sealed class PlannedEnds(Desk desk)
{
    /// <summary>The nearest ends; a calendar with more than these helps nobody.</summary>
    private const int Most = 1000;

    public async Task<IReadOnlyList<PlannedEnd>> Run(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor, Right.SeeWork);
        if (desk.Actor.ContactId is not { } self || sight is { All: false, Projects.Count: 0 })
        {
            return [];
        }

        var managed = desk.Actor.Explicit.Where(e => e.Value.HasFlag(Roles.Manager)).Select(e => e.Key).Order().ToList();
        var ends = await desk.Sql.List(
            Statement(sight, managed),
            r => new PlannedEnd(r.GetInt32(0), r.GetString(1), r.GetString(2), (WorkItemStatus)r.GetInt32(3), r.Day(4)!.Value, (WorkRole)r.GetInt32(5), r.GetInt32(6), r.TimeOrNone(7) ?? DateTime.UnixEpoch),
            stop,
            [("@self", self), .. sight.All ? Array.Empty<(string, object?)>() : [("@projects", sight.Projects)]]);
        return [.. ends.GroupBy(e => e.Number).Select(g => g.MinBy(e => e.Role)!).OrderBy(e => e.Day).ThenBy(e => e.Number).Take(Most)];
    }

    /// <summary>Each part walks an index of its own.</summary>
    internal string Statement(Sight sight, IReadOnlyList<long> managed)
    {
        var within = sight.All ? "" : $" and {desk.Sql.Dialect.Among("+project_id", "@projects")}";
        IEnumerable<string> parts =
        [
            Part("developer_id = @self", WorkRole.Developer),
            Part("tester_id = @self", WorkRole.Tester),
            .. managed.Where(sight.Includes).Select(p => Part($"project_id = {p.ToString(CultureInfo.InvariantCulture)}", WorkRole.Manager)),
        ];
        return $"""
            select w.number, w.name, p.name, w.status, w.planned_end, w.role, w.version,
                   (select h.at from history h where h.subject = {(int)Subject.WorkItem} and h.subject_id = w.id order by h.id desc limit 1)
            from (select * from ({string.Join(" union all ", parts)}) each_part order by planned_end, number limit {Most * Enum.GetValues<WorkRole>().Length}) w join project p on p.id = w.project_id
            """;

        string Part(string whose, WorkRole role) =>
            $"select * from (select id, number, name, project_id, status, planned_end, version, {(int)role} as role from work_item where {whose} and open and planned_end is not null{within} order by planned_end limit {Most}) part";
    }
}
