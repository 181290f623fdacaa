using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Tickets;
using Sportello.Words;
using System.Data.Common;
using System.Globalization;

namespace Sportello.WorkItems;

/// <summary>A page of work items within reach, by key: each list walks one index in the order it is shown in, as the tickets' do.</summary>
public sealed class WorkItemList(Desk desk)
{
    /// <summary>Up to so many projects, a page is put together from the first rows of each.</summary>
    private const int FewProjects = 40;

    private const string Columns = "id, number, project_id, name, work_type, status, priority, developer_id, tester_id, planned_end, finished_at, version";

    /// <summary>Whether there is any project whose work this actor may see.</summary>
    public static bool IsFor(Actor actor) => Law.Sees(actor, Right.SeeWork) is { All: true } or { Projects.Count: > 0 };

    public async Task<Rows<WorkItemRow>> Run(WorkItemFilter filter, CancellationToken stop)
    {
        if (!IsFor(desk.Actor))
        {
            throw Refusal.Denied(Said.Of("refusal.work.list"));
        }

        var limit = LimitOf(filter);
        if (await Statement(filter, stop) is not var (text, parameters))
        {
            return new([], null);
        }

        var rows = await desk.Sql.List(text, Row, stop, parameters);
        return Paging.Page(rows, limit, last => Cursor(filter.Order, last));
    }

    /// <summary>The one statement that reads a page; none when nothing can be on it.</summary>
    internal async Task<(string Text, (string Name, object? Value)[] Parameters)?> Statement(WorkItemFilter filter, CancellationToken stop)
    {
        if (filter.Order == WorkSort.Urgent && filter.State != WorkState.Open)
        {
            throw Refusal.Invalid("sort", Said.Of("refusal.work.sort"));
        }

        var sight = Law.Sees(desk.Actor, Right.SeeWork);
        var conditions = new List<string>();
        var parameters = new List<(string, object?)> { ("@limit", LimitOf(filter) + 1) };
        var byPerson = await Narrow(filter, conditions, parameters, stop);
        if (filter.Project is { } name)
        {
            var project = await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name));
            sight = project is { } id && sight.Includes(id) ? Sight.Of([id]) : Sight.Nothing;
        }

        if (sight is { All: false, Projects.Count: 0 })
        {
            return null;
        }

        After(filter, conditions, parameters);
        return (Outer(string.Join(" union all ", Parts(sight, byPerson, conditions, parameters, OrderBy(filter.Order, ""))), filter.Order), [.. parameters]);
    }

    private static int LimitOf(WorkItemFilter filter) => Math.Clamp(filter.Limit, 1, WorkItemFilter.MostRows);

    /// <returns>Whether a person's index leads to the rows, and not the project's.</returns>
    private async Task<bool> Narrow(WorkItemFilter filter, List<string> conditions, List<(string, object?)> parameters, CancellationToken stop)
    {
        if (filter.Order == WorkSort.Urgent)
        {
            conditions.Add("open = true");
        }
        else if (filter.State != WorkState.Any)
        {
            // The plus leaves the walk by number to the planner; what has ended is most of what there is.
            conditions.Add($"+status {(filter.State == WorkState.Open ? "not " : "")}in ({(int)WorkItemStatus.Done}, {(int)WorkItemStatus.Cancelled})");
        }

        if (filter.Statuses.Count > 0)
        {
            conditions.Add($"+status in ({string.Join(", ", filter.Statuses.Distinct().Select(s => (int)s))})");
        }

        if (filter.Type is { } type)
        {
            conditions.Add($"+work_type = {(int)type}");
        }

        if (filter.Priority is { } priority)
        {
            conditions.Add($"+priority = {(int)priority}");
        }

        var byDeveloper = await Whose("developer_id", filter.Developer, conditions, parameters, stop);
        return await Whose("tester_id", filter.Tester, conditions, parameters, stop) || byDeveloper;
    }

    private async Task<bool> Whose(string column, string? called, List<string> conditions, List<(string, object?)> parameters, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(called))
        {
            return false;
        }

        if (string.Equals(called, "none", StringComparison.Ordinal))
        {
            conditions.Add($"{column} is null");
            return false;
        }

        conditions.Add($"{column} = @{column}");
        parameters.Add(($"@{column}", string.Equals(called, "me", StringComparison.Ordinal) ? desk.Actor.ContactId ?? -1 : await desk.FindContact(called, stop) ?? -1));
        return true;
    }

    private IEnumerable<string> Parts(Sight sight, bool byPerson, List<string> conditions, List<(string, object?)> parameters, string orderBy)
    {
        if (!byPerson && !sight.All && sight.Projects.Count <= FewProjects)
        {
            return sight.Projects.Select(p => One([$"project_id = {p.ToString(CultureInfo.InvariantCulture)}"]));
        }

        if (!sight.All)
        {
            // The plus keeps the planner from searching by project: here projects only confirm what another index finds.
            conditions.Add(desk.Sql.Dialect.Among("+project_id", "@projects"));
            parameters.Add(("@projects", sight.Projects));
        }

        return [One([])];

        string One(IReadOnlyList<string> also) =>
            $"select * from (select {Columns} from work_item{Paging.Where([.. also, .. conditions])} order by {orderBy} limit @limit) part";
    }

    private static string Outer(string inner, WorkSort sort) =>
        $"""
         select w.number, w.name, w.work_type, w.status, w.priority, p.name, d.name, t.name, w.planned_end, w.finished_at, w.version, w.project_id
         from (select * from ({inner}) found order by {OrderBy(sort, "found.")} limit @limit) w
         join project p on p.id = w.project_id
         left join contact d on d.id = w.developer_id
         left join contact t on t.id = w.tester_id
         order by {OrderBy(sort, "w.")}
         """;

    private static string OrderBy(WorkSort sort, string of) => sort switch
    {
        WorkSort.Urgent => $"{of}priority desc, {of}number desc",
        WorkSort.NumberDown => $"{of}number desc",
        WorkSort.NumberUp => $"{of}number",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    private static void After(WorkItemFilter filter, List<string> conditions, List<(string, object?)> parameters)
    {
        if (string.IsNullOrEmpty(filter.After))
        {
            return;
        }

        if (filter.After.Split('.') is not [var first, var second]
            || !long.TryParse(first, CultureInfo.InvariantCulture, out var priority) || !long.TryParse(second, CultureInfo.InvariantCulture, out var number))
        {
            throw Refusal.Invalid("after", Said.Of("refusal.after"));
        }

        conditions.Add(filter.Order switch
        {
            WorkSort.Urgent => "(priority, number) < (@after, @after_number)",
            WorkSort.NumberDown => "number < @after_number",
            _ => "number > @after_number",
        });
        parameters.Add(("@after_number", number));
        if (filter.Order == WorkSort.Urgent)
        {
            parameters.Add(("@after", priority));
        }
    }

    private static string Cursor(WorkSort sort, WorkItemRow last) =>
        string.Create(CultureInfo.InvariantCulture, $"{(sort == WorkSort.Urgent ? (int)last.Priority : 0)}.{last.Number}");

    private WorkItemRow Row(DbDataReader r) => new(
        r.GetInt32(0), r.GetString(1), (WorkType)r.GetInt32(2), (WorkItemStatus)r.GetInt32(3), (Priority)r.GetInt32(4), r.GetString(5),
        r.Text(6), r.Text(7), r.Day(8), r.TimeOrNone(9), r.GetInt32(10), Law.Allows(desk.Actor, Right.EditWork, new Place(r.GetInt64(11))));
}
