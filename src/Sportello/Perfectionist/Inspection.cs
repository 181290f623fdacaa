using Sportello.Access;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Tickets;

namespace Sportello.Perfectionist;

internal readonly record struct FoundTicket(long Id, int Number, TicketStatus Status, DateTime? Since) : IFound
{
    long IFound.Key => Number;
}

/// <summary>
/// One person's tickets, as the rules look at them. What a dry run would have moved is remembered here,
/// so that the rules after see it as if it had been.
/// </summary>
internal sealed class Inspection(Desk desk, Person person, Manner manner, Modes modes)
{
    private readonly Dictionary<long, TicketStatus> _moved = [];

    public Desk Desk => desk;

    public Person Person => person;

    public bool DryRun => manner.DryRun;

    public DateTime Now => manner.Moment;

    public DateOnly Today { get; } = LocalTime.DayOf(manner.Moment, desk.House.Settings.Work.TimeZone);

    public Decisions Decisions { get; } = new(desk);

    /// <summary>What was corrected.</summary>
    public List<Fix> Fixes { get; } = [];

    public Mode ModeOf(Rule rule) => modes.Of(rule, person).Mode;

    public Mode ModeOf(HouseRule rule) => modes.Of(rule).Mode;

    /// <summary>The moment before which a rule's patience has run out.</summary>
    public DateTime PatienceSince(Check rule) => Now.AddDays(-rule.Patience(desk.House));

    /// <summary>The person's open tickets of these statuses that meet a condition on <c>t</c>, by number.</summary>
    /// <param name="statuses">The statuses.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="since">The column that tells since when it is so.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="parameters">What the condition names.</param>
    public async Task<IReadOnlyList<FoundTicket>> Tickets(
        TicketStatus[] statuses, string condition, string since, CancellationToken stop, params (string, object?)[] parameters)
    {
        var found = await Query(since, $"t.open and t.assignee_id = @person and t.status in ({string.Join(", ", statuses.Select(s => (int)s))}) and {condition}", parameters, stop);
        if (!DryRun || _moved.Count == 0)
        {
            return found;
        }

        var moved = _moved.Where(w => statuses.Contains(w.Value)).Select(w => w.Key).ToList();
        var added = await Query(since, $"t.assignee_id = @person and {desk.Sql.Dialect.Among("t.id", "@moved")} and {condition}", [.. parameters, ("@moved", moved)], stop);
        return [.. found.Where(t => !_moved.ContainsKey(t.Id)).Concat(added).OrderBy(t => t.Number)];
    }

    /// <summary>The person's open tickets of whatever status.</summary>
    public async Task<IReadOnlyList<FoundTicket>> OpenTickets(string condition, string since, CancellationToken stop, params (string, object?)[] parameters)
    {
        var found = await Query(since, $"t.open and t.assignee_id = @person and {condition}", parameters, stop);
        return [.. found.Where(t => _moved.GetValueOrDefault(t.Id, t.Status) != TicketStatus.Closed)];
    }

    /// <summary>The person's closed tickets, without those that were closed by this very run.</summary>
    public async Task<IReadOnlyList<FoundTicket>> ClosedTickets(string condition, string since, CancellationToken stop, params (string, object?)[] parameters)
    {
        var found = await Query(since, $"not t.open and t.assignee_id = @person and {condition}", parameters, stop);
        return [.. found.Where(t => !_moved.ContainsKey(t.Id))];
    }

    /// <summary>The person's work items that meet a condition on <c>w</c>; what carries them is a ticket's row in name only.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="since">The column that tells since when it is so.</param>
    /// <param name="parameters">What the condition names.</param>
    public async Task<IReadOnlyList<FoundTicket>> WorkItems(string condition, CancellationToken stop, string since = "null", params (string, object?)[] parameters) => await desk.Sql.List(
        $"select w.id, w.number, {since} from work_item w where w.developer_id = @person and {condition}{Seen.Replace("t.", "w.", StringComparison.Ordinal)} order by w.number",
        r => new FoundTicket(r.GetInt64(0), r.GetInt32(1), default, r.IsDBNull(2) ? null : r.Time(2)),
        stop,
        [.. parameters, ("@person", person.ContactId), .. SeenProjects]);

    /// <summary>Moves tickets to another status by the verb that people use, or in a dry run remembers that it would.</summary>
    /// <returns>Those that were moved; somebody else may have been faster.</returns>
    public async Task<IReadOnlyList<FoundTicket>> Move(Rule rule, IReadOnlyList<FoundTicket> tickets, TicketStatus to, CancellationToken stop)
    {
        var moved = DryRun ? tickets : await MoveTickets.Run(desk.House, this, rule, tickets, to, stop);
        foreach (var ticket in moved)
        {
            _moved[ticket.Id] = to;
        }

        return moved;
    }

    /// <summary>Takes tickets from people who can no longer work on them.</summary>
    public async Task<IReadOnlyList<Evidence>> HandBack(HouseRule rule, IReadOnlyList<Evidence> tickets, CancellationToken stop) =>
        DryRun ? tickets : await HandBackTickets.Run(desk.House, this, rule, tickets, stop);

    private Task<List<FoundTicket>> Query(string since, string condition, (string, object?)[] parameters, CancellationToken stop) => desk.Sql.List(
        $"select t.id, t.number, t.status, {since} from ticket t where {condition}{Seen} order by t.number",
        r => new FoundTicket(r.GetInt64(0), r.GetInt32(1), (TicketStatus)r.GetInt32(2), r.IsDBNull(3) ? null : r.Time(3)),
        stop,
        [.. parameters, ("@person", person.ContactId), .. SeenProjects]);

    /// <summary>Programs see everything; whoever looks in the web sees what the law shows them.</summary>
    private Sight Sight { get; } = Law.Sees(desk.Actor);

    public string Seen => Sight.All ? "" : $" and {desk.Sql.Dialect.Among("t.project_id", "@seen")}";

    public (string, object?)[] SeenProjects => Sight.All ? [] : [("@seen", Sight.Projects)];
}
