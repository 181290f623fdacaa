using Sportello.Access;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Perfectionist;
using Sportello.Settings;
using Sportello.Tests.Jobs;
using Sportello.Tickets;

namespace Sportello.Tests.Perfectionist;

/// <summary>What people say of findings: yes, later, no, and take it back.</summary>
public sealed class DecidingTests
{
    private const string Today = "2013-06-30";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_correction_is_taken_back_once_and_not_made_again(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var number = await town.Ticket("luca", status: TicketStatus.Accepted, comments: [("luca", "2013-06-15T10:00", false)]);
        await Inspect(town);
        town.Clock.Now = town.Clock.Now.AddMinutes(1);

        Assert.Equal(number, await With(town, desk => new UndoFix(desk).Run(1, default)));
        Assert.Equal(TicketStatus.Accepted, await town.StatusOf(number));
        var again = await Refused(town, desk => new UndoFix(desk).Run(1, default));
        await Inspect(town);

        Assert.Equal(RefusalReason.Conflict, again.Reason);
        Assert.Contains("already", again.Message, StringComparison.Ordinal);
        Assert.Equal(TicketStatus.Accepted, await town.StatusOf(number));
        Assert.Equal(["accepted under-review", "under-review accepted"], await town.Rows("select from_value, to_value from history where what = 'status' order by id"));
        Assert.Equal(RefusalReason.NotFound, (await Refused(town, desk => new UndoFix(desk).Run(99, default))).Reason);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_somebody_has_changed_since_is_theirs_also_when_it_was_changed_there_and_back(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var number = await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-15T10:00", false)]);
        await Inspect(town);
        foreach (var status in new[] { TicketStatus.Returned, TicketStatus.UnderReview })
        {
            town.Clock.Now = town.Clock.Now.AddMinutes(1);
            await With(town, desk => new ChangeTicket(desk).Run(number, new() { Status = status }, default));

            var refusal = await Refused(town, desk => new UndoFix(desk).Run(1, default));

            Assert.Contains($"DPR:{number} has been changed since by test", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(status, await town.StatusOf(number));
        }

        Assert.Empty(await town.Rows("select id from perfectionist_fix where undone_at is not null"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Another_field_that_was_changed_since_does_not_stand_in_the_way(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var number = await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-15T10:00", false)]);
        await Inspect(town);
        town.Clock.Now = town.Clock.Now.AddMinutes(1);
        await With(town, desk => new ChangeTicket(desk).Run(number, new() { Subject = "Another", Priority = Priority.High }, default));

        await With(town, desk => new UndoFix(desk).Run(1, default));

        Assert.Equal(TicketStatus.New, await town.StatusOf(number));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_proposal_is_seen_before_done_on_a_word_and_undone(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var number = await town.Ticket("luca", status: TicketStatus.Returned, comments: [("luca", "2013-06-15T10:00", false)]);
        var shown = Assert.Single(await With(town, desk => new FindingList(desk).Run("luca", "customer-silent", "en", default))).Rules.Single();
        Assert.Equal((1, Proposal.Close), (shown.Count, shown.Proposes));
        Assert.Equal($"Ticket {number}", shown.Items.Single().Name);
        Assert.Equal(TicketStatus.Returned, await town.StatusOf(number));

        var applied = await With(town, desk => new ApplyFinding(desk).Run("customer-silent", number, default));

        Assert.Equal(new Applied(1, "status", "returned", "closed"), applied);
        Assert.Equal(TicketStatus.Closed, await town.StatusOf(number));
        var twice = await Refused(town, desk => new ApplyFinding(desk).Run("customer-silent", number, default));
        Assert.Contains("Nothing was changed", twice.Message, StringComparison.Ordinal);
        await With(town, desk => new UndoFix(desk).Run(applied.Fix!.Value, default));
        Assert.Equal(TicketStatus.Returned, await town.StatusOf(number));
        Assert.Equal([""], await town.Rows($"select closed_at from ticket where number = {number}"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_snoozed_finding_rests_until_its_day_or_until_it_is_woken(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var (rests, other) = (await town.Ticket("luca"), await town.Ticket("luca"));
        await With(town, desk => new SnoozeFinding(desk).Run("still-new", rests, new DateOnly(2013, 7, 2), "On holiday", default));

        var finding = Of(await Inspect(town), "still-new");
        Assert.Equal([other], finding.Tickets);
        Assert.Equal([rests], finding.Snoozed!);
        Assert.Contains("1 more is put off.", (await Inspect(town)).People[0].Message.Text, StringComparison.Ordinal);
        Assert.Equal([rests, other], Of(await Inspect(town, "2013-07-02"), "still-new").Tickets);
        Assert.Null(Of(await Inspect(town, "2013-07-02"), "still-new").Snoozed);
        Assert.Equal([new SnoozedItem(rests, new DateOnly(2013, 7, 2), "On holiday", "test")],
            (await With(town, desk => new FindingList(desk).Run("luca", "still-new", "en", default)))[0].Rules[0].Snoozed);

        await With(town, desk => new WakeFinding(desk).Run("still-new", rests, default));
        Assert.Equal([rests, other], Of(await Inspect(town), "still-new").Tickets);
        Assert.Equal(RefusalReason.NotFound, (await Refused(town, desk => new WakeFinding(desk).Run("still-new", rests, default))).Reason);
        Assert.Equal("until", (await Refused(town, desk => new SnoozeFinding(desk).Run("still-new", rests, new DateOnly(2013, 6, 30), "why", default))).Field);
        Assert.Equal("reason", (await Refused(town, desk => new SnoozeFinding(desk).Run("still-new", rests, new DateOnly(2013, 7, 30), " ", default))).Field);
        Assert.Equal("rule", (await Refused(town, desk => new SnoozeFinding(desk).Run("still-old", rests, new DateOnly(2013, 7, 30), "why", default))).Field);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_dismissed_finding_comes_back_only_when_it_happens_anew(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var number = await town.Ticket("luca", status: TicketStatus.Returned, comments: [("luca", "2013-06-15T10:00", false)]);
        await With(town, desk => new DismissFinding(desk).Run("customer-silent", number, "They are on holiday and said so by phone", default));
        Assert.Empty(Of(await Inspect(town), "customer-silent").Tickets);

        town.Clock.Now = Scenario.Utc("2013-07-01T10:00");
        await With(town, desk => new ReplyToTicket(desk).Run(number, new("Are you back?"), default));
        town.Clock.Now = Scenario.Utc("2013-07-09T10:00");

        Assert.Equal([number], Of(await Inspect(town, "2013-07-09"), "customer-silent").Tickets);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task How_often_a_rule_was_right_is_counted_from_what_people_said(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var numbers = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            numbers.Add(await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-15T10:00", false)]));
        }

        await Inspect(town);
        await With(town, desk => new UndoFix(desk).Run(2, default));
        await town.Ticket("luca");
        var silent = numbers[3];
        await With(town, desk => new DismissFinding(desk).Run("customer-silent", silent, "no", default));
        await With(town, desk => new ApplyFinding(desk).Run("customer-silent", numbers[0], default));
        await With(town, desk => new ApplyFinding(desk).Run("still-new", numbers[1], default));

        var rules = (await With(town, desk => new RuleList(desk).Run("luca", "it", default))).ToDictionary(r => r.Rule);

        Assert.Equal((3, 1, 0.75), (rules["work-under-way"].Right, rules["work-under-way"].Wrong, rules["work-under-way"].Precision));
        Assert.Equal((1, 1), (rules["customer-silent"].Right, rules["customer-silent"].Wrong));
        Assert.Equal((1, 0), (rules["still-new"].Right, rules["still-new"].Wrong));
        Assert.Null(rules["promise-passed"].Precision);
        Assert.Equal("Cliente silenzioso", rules["customer-silent"].Title);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_rule_goes_as_the_file_says_else_as_was_set_for_the_person_else_for_everybody(DatabaseProvider provider)
    {
        await using var town = await Town(provider, settings => settings with
        {
            Perfectionist = new PerfectionistSettings { Modes = new Dictionary<string, string> { ["still-new"] = "off" } },
            People = [new PersonSettings { Section = "user1", Id = "luca", Modes = new Dictionary<string, string> { ["customer-silent"] = "fix" } }],
        });
        await town.Ticket("luca");
        var closes = await town.Ticket("luca", status: TicketStatus.Returned, comments: [("luca", "2013-06-15T10:00", false)]);
        await With(town, desk => new SetRuleMode(desk).Run("accepted-too-long", null, Mode.Off, default));
        await With(town, desk => new SetRuleMode(desk).Run("accepted-too-long", "luca", Mode.Report, default));
        await With(town, desk => new SetRuleMode(desk).Run("tasks-missing", null, Mode.Off, default));
        foreach (var (rule, person) in new[] { ("still-new", (string?)null), ("customer-silent", "luca") })
        {
            Assert.Contains("the file wins", (await Refused(town, desk => new SetRuleMode(desk).Run(rule, person, Mode.Report, default))).Message, StringComparison.Ordinal);
        }

        var rules = (await With(town, desk => new RuleList(desk).Run("luca", "en", default))).ToDictionary(r => r.Rule, r => (r.Mode, r.Source));
        var answer = await Inspect(town);

        Assert.Equal((Mode.Off, ModeSource.File), rules["still-new"]);
        Assert.Equal((Mode.Fix, ModeSource.File), rules["customer-silent"]);
        Assert.Equal((Mode.Report, ModeSource.Person), rules["accepted-too-long"]);
        Assert.Equal((Mode.Off, ModeSource.Everybody), rules["tasks-missing"]);
        Assert.Equal((Mode.Fix, ModeSource.Usual), rules["work-under-way"]);
        Assert.True(Of(answer, "still-new").Off);
        Assert.True(Of(answer, "customer-silent").Fixed);
        Assert.Equal(TicketStatus.Closed, await town.StatusOf(closes));
        Assert.Contains("Now closed.", answer.People[0].Message.Text, StringComparison.Ordinal);
        Assert.Equal("mode", (await Refused(town, desk => new SetRuleMode(desk).Run("promise-passed", null, Mode.Fix, default))).Field);
        Assert.Equal("person", (await Refused(town, desk => new SetRuleMode(desk).Run("idle-account", "luca", Mode.Off, default))).Field);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Nobody_s_tickets_are_changed_who_has_not_allowed_it(DatabaseProvider provider)
    {
        await using var town = await Town(provider, settings => settings with { People = [new PersonSettings { Section = "user1", Id = "luca", Correct = false }] });
        var number = await town.Ticket("luca", status: TicketStatus.Returned, comments: [("luca", "2013-06-15T10:00", false)]);
        foreach (var rule in new[] { "customer-silent", "work-under-way" })
        {
            await With(town, desk => new SetRuleMode(desk).Run(rule, null, Mode.Fix, default));
        }

        var answer = await Inspect(town);

        Assert.Equal([number], Of(answer, "customer-silent").Tickets);
        Assert.False(Of(answer, "customer-silent").Fixed);
        Assert.True(Of(answer, "work-under-way").Off);
        Assert.Equal(TicketStatus.Returned, await town.StatusOf(number));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_ticket_of_somebody_who_left_is_handed_back_and_given_again(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var number = await town.Ticket("sandro");
        await town.Change(db =>
        {
            db.Contacts.Single(c => c.Name == "sandro").Active = false;
            return Task.CompletedTask;
        });

        var applied = await With(town, desk => new ApplyFinding(desk).Run("assignee-inactive", number, default));
        Assert.Equal(("assignee", "sandro", null), (applied.Field, applied.From, applied.To));
        Assert.Equal([""], await town.Rows($"select assignee_id from ticket where number = {number}"));
        Assert.Equal(["0 1"], await town.Rows("select assignee_id, n from ticket_count where n > 0"));

        await With(town, desk => new UndoFix(desk).Run(applied.Fix!.Value, default));
        Assert.Equal([$"{town.Key("sandro")}"], await town.Rows($"select assignee_id from ticket where number = {number}"));
        Assert.Equal("nobody", (await With(town, desk => new FixList(desk).Run(null, null, 10, default))).Single().To ?? "nobody");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everybody_sees_findings_and_corrections_of_tickets_within_reach_only(DatabaseProvider provider)
    {
        await using var town = await Access.Town.Open(provider);
        var number = await town.Ticket(TicketStatus.Accepted, "luca");
        await using (var program = await town.House.DeskOfProgram("test", default))
        {
            await new ReplyToTicket(program).Run(number, new("Among us.", Internal: true), default);
            await new ApplyFinding(program).Run("work-under-way", number, default);
        }

        var mine = await town.Ticket(TicketStatus.New, "luca");
        await town.Permit([Permission.TicketView, Permission.TicketChange]);
        foreach (var (name, findings, fixes) in new[] { ("luca", 1, 1), ("sandro", 0, 1) })
        {
            await using var desk = await town.DeskOf(name);
            var own = Assert.Single(await new FindingList(desk).Run(null, "still-new", "en", default));
            Assert.Equal((name, findings), (own.Contact, own.Rules[0].Count));
            Assert.Equal(fixes, (await new FixList(desk).Run(null, null, 10, default)).Count);
        }

        await using var sandro = await town.DeskOf("sandro");
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FindingList(sandro).Run("luca", null, "en", default))).Reason);
        await town.Permit([Permission.TicketView, Permission.ProgramRun]);
        await using var runner = await town.DeskOf("sandro");
        Assert.Equal(mine, (await new FindingList(runner).Run("luca", "still-new", "en", default))[0].Rules[0].Items.Single().Thing);
        await using var francesca = await town.DeskOf("francesca");
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FindingList(francesca).Run(null, null, "en", default))).Reason);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new RuleList(francesca).Run(null, "en", default))).Reason);
        await using var marco = await town.DeskOf("marco");
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FixList(marco).Run(null, null, 10, default))).Reason);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FixList(francesca).Run(null, null, 10, default))).Reason);
        await town.Permit([Permission.ReportView]);
        await using var blind = await town.DeskOf("luca");
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FindingList(blind).Run(null, null, "en", default))).Reason);
        Assert.Empty(await new FixList(blind).Run(null, null, 10, default));
        await town.Permit([Permission.TicketView, Permission.ProgramRun]);
        await using var luca = await town.DeskOf("luca");
        await new SetRuleMode(luca).Run("still-new", "luca", Mode.Off, default);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new SetRuleMode(luca).Run("still-new", "sandro", Mode.Off, default))).Reason);
    }

    private static async Task<Scenario> Town(DatabaseProvider provider, Func<HouseSettings, HouseSettings>? change = null)
    {
        var town = await Scenario.Open(provider, change: change);
        await town.Worker("luca", c => c.Correct = true);
        await town.Worker("sandro");
        await town.Customer("francesca");
        return town;
    }

    private static async Task<PerfectionistAnswer> Inspect(Scenario town, string date = Today) =>
        (await new PerfectionistProgram(town.House).Run(Manner.Of(town.House, date, false), default)).Answer!;

    private static Finding Of(PerfectionistAnswer answer, string rule) => answer.People.Single(p => p.Contact == "luca").Findings.Single(f => f.Rule == rule);

    private static async Task<T> With<T>(Scenario town, Func<Desk, Task<T>> use)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await use(desk);
    }

    private static Task With(Scenario town, Func<Desk, Task> use) => With(town, async desk =>
    {
        await use(desk);
        return 0;
    });

    private static Task<Refusal> Refused(Scenario town, Func<Desk, Task> use) => Assert.ThrowsAsync<Refusal>(() => With(town, use));
}
