using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Projects;

public sealed record ProjectRow(long Id, string Name, string Organization, DateOnly? Start, DateOnly? End, bool Active, bool Valid, int Open);

/// <summary>Projects within reach, with their open tickets.</summary>
public sealed class ProjectList(Desk desk)
{
    public async Task<IReadOnlyList<ProjectRow>> Run(CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var counts = await new TicketViews(desk).Run(stop);
        var today = desk.Today;
        return await desk.Sql.List(
            $"select p.id, p.name, o.name, p.start_date, p.end_date, p.active from project p join organization o on o.id = p.organization_id{(sight.All ? "" : " where " + desk.Sql.Dialect.Among("p.id", "@projects"))} order by p.name",
            r => new ProjectRow(
                r.GetInt64(0), r.GetString(1), r.GetString(2), r.Day(3), r.Day(4), r.GetBoolean(5),
                r.GetBoolean(5) && (r.Day(3) ?? today) <= today && today <= (r.Day(4) ?? today),
                counts.OpenByProject.GetValueOrDefault(r.GetInt64(0))),
            stop,
            sight.All ? [] : [("@projects", sight.Projects)]);
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

public sealed record MemberView(string Name, string Organization, Roles Role, bool Active);

public sealed record ProjectView(ProjectRow Project, bool Notifications, IReadOnlyList<MemberView> Members, May May);

public sealed class ProjectPage(Desk desk)
{
    public async Task<ProjectView> Run(string name, CancellationToken stop)
    {
        var row = (await new ProjectList(desk).Run(stop)).FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal))
            ?? throw Refusal.NotFound($"There is no project “{name}”, or it is out of your reach.");
        var place = new Place(row.Id);
        var works = Law.Allows(desk.Actor, Right.SeeNotes, place);
        var members = await desk.Sql.List(
            "select c.name, o.name, m.role, c.active from project_member m join contact c on c.id = m.contact_id join organization o on o.id = c.organization_id where m.project_id = @id order by m.role, c.name",
            r => new MemberView(r.GetString(0), r.GetString(1), (Roles)r.GetInt32(2), r.GetBoolean(3)),
            stop,
            ("@id", row.Id));
        var notifications = await desk.Sql.First("select notifications from project where id = @id", r => r.GetBoolean(0), stop, ("@id", row.Id));
        return new(row, works && notifications, members, new(Enum.GetValues<Right>().Where(r => Law.Allows(desk.Actor, r, place)).ToHashSet()));
    }
}
