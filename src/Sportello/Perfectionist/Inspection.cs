using Sportello.Jobs;
using Sportello.Tickets;

namespace Sportello.Perfectionist;

internal readonly record struct FoundTicket(long Id, int Number, TicketStatus Status);

/// <summary>
/// One person's open tickets, as the rules look at them. What a dry run would have moved is remembered here,
/// so that the rules after see it as if it had been.
/// </summary>
internal sealed class Inspection(Desk desk, Person person, Manner manner)
{
    private readonly Dictionary<long, TicketStatus> _wouldBe = [];

    public Person Person => person;

    public bool DryRun => manner.DryRun;

    public DateTime Now => manner.Moment;

    /// <summary>Days without an answer that are borne with.</summary>
    public int Patience => desk.House.Settings.Work.NoActiveObr;

    public DateTime PatienceSince => Now.AddDays(-Patience);

    /// <summary>What was corrected for this person.</summary>
    public List<Fix> Fixes { get; } = [];

    public string Written(int number) => $"{desk.House.Settings.Work.TicketPrefix}:{number}";

    /// <summary>The person's open tickets of these statuses that meet a condition on <c>t</c>, by number.</summary>
    public async Task<IReadOnlyList<FoundTicket>> Tickets(TicketStatus[] statuses, string condition, CancellationToken stop, params (string, object?)[] parameters)
    {
        var found = await Query($"t.status in ({string.Join(", ", statuses.Select(s => (int)s))}) and {condition}", parameters, stop);
        if (_wouldBe.Count == 0)
        {
            return found;
        }

        var moved = _wouldBe.Where(w => statuses.Contains(w.Value)).Select(w => w.Key).ToList();
        var added = await Query($"{desk.Sql.Dialect.Among("t.id", "@moved")} and {condition}", [.. parameters, ("@moved", moved)], stop);
        return [.. found.Where(t => !_wouldBe.ContainsKey(t.Id)).Concat(added).OrderBy(t => t.Number)];
    }

    /// <summary>Moves tickets to another status by the verb that people use, or in a dry run remembers that it would.</summary>
    /// <returns>Those that were moved; somebody else may have been faster.</returns>
    public async Task<IReadOnlyList<FoundTicket>> Move(Rule rule, IReadOnlyList<FoundTicket> tickets, TicketStatus to, CancellationToken stop)
    {
        if (!DryRun)
        {
            return await MoveTickets.Run(desk.House, this, rule, tickets, to, stop);
        }

        foreach (var ticket in tickets)
        {
            _wouldBe[ticket.Id] = to;
        }

        return tickets;
    }

    private Task<List<FoundTicket>> Query(string condition, (string, object?)[] parameters, CancellationToken stop) => desk.Sql.List(
        $"select t.id, t.number, t.status from ticket t where t.open and t.assignee_id = @person and {condition} order by t.number",
        r => new FoundTicket(r.GetInt64(0), r.GetInt32(1), (TicketStatus)r.GetInt32(2)),
        stop,
        [.. parameters, ("@person", person.ContactId)]);
}
