using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Projects;

/// <param name="Valid">Active, and today lies within its dates.</param>
public sealed record ProjectRow(long Id, string Name, string Organization, DateOnly? Start, DateOnly? End, bool Active, bool Valid, int Open)
{
    internal const string Columns = "p.id, p.name, o.name, p.start_date, p.end_date, p.active";

    internal static ProjectRow Read(System.Data.Common.DbDataReader r, DateOnly today, Func<long, int> open)
    {
        var (start, end, active) = (r.Day(3), r.Day(4), r.GetBoolean(5));
        return new(r.GetInt64(0), r.GetString(1), r.GetString(2), start, end, active, active && (start ?? today) <= today && today <= (end ?? today), open(r.GetInt64(0)));
    }
}

/// <summary>Projects within reach, with their open tickets.</summary>
public sealed class ProjectList(Desk desk)
{
    public const int MostRows = 200;

    public async Task<IReadOnlyList<ProjectRow>> Run(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var counts = await new TicketViews(desk).Run(stop);
        var today = desk.Today;
        return await desk.Sql.List(
            $"select {ProjectRow.Columns} from project p join organization o on o.id = p.organization_id{(sight.All ? "" : " where " + desk.Sql.Dialect.Among("p.id", "@projects"))} order by p.name",
            r => ProjectRow.Read(r, today, id => counts.OpenByProject.GetValueOrDefault(id)),
            stop,
            sight.All ? [] : [("@projects", sight.Projects)]);
    }

    /// <param name="after">The mark of the page before.</param>
    /// <param name="limit">How many.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Rows<ProjectRow>> Page(string? after, int limit, CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var counts = await new TicketViews(desk).Run(stop);
        var today = desk.Today;
        var mark = Paging.Key(after);
        var conditions = new List<string>();
        var parameters = new List<(string, object?)> { ("@limit", limit + 1L) };
        if (!sight.All)
        {
            conditions.Add(desk.Sql.Dialect.Among("p.id", "@projects"));
            parameters.Add(("@projects", sight.Projects));
        }

        if (mark is { } key)
        {
            conditions.Add("p.name > (select name from project where id = @after)");
            parameters.Add(("@after", key));
        }

        var rows = await desk.Sql.List(
            $"select {ProjectRow.Columns} from project p join organization o on o.id = p.organization_id{Paging.Where(conditions)} order by p.name limit @limit",
            r => ProjectRow.Read(r, today, id => counts.OpenByProject.GetValueOrDefault(id)),
            stop,
            [.. parameters]);
        return Paging.Page(rows, limit, r => Paging.Mark(r.Id));
    }

    /// <summary>Only what they are called, for a choice among them.</summary>
    public async Task<IReadOnlyList<string>> Names(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        return await desk.Sql.List(
            $"select name from project{(sight.All ? "" : " where " + desk.Sql.Dialect.Among("id", "@projects"))} order by name",
            r => r.GetString(0),
            stop,
            sight.All ? [] : [("@projects", sight.Projects)]);
    }

    /// <summary>The projects that the actor may open tickets in today.</summary>
    public async Task<IReadOnlyList<ProjectRow>> Open(CancellationToken stop) =>
        [.. (await Run(stop)).Where(p => p.Valid && Law.Allows(desk.Actor, Right.Open, new Place(p.Id)))];
}
