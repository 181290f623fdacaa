using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Tickets;

namespace Sportello.WorkItems;

/// <summary>Everything that one person sees of one work item.</summary>
public sealed record WorkItemView
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Project { get; init; }

    public required WorkType Type { get; init; }

    public required WorkItemStatus Status { get; init; }

    public required Priority Priority { get; init; }

    public PersonLink? IssuedBy { get; init; }

    public PersonLink? Developer { get; init; }

    public PersonLink? Tester { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? PlannedEnd { get; init; }

    public DateTime? TestedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public AttachedSuite? Suite { get; init; }

    public required int Version { get; init; }

    public IReadOnlyList<WorkComment> Comments { get; init; } = [];

    public IReadOnlyList<HistoryView> History { get; init; } = [];

    /// <summary>The tickets it serves, of those within the reader's reach.</summary>
    public IReadOnlyList<ServedTicket> Tickets { get; init; } = [];

    public required May May { get; init; }
}

public sealed record WorkComment(long Id, string Author, DateTime At, string Body);

public sealed record ServedTicket(int Number, string Subject, TicketStatus Status, string Project);

/// <summary>A test suite with how it ran last, if it ever did.</summary>
public sealed record AttachedSuite(string Name, DateTime? RanAt, int Tests, int Failures, int Skipped);

/// <summary>Reads a work item for whoever is at the desk.</summary>
public sealed class WorkItemPage(Desk desk)
{
    public async Task<WorkItemView> Run(int number, CancellationToken stop)
    {
        var (view, id) = await Head(number, stop);
        return view with
        {
            Comments = await desk.Sql.List(
                "select id, author_name, at, body from work_item_comment where work_item_id = @id order by at, id",
                r => new WorkComment(r.GetInt64(0), r.GetString(1), r.Time(2), r.GetString(3)),
                stop,
                ("@id", id)),
            History = await Changes(id, stop),
            Tickets = await Tickets(id, stop),
        };
    }

    /// <summary>What has changed since a version, for whoever saw that one.</summary>
    public async Task<IReadOnlyList<HistoryView>> Since(int number, int version, CancellationToken stop) =>
        [.. (await Changes((await Head(number, stop)).Id, stop)).Where(h => h.Version > version)];

    private async Task<(WorkItemView View, long Id)> Head(int number, CancellationToken stop)
    {
        var head = await desk.Sql.First(
            """
            select w.id, w.project_id, w.name, w.description, w.work_type, w.status, w.priority, w.start_date, w.planned_end, w.tested_at, w.finished_at, w.version,
                   p.name, w.issued_by_id, i.name, w.developer_id, d.name, w.tester_id, t.name, s.name, r.at, r.tests, r.failures, r.skipped
            from work_item w
            join project p on p.id = w.project_id
            left join contact i on i.id = w.issued_by_id
            left join contact d on d.id = w.developer_id
            left join contact t on t.id = w.tester_id
            left join test_suite s on s.id = w.suite_id
            left join test_run r on r.id = (select l.id from test_run l where l.suite_name = s.name order by l.at desc limit 1)
            where w.number = @number
            """,
            r => new { Id = r.GetInt64(0), Place = new Place(r.GetInt64(1)), View = View(r, number) },
            stop,
            ("@number", number));
        return head is not null && Law.Allows(desk.Actor, Right.SeeWork, head.Place) ? (head.View, head.Id) : throw WorkItemShelf.Missing(number);
    }

    private WorkItemView View(System.Data.Common.DbDataReader r, int number) => new()
    {
        Number = number,
        Name = r.GetString(2),
        Description = r.GetString(3),
        Type = (WorkType)r.GetInt32(4),
        Status = (WorkItemStatus)r.GetInt32(5),
        Priority = (Priority)r.GetInt32(6),
        Start = r.Day(7),
        PlannedEnd = r.Day(8),
        TestedAt = r.TimeOrNone(9),
        FinishedAt = r.TimeOrNone(10),
        Version = r.GetInt32(11),
        Project = r.GetString(12),
        IssuedBy = Person(r, 13),
        Developer = Person(r, 15),
        Tester = Person(r, 17),
        Suite = r.Text(19) is not { } suite ? null
            : r.IsDBNull(20) ? new(suite, null, 0, 0, 0)
            : new(suite, r.Time(20), r.GetInt32(21), r.GetInt32(22), r.GetInt32(23)),
        May = May.Of(desk.Actor, new Place(r.GetInt64(1))),
    };

    private static PersonLink? Person(System.Data.Common.DbDataReader r, int column) => r.Key(column) is { } id ? new(id, r.GetString(column + 1)) : null;

    private Task<List<HistoryView>> Changes(long id, CancellationToken stop) => HistoryOf.All(desk.Sql, Subject.WorkItem, id, stop);

    private async Task<IReadOnlyList<ServedTicket>> Tickets(long id, CancellationToken stop)
    {
        var served = await desk.Sql.List(
            """
            select t.number, t.subject, t.status, p.name, t.project_id, t.requester_id from ticket_work_item l
            join ticket t on t.id = l.ticket_id join project p on p.id = t.project_id
            where l.work_item_id = @id order by t.number
            """,
            r => (Ticket: new ServedTicket(r.GetInt32(0), r.GetString(1), (TicketStatus)r.GetInt32(2), r.GetString(3)), Place: new Place(r.GetInt64(4), r.Key(5))),
            stop,
            ("@id", id));
        return [.. served.Where(s => Law.Allows(desk.Actor, Right.See, s.Place)).Select(s => s.Ticket)];
    }
}
