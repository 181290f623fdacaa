using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Tickets;
using Sportello.Words;
using System.Globalization;

namespace Sportello.Projects;

public sealed record MemberView(long Id, string Name, string Organization, Roles Role, bool Active);

/// <param name="Project">What it is.</param>
/// <param name="Notifications">Whether changes are told by mail; for who works here.</param>
/// <param name="Members">Everybody with a role in it.</param>
/// <param name="May">What the reader may do here.</param>
public sealed record ProjectView(ProjectRow Project, bool Notifications, IReadOnlyList<MemberView> Members, May May)
{
    public required int Version { get; init; }

    /// <summary>Its tickets by status.</summary>
    public IReadOnlyDictionary<TicketStatus, int> Tickets { get; init; } = new Dictionary<TicketStatus, int>();

    /// <summary>The open work; for who may see work.</summary>
    public int? OpenWork { get; init; }

    /// <summary>What was changed, for who works here.</summary>
    public IReadOnlyList<HistoryView> History { get; init; } = [];

    /// <summary>Everybody who may open tickets by a role: managers, staff and customers together.</summary>
    public IEnumerable<string> Submitters => Members.Where(m => m.Active).DistinctBy(m => m.Id).Select(m => m.Name).Order(StringComparer.OrdinalIgnoreCase);
}

public sealed class ProjectPage(Desk desk)
{
    private const int MostHistory = 100;

    public async Task<ProjectView> Run(string name, CancellationToken stop)
    {
        var (row, notifications, version) = await Head(name, stop);
        var place = new Place(row.Id);
        var works = Law.Allows(desk.Actor, Right.SeeNotes, place);
        var members = await desk.Sql.List(
            "select c.id, c.name, o.name, m.role, c.active from project_member m join contact c on c.id = m.contact_id join organization o on o.id = c.organization_id where m.project_id = @id order by m.role, c.name, c.id",
            r => new MemberView(r.GetInt64(0), r.GetString(1), r.GetString(2), (Roles)r.GetInt32(3), r.GetBoolean(4)),
            stop,
            ("@id", row.Id));
        var tickets = await Tickets(row.Id, stop);
        return new(row with { Open = tickets.Where(t => t.Key != TicketStatus.Closed).Sum(t => t.Value) }, works && notifications, members, May.Of(desk.Actor, place))
        {
            Version = version,
            Tickets = tickets,
            OpenWork = Law.Allows(desk.Actor, Right.SeeWork, place)
                ? (int)await desk.Sql.First("select count(*) from work_item where project_id = @id and open", r => r.GetInt64(0), stop, ("@id", row.Id))
                : null,
            History = works ? await HistoryOf.Latest(desk.Sql, Subject.Project, row.Id, MostHistory, stop) : [],
        };
    }

    private async Task<(ProjectRow Row, bool Notifications, int Version)> Head(string name, CancellationToken stop)
    {
        var today = desk.Today;
        var head = await desk.Sql.First(
            $"select {ProjectRow.Columns}, p.notifications, p.version from project p join organization o on o.id = p.organization_id where p.name = @name",
            r => new
            {
                Row = ProjectRow.Read(r, today, _ => 0),
                Notifications = r.GetBoolean(6),
                Version = r.GetInt32(7),
            },
            stop,
            ("@name", name));
        return head is not null && Law.Allows(desk.Actor, Right.See, new Place(head.Row.Id))
            ? (head.Row, head.Notifications, head.Version)
            : throw Refusal.NotFound(Said.Of("refusal.project", ("name", name)));
    }

    // PostgreSQL adds whole numbers up to a decimal.
    private async Task<Dictionary<TicketStatus, int>> Tickets(long id, CancellationToken stop) => (await desk.Sql.List(
        "select status, sum(n) from ticket_count where project_id = @id and n <> 0 group by status",
        r => (Status: (TicketStatus)r.GetInt32(0), Count: Convert.ToInt32(r.GetValue(1), CultureInfo.InvariantCulture)),
        stop,
        ("@id", id))).ToDictionary(c => c.Status, c => c.Count);
}
