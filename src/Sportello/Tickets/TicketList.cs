using System.Data.Common;
using System.Globalization;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Search;

namespace Sportello.Tickets;

/// <summary>
/// A page of tickets within reach, by key. Each list is driven by one index in the order it is shown in, so a page costs
/// the same at ten thousand tickets and at a million, however deep.
/// </summary>
public sealed class TicketList(Desk desk)
{
    /// <summary>Up to so many projects, a page is put together from the first rows of each; beyond, most rows are visible anyway and are walked in order.</summary>
    private const int FewProjects = 40;

    /// <summary>A list that is narrowed by words looks through so many of the newest that hold them.</summary>
    public const int MostByWords = 1000;

    private const string Columns = "id, number, subject, kind, status, priority, project_id, requester_id, assignee_id, opened_at, updated_at, comment_count, last_comment_by_staff, last_public_at, last_public_by_staff, version, due_at, snoozed_until, snoozed_by_id";

    /// <summary>So far a list is counted; whoever sees this number knows that there may be more.</summary>
    public const int MostCounted = 1000;

    /// <summary>More tickets hold the words of the filter than were looked through.</summary>
    public bool Cut { get; private set; }

    public async Task<Rows<TicketRow>> Run(TicketFilter filter, CancellationToken stop)
    {
        var limit = LimitOf(filter);
        var statement = await Statement(filter, stop);
        if (statement is null)
        {
            return new([], null);
        }

        var rows = await desk.Sql.List(statement.Text, Row, stop, statement.Parameters);
        var more = rows.Count > limit;
        return new([.. rows.Take(limit).Select(r => r.Row)], more ? Cursor(statement.Order, rows[limit - 1]) : null);
    }

    /// <summary>How many rows a list has, along the index that shows it, and no further than <see cref="MostCounted"/>.</summary>
    public async Task<int> Count(TicketFilter filter, CancellationToken stop)
    {
        var statement = await Statement(filter with { After = null }, MostCounted, (inner, _) => $"select count(*) from (select id from ({inner}) found limit @limit) counted", stop);
        return statement is null ? 0 : (int)await desk.Sql.First(statement.Text, r => r.GetInt64(0), stop, statement.Parameters);
    }

    /// <summary>All rows, page by page as they are read.</summary>
    public async IAsyncEnumerable<TicketRow> All(TicketFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        filter = filter with { Limit = TicketFilter.MostRows };
        do
        {
            var page = await Run(filter, stop);
            foreach (var row in page.Items)
            {
                yield return row;
            }

            filter = filter with { After = page.Next };
        }
        while (filter.After is not null);
    }

    /// <summary>The order of a list: as asked for, else as suits the reader.</summary>
    public static TicketSort SortFor(Actor actor, TicketSort? asked) =>
        actor.WorksSomewhere ? asked ?? TicketSort.UpdatedDown : asked is TicketSort.NumberUp ? TicketSort.NumberUp : TicketSort.NumberDown;

    /// <summary>The one statement that reads a page; none when nothing can be on it.</summary>
    internal Task<ListStatement?> Statement(TicketFilter filter, CancellationToken stop) => Statement(filter, LimitOf(filter) + 1, Outer, stop);

    private async Task<ListStatement?> Statement(TicketFilter filter, int limit, Func<string, string, string> outer, CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor, filter.Overdue || filter.Snoozed == true ? Right.SeeNotes : Right.See);
        if (!sight.All && sight.Projects.Count == 0)
        {
            return null;
        }

        var conditions = new List<string>();
        var parameters = new List<(string, object?)> { ("@limit", limit) };
        var driver = await Narrow(filter, conditions, parameters, stop);
        if (filter.Project is { } name)
        {
            var project = await desk.Sql.First("select id from project where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name));
            if (project is null || !sight.Includes(project.Value))
            {
                return null;
            }

            sight = Sight.Of([project.Value]);
        }

        var order = filter.Overdue ? TicketSort.DueUp : filter.Snoozed == true ? TicketSort.BackUp : filter.Opened is { Length: > 0 } ? TicketSort.OpenedDown : SortFor(desk.Actor, filter.Sort);
        After(filter.After, order, conditions, parameters);
        return new(outer(string.Join(" union all ", Parts(filter, sight, driver, conditions, parameters, OrderBy(order, ""))), OrderBy(order, "t.")), [.. parameters], order);
    }

    private static int LimitOf(TicketFilter filter) => Math.Clamp(filter.Limit, 1, TicketFilter.MostRows);

    private async Task<Driver> Narrow(TicketFilter filter, List<string> conditions, List<(string, object?)> parameters, CancellationToken stop)
    {
        var driver = Driver.Project;
        if (filter.Overdue)
        {
            conditions.Add("due_at < @now");
            parameters.Add(("@now", desk.Now));
        }

        if (filter.Snoozed == true)
        {
            conditions.Add("snoozed_until is not null");
        }

        if (filter.Opened is { Length: > 0 } opened)
        {
            var days = DaySpan.Of(desk, "opened", opened);
            conditions.Add("opened_at >= @opened and opened_at < @opened_beyond");
            parameters.AddRange([("@opened", LocalTime.StartOf(days.First, desk.Zone)), ("@opened_beyond", LocalTime.StartOf(days.Beyond, desk.Zone))]);
        }

        if (filter.Since is { Length: > 0 } since)
        {
            // To customers nothing has happened but what they see.
            conditions.Add(desk.Actor.WorksSomewhere ? "updated_at >= @since" : "coalesce(last_public_at, opened_at) >= @since");
            parameters.Add(("@since", LocalTime.StartOf(DaySpan.Of(desk, "since", since).First, desk.Zone)));
        }

        if (filter.Kind is { } kind)
        {
            conditions.Add($"kind = {(int)kind}");
        }

        if (filter.Priority is { } priority)
        {
            conditions.Add($"priority = {(int)priority}");
        }

        if (string.Equals(filter.Assignee, "none", StringComparison.Ordinal))
        {
            conditions.Add("assignee_id is null");
        }
        else if (filter.Assignee is { Length: > 0 } assignee)
        {
            conditions.Add("assignee_id = @assignee");
            parameters.Add(("@assignee", await Person(assignee, stop)));
            driver = Driver.Assignee;
        }

        if (filter.Requester is { Length: > 0 } requester)
        {
            conditions.Add("requester_id = @requester");
            parameters.Add(("@requester", await Person(requester, stop)));
            driver = driver == Driver.Assignee ? driver : Driver.Requester;
        }

        if (Wanted.Read(filter.Words) is { } wanted)
        {
            (var found, Cut) = await new FoundTickets(desk, wanted).Keys(MostByWords, stop);
            conditions.Add(desk.Sql.Dialect.Among("id", "@found"));
            parameters.Add(("@found", found));
            driver = Driver.Words;
        }

        return driver;
    }

    private async Task<long> Person(string called, CancellationToken stop) =>
        string.Equals(called, "me", StringComparison.Ordinal) ? desk.Actor.ContactId ?? -1
        : called.Contains('@', StringComparison.Ordinal) ? await desk.ContactByAddress(called, stop) ?? -1
        : await desk.FindContact(called, stop) ?? -1;

    /// <summary>
    /// The parts that a page is put together from, each one walk along an index: a status of an assignee, a status of everything,
    /// a project, or all at once. What a part's index does not know is checked row by row.
    /// </summary>
    private IEnumerable<string> Parts(TicketFilter filter, Sight sight, Driver driver, List<string> conditions, List<(string, object?)> parameters, string orderBy)
    {
        var works = Law.Sees(desk.Actor, Right.SeeNotes);
        if (driver == Driver.Project && !sight.All && sight.Projects.Count <= FewProjects)
        {
            return sight.Projects.Select(p => One([$"project_id = {p.ToString(CultureInfo.InvariantCulture)}", .. Openness(filter), .. Standing(filter), .. Awake(filter, works.Includes(p))]));
        }

        if (filter.Snoozed == false && works is { All: false, Projects.Count: > 0 })
        {
            conditions.Add($"(snoozed_until is null or not {desk.Sql.Dialect.Among("project_id", "@works")})");
            parameters.Add(("@works", works.Projects));
        }
        else
        {
            conditions.AddRange(Awake(filter, works.All));
        }

        if (!sight.All)
        {
            // The plus keeps the planner from searching by project: here projects only confirm what another index finds.
            conditions.Add(desk.Sql.Dialect.Among("+project_id", "@projects"));
            parameters.Add(("@projects", sight.Projects));
        }

        return driver == Driver.Assignee || (driver == Driver.Project && filter.Statuses.Count > 0)
            ? Walked(filter).Select(s => One([$"status = {(int)s}"]))
            : [One([.. filter.Statuses.Count > 0 ? Standing(filter) : Openness(filter)])];

        string One(IReadOnlyList<string> also) => $"select * from (select {Columns} from ticket{Paging.Where([.. conditions, .. also])} order by {orderBy} limit @limit) part";
    }

    private static IEnumerable<string> Awake(TicketFilter filter, bool works) => filter.Snoozed == false && works ? ["snoozed_until is null"] : [];

    private static IEnumerable<TicketStatus> Walked(TicketFilter filter) =>
        filter.Statuses.Count > 0 ? filter.Statuses.Distinct() : Enum.GetValues<TicketStatus>().Where(s => !filter.OpenOnly || s != TicketStatus.Closed);

    private static IEnumerable<string> Standing(TicketFilter filter) =>
        filter.Statuses.Count > 0 ? [$"status in ({string.Join(", ", filter.Statuses.Distinct().Select(s => (int)s))})"] : [];

    /// <summary>Open or not, where the statuses asked for are all one or the other: indexes know it.</summary>
    private static IEnumerable<string> Openness(TicketFilter filter)
    {
        var closed = filter.Statuses.Count(s => s == TicketStatus.Closed);
        return filter.OpenOnly && filter.Statuses.Count == 0 ? ["open = true"]
            : filter.Statuses.Count == 0 || (closed > 0 && closed < filter.Statuses.Count) ? []
            : [closed == 0 ? "open = true" : "open = false"];
    }

    private static string Outer(string inner, string orderBy) =>
        $"""
         select t.id, t.number, t.subject, t.kind, t.status, t.priority, p.name, r.name, a.name, t.opened_at, t.updated_at, t.comment_count,
                t.last_comment_by_staff, t.last_public_at, t.last_public_by_staff, t.project_id, t.version, t.due_at, t.snoozed_until, s.name
         from (select * from ({inner}) found order by {orderBy.Replace("t.", "found.", StringComparison.Ordinal)} limit @limit) t
         join project p on p.id = t.project_id
         left join contact r on r.id = t.requester_id
         left join contact a on a.id = t.assignee_id
         left join contact s on s.id = t.snoozed_by_id
         order by {orderBy}
         """;

    private static string OrderBy(TicketSort order, string of) => order switch
    {
        TicketSort.UpdatedDown => $"{of}updated_at desc, {of}id desc",
        TicketSort.UpdatedUp => $"{of}updated_at, {of}id",
        TicketSort.NumberDown => $"{of}number desc",
        TicketSort.NumberUp => $"{of}number",
        TicketSort.DueUp => $"{of}due_at, {of}id",
        TicketSort.BackUp => $"{of}snoozed_until, {of}id",
        TicketSort.OpenedDown => $"{of}opened_at desc, {of}id desc",
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    private static void After(string? after, TicketSort order, List<string> conditions, List<(string, object?)> parameters)
    {
        if (string.IsNullOrEmpty(after))
        {
            return;
        }

        if (after.Split('.') is not [var at, var id] || !long.TryParse(at, CultureInfo.InvariantCulture, out var key) || !long.TryParse(id, CultureInfo.InvariantCulture, out var second))
        {
            throw Refusal.Invalid("after", "This page mark is not one of ours; start from the first page.");
        }

        conditions.Add(order switch
        {
            TicketSort.UpdatedDown => "(updated_at, id) < (@after, @after_id)",
            TicketSort.UpdatedUp => "(updated_at, id) > (@after, @after_id)",
            TicketSort.NumberDown => "number < @after",
            TicketSort.DueUp => "(due_at, id) > (@after, @after_id)",
            TicketSort.BackUp => "(snoozed_until, id) > (@after, @after_id)",
            TicketSort.OpenedDown => "(opened_at, id) < (@after, @after_id)",
            _ => "number > @after",
        });
        parameters.Add(("@after", key));
        if (order is not (TicketSort.NumberDown or TicketSort.NumberUp))
        {
            parameters.Add(("@after_id", second));
        }
    }

    private static string Cursor(TicketSort order, (TicketRow Row, long Id, long Updated) last) => order switch
    {
        TicketSort.DueUp => Mark(Moment.ToStored(last.Row.DueAt!.Value), last.Id),
        TicketSort.BackUp => Mark(Moment.ToStored(last.Row.SnoozedUntil!.Value), last.Id),
        TicketSort.OpenedDown => Mark(Moment.ToStored(last.Row.OpenedAt), last.Id),
        TicketSort.UpdatedDown or TicketSort.UpdatedUp => Mark(last.Updated, last.Id),
        _ => Mark(last.Row.Number, 0),
    };

    private static string Mark(long key, long second) => string.Create(CultureInfo.InvariantCulture, $"{key}.{second}");

    /// <summary>Whose index leads to the rows.</summary>
    private enum Driver
    {
        Project,
        Assignee,
        Requester,
        Words,
    }

    private (TicketRow Row, long Id, long Updated) Row(DbDataReader r)
    {
        var works = Law.Allows(desk.Actor, Right.SeeNotes, new Place(r.GetInt64(15)));
        var row = new TicketRow(
            r.GetInt32(1),
            r.GetString(2),
            (TicketKind)r.GetInt32(3),
            (TicketStatus)r.GetInt32(4),
            (Priority)r.GetInt32(5),
            r.GetString(6),
            r.Text(7),
            r.Text(8),
            r.Time(9),
            works ? r.Time(10) : r.TimeOrNone(13) ?? r.Time(9),
            r.GetBoolean(works ? 12 : 14),
            works ? r.GetInt32(11) : null,
            r.GetInt32(16),
            works ? r.TimeOrNone(17) : null)
        {
            SnoozedUntil = works ? r.TimeOrNone(18) : null,
            SnoozedBy = works ? r.Text(19) : null,
        };
        return (row, r.GetInt64(0), r.GetInt64(10));
    }
}

/// <summary>What is sent to the database for a page, and the order it comes in.</summary>
internal sealed record ListStatement(string Text, (string Name, object? Value)[] Parameters, TicketSort Order);
