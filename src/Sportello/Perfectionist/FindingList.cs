using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>What the rules find at this moment for one person, or for the house.</summary>
/// <param name="Contact">The person's name; empty for the house.</param>
/// <param name="ContactId">The person's key; none for the house.</param>
/// <param name="Rules">Every rule that was asked for, also those that find nothing.</param>
public sealed record FindingsOf(string Contact, long? ContactId, IReadOnlyList<RuleFindings> Rules);

/// <param name="Rule">The rule's name.</param>
/// <param name="Title">Its title in words.</param>
/// <param name="Sentence">What it says of its findings.</param>
/// <param name="Mode">How it goes for this person.</param>
/// <param name="Source">Who decided that.</param>
/// <param name="Proposes">What applying a finding would change; none when it would only be kept that the rule was right.</param>
/// <param name="Count">How many it found.</param>
/// <param name="Items">The first of them.</param>
/// <param name="Snoozed">What somebody has put off.</param>
public sealed record RuleFindings(
    string Rule, string Title, string Sentence, Mode Mode, ModeSource Source, Proposal? Proposes, int Count, IReadOnlyList<FoundItem> Items, IReadOnlyList<SnoozedItem> Snoozed);

/// <param name="About">What it is.</param>
/// <param name="Thing">The number by which it is applied, snoozed or dismissed.</param>
/// <param name="Name">A ticket's subject, or the name of what it is.</param>
/// <param name="Status">A ticket's status.</param>
/// <param name="Because">What made it a finding, in words.</param>
/// <param name="Evidence">The same for programs.</param>
public sealed record FoundItem(Thing About, long Thing, string Name, Tickets.TicketStatus? Status, string? Because, Evidence? Evidence);

public sealed record SnoozedItem(long Thing, DateOnly Until, string Reason, string Who);

/// <summary>Looks through everybody's tickets as a dry run would, so that what a run would find and change can be seen before.</summary>
public sealed class FindingList(Desk desk)
{
    /// <summary>So many findings of a rule are shown each by its name; a page that shows more helps nobody.</summary>
    public const int MostItems = 100;

    /// <param name="person">Whose: number, username or name of a contact; none = everybody's whom the reader may look at, and the house's.</param>
    /// <param name="rule">One rule only.</param>
    /// <param name="language">The language of the sentences.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<IReadOnlyList<FindingsOf>> Run(string? person, string? rule, string? language, CancellationToken stop)
    {
        var checks = rule is null ? Check.Everything : [Check.Called(rule)];
        var speech = desk.House.Speech(language ?? desk.House.Settings.Work.Language);
        var modes = await Modes.Read(desk, stop);
        var found = new List<FindingsOf>();
        foreach (var one in await Whose(person, stop))
        {
            var inspection = Looking(one, modes);
            found.Add(new FindingsOf(one.Contact, one.ContactId, await Each(checks.OfType<Rule>(), r => r.Look(inspection, stop), r => modes.Of(r, one), speech, stop)));
        }

        if (person is null && MayKeepHouse)
        {
            var inspection = Looking(PerfectionistProgram.Nobody, modes);
            found.Add(new FindingsOf("", null, await Each(checks.OfType<HouseRule>(), r => r.Look(inspection, stop), modes.Of, speech, stop)));
        }

        return found;
    }

    /// <summary>Other people's findings, and those of the house, are for whoever may run the programs.</summary>
    private bool MayKeepHouse => desk.Actor.Holds(Permission.ProgramRun);

    private Inspection Looking(Person person, Modes modes) => new(desk, person, new Manner(desk.Now, DryRun: true), modes);

    private async Task<List<Person>> Whose(string? person, CancellationToken stop)
    {
        if (!desk.Actor.WorksSomewhere)
        {
            throw Refusal.Denied(Said.Of("refusal.findings"));
        }

        // Findings tell subjects of tickets.
        Accounts.DemandRight(desk, Permission.TicketView);
        if (person is null && MayKeepHouse)
        {
            return await People.Listed(desk, "correct", stop);
        }

        var contact = person is null ? desk.Actor.ContactId : await desk.ContactKey(person, stop);
        if (contact != desk.Actor.ContactId)
        {
            Accounts.DemandRight(desk, Permission.ProgramRun);
        }

        return contact is { } key && await People.Called(desk, key.ToString(System.Globalization.CultureInfo.InvariantCulture), stop) is { } own ? [own] : [];
    }

    private async Task<List<RuleFindings>> Each<T>(IEnumerable<T> checks, Func<T, Task<Finding>> look, Func<T, (Mode, ModeSource)> modeOf, Language speech, CancellationToken stop)
        where T : Check
    {
        var all = new List<RuleFindings>();
        foreach (var check in checks)
        {
            var finding = await look(check);
            var (mode, source) = modeOf(check);
            all.Add(new RuleFindings(
                check.Id,
                check.Title.In(speech),
                check.Sentence(speech, finding, desk.House),
                mode,
                source,
                check.Proposes,
                finding.Count,
                await Items(check, finding, speech, stop),
                finding.Snoozed is null ? [] : await Snoozed(check, finding.Snoozed, stop)));
        }

        return all;
    }

    private async Task<IReadOnlyList<FoundItem>> Items(Check check, Finding finding, Language speech, CancellationToken stop)
    {
        var evidence = (finding.Evidence ?? [.. finding.Tickets.Take(MostItems).Select(n => new Evidence { Ticket = n })]).Take(MostItems).ToList();
        var tickets = (await desk.Sql.List(
            $"select t.number, t.subject, t.status from ticket t where {desk.Sql.Dialect.Among("t.number", "@numbers")}",
            r => (Number: r.GetInt32(0), Subject: r.GetString(1), Status: (Tickets.TicketStatus)r.GetInt32(2)),
            stop,
            ("@numbers", evidence.Select(e => (long?)e.Ticket).OfType<long>().ToList()))).ToDictionary(t => t.Number);
        return [.. evidence.Select(e => new FoundItem(
            check.About,
            e.Key,
            e.Ticket is { } number ? tickets[number].Subject : e.Contact ?? e.Account ?? e.Mailbox ?? e.Words ?? "",
            e.Ticket is { } n ? tickets[n].Status : null,
            check.Because(speech, e),
            finding.Evidence is null ? null : e))];
    }

    private Task<List<SnoozedItem>> Snoozed(Check check, IReadOnlyList<int> things, CancellationToken stop) => desk.Sql.List(
        $"""
         select thing, until, reason, who from perfectionist_decision
         where rule = @rule and verdict = 3 and ended_at is null and {desk.Sql.Dialect.Among("thing", "@things")} order by thing
         """,
        r => new SnoozedItem(r.GetInt64(0), r.Day(1)!.Value, r.Text(2) ?? "", r.GetString(3)),
        stop,
        ("@rule", check.Id),
        ("@things", things.Select(t => (long)t).ToList()));
}
