using Sportello.Access;
using Sportello.Jobs;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>What was done about a finding.</summary>
/// <param name="Fix">The number to undo it by; none when the rule changes nothing and was only found right.</param>
/// <param name="Field">The field of the ticket: status or assignee.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is now; none for nobody.</param>
public sealed record Applied(long? Fix, string? Field, string? From, string? To);

/// <summary>
/// Does what a rule proposes for one ticket, under the name and with the rights of whoever says so. Where a rule proposes nothing,
/// it is only kept that it was right.
/// </summary>
public sealed class ApplyFinding(Desk desk)
{
    public async Task<Applied> Run(string rule, long thing, CancellationToken stop)
    {
        var check = Check.Called(rule);
        await FindingDecision.Demand(desk, check, thing, stop);
        await desk.Begin(stop);
        var person = check is Rule ? await Owner(check, thing, stop) : PerfectionistProgram.Nobody;
        await DemandFound(check, person, thing, stop);
        var applied = check.Proposes is { } proposal ? await Change(check, proposal, FindingDecision.Number(thing), stop) : await Approve(check, thing, stop);
        await desk.Save(stop);
        return applied;
    }

    /// <summary>What was proposed yesterday may be wrong today, so the rule looks again.</summary>
    private async Task DemandFound(Check check, Person person, long thing, CancellationToken stop)
    {
        var inspection = new Inspection(desk, person, new Manner(desk.Now, DryRun: true), await Modes.Read(desk, stop));
        var found = check switch
        {
            Rule rule => (await rule.Find(inspection, stop)).Any(t => t.Number == thing),
            HouseRule rule => (await rule.Find(inspection, stop)).Any(e => e.Key == thing),
            _ => false,
        };
        if (!found)
        {
            throw Refusal.Conflict(Said.Of("refusal.finding.gone", ("thing", thing)));
        }
    }

    private async Task<Person> Owner(Check check, long thing, CancellationToken stop)
    {
        var owner = await desk.Sql.First(
            check.About == Thing.WorkItem ? "select developer_id from work_item where number = @number" : "select assignee_id from ticket where number = @number",
            r => r.IsDBNull(0) ? null : (long?)r.GetInt64(0),
            stop,
            ("@number", thing));
        return (owner is null ? [] : await People.Of(desk, [owner.Value], stop)).FirstOrDefault() ?? PerfectionistProgram.Nobody;
    }

    private async Task<Applied> Change(Check check, Proposal proposal, int number, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.See, stop);
        if (proposal.Status is not { } status)
        {
            return await HandBack(check, ticket, stop);
        }

        desk.Tickets.Demand(ticket, ChangeTicket.RightTo(ticket, status));
        var was = ticket.Status;
        ticket.MoveTo(status, desk.Stamp);
        var fix = await Fixes.Note(desk, new Fix(check.Id, number, was, status), ticket.AssigneeId!.Value, stop);
        return new Applied(fix, "status", Words.Name.Of(was), Words.Name.Of(status));
    }

    private async Task<Applied> HandBack(Check check, Ticket ticket, CancellationToken stop)
    {
        desk.Tickets.Demand(ticket, Right.Assign);
        var was = ticket.AssigneeId!.Value;
        var name = (await People.Of(desk, [was], stop))[0].Contact;
        ticket.Assign(null, name, desk.Stamp);
        return new Applied(await Fixes.Note(desk, Fix.OfAssignee(check.Id, ticket.Number, was), was, stop), "assignee", name, null);
    }

    private async Task<Applied> Approve(Check check, long thing, CancellationToken stop)
    {
        await FindingDecision.Keep(desk, check, thing, Verdict.Accepted, null, null, stop);
        return new Applied(null, null, null, null);
    }
}
