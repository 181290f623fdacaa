using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Perfectionist;
using Sportello.Settings;
using Sportello.Tests.Jobs;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Perfectionist;

/// <summary>The rules after the first six: each finds what it is for and not its neighbour, with what made it so.</summary>
public sealed class FurtherRulesTests
{
    private const string Today = "2013-06-16";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_question_waits_from_the_first_time_it_is_asked_until_a_public_answer(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var waits = await town.Ticket("luca", status: TicketStatus.UnderReview, talk: [
            ("luca", "2013-06-10T08:00", "We look into it."),
            ("francesca", "2013-06-13T08:00", "Hello,\nwhen will it print again?"),
            ("francesca", "2013-06-16T06:00", "One more thing: the tray is green.")]);
        await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "When?"), ("luca", "2013-06-13T09:00", "Soon.")]);
        await town.Ticket("luca", talk: [("francesca", "2013-06-15T08:00", "Is it already fixed?")]);
        await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "See http://x.example/?a=1\n> When will you answer?")]);
        await town.Ticket("luca", status: TicketStatus.Closed, talk: [("francesca", "2013-06-13T08:00", "When?")]);
        var noted = await town.Ticket("luca", status: TicketStatus.UnderReview, talk: [("francesca", "2013-06-13T08:00", "Why?")], comments: [("luca", "2013-06-14T08:00", true)]);

        var finding = Of(await Inspect(town), "question-unanswered");

        Assert.Equal([waits, noted], finding.Tickets);
        Assert.Equal(
            new Evidence { Ticket = waits, By = "francesca", At = Scenario.Utc("2013-06-13T08:00"), Words = "when will it print again?" }, finding.Evidence![0]);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_snoozed_lies_still_with_reason_but_a_question_and_a_promise_go_on_waiting(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        int[] still = [
            await town.Ticket("luca", status: TicketStatus.UnderReview, talk: [("luca", "2013-06-01T08:00", "We will fix it by 3 June.")]),
            await town.Ticket("luca", status: TicketStatus.New, talk: [("francesca", "2013-06-01T08:00", "When?")]),
            await town.Ticket("luca", status: TicketStatus.Accepted, talk: [("francesca", "2013-06-01T08:00", "It does not print.")])];
        string[] rules = ["customer-silent", "still-new", "accepted-too-long"];
        Assert.Equal(still, await Found());
        await town.Change(db =>
        {
            db.Tickets.Where(t => still.Contains(t.Number)).ToList().ForEach(t => t.Snooze(Scenario.Utc("2013-07-01T08:00"), new Stamp(null, "luca", Door.Web, Scenario.Utc("2013-06-15T08:00"))));
            return Task.CompletedTask;
        });

        Assert.Empty(await Found());
        Assert.Equal([still[1]], Of(await Inspect(town), "question-unanswered").Tickets);
        Assert.Equal([still[0]], Of(await Inspect(town), "promise-passed").Tickets);

        async Task<IEnumerable<int>> Found()
        {
            var seen = await Inspect(town);
            return rules.SelectMany(rule => Of(seen, rule).Tickets).ToList();
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_promise_is_passed_when_its_day_is_over_and_we_have_not_written_on_it_or_after(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var passed = await town.Ticket("luca", talk: [("luca", "2013-06-11T08:00", "Thank you. We will fix it by Friday."), ("francesca", "2013-06-15T08:00", "And?")]);
        var meanwhile = await town.Ticket("luca", talk: [("luca", "2013-06-11T08:00", "Исправим до пятницы."), ("luca", "2013-06-12T08:00", "Работаем.")]);
        await town.Ticket("luca", talk: [("luca", "2013-06-11T08:00", "La correzione sarà pronta entro venerdì."), ("luca", "2013-06-14T18:00", "Ecco.")]);
        await town.Ticket("luca", talk: [("luca", "2013-06-11T08:00", "We'll send it by 16 June.")]);
        await town.Ticket("luca", talk: [("luca", "2013-06-11T08:00", "We'll send it by 12 June."), ("luca", "2013-06-11T09:00", "No: we'll send it by 20/06.")]);
        await town.Ticket("luca", talk: [("luca", "2013-06-11T08:00", "Please send us the log by Friday.")]);
        await town.Ticket("luca", talk: [("francesca", "2013-06-11T08:00", "I will be back by Friday.")]);

        var finding = Of(await Inspect(town), "promise-passed");

        Assert.Equal([passed, meanwhile], finding.Tickets);
        Assert.Equal(new DateOnly(2013, 6, 14), finding.Evidence![0].Day);
        Assert.Contains("for 14 June", Text(await Inspect(town)), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_announced_file_is_missing_until_it_or_a_later_one_is_there(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var missing = await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "See attached.")]);
        var russian = await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "Снимок экрана во вложении.")]);
        var italian = await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "Buongiorno, in allegato il file.")]);
        var brought = await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "I attach the list."), ("francesca", "2013-06-13T08:10", "Sorry, here it is.")]);
        await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "The printer is attached to the wall.\n> see attached")]);
        await town.Change(async db =>
        {
            var ticket = await Task.FromResult(db.Tickets.Single(t => t.Number == brought));
            db.Entry(ticket).Collection(t => t.Comments).Load();
            ticket.Comments[^1].Attach(new StoredFile("list.txt", "text/plain", 3, "00"));
        });

        var finding = Of(await Inspect(town), "attachment-missing");

        Assert.Equal([missing, russian, italian], finding.Tickets);
        Assert.Equal("Снимок экрана во вложении.", finding.Evidence![1].Words);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Tickets_and_their_work_end_together(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.WorkItem(501, WorkItemStatus.Done);
        await town.WorkItem(502, WorkItemStatus.InProgress);
        await town.WorkItem(503, WorkItemStatus.Cancelled);
        var ended = await town.Ticket("luca", status: TicketStatus.Returned, workItems: [501, 503]);
        await town.Ticket("luca", status: TicketStatus.TasksIssued, workItems: [501]);
        await town.Ticket("luca", status: TicketStatus.Accepted, workItems: [501, 502]);
        var early = await town.Ticket("luca", status: TicketStatus.Closed, workItems: [501, 502]);
        await town.Ticket("luca", status: TicketStatus.Closed, workItems: [503]);

        var answer = await Inspect(town);

        Assert.Equal([ended], Of(answer, "work-ended").Tickets);
        Assert.Equal("#501, #503", Of(answer, "work-ended").Evidence![0].Words);
        Assert.Equal([early], Of(answer, "closed-too-early").Tickets);
        Assert.Equal("#502", Of(answer, "closed-too-early").Evidence![0].Words);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Closed_without_a_word_is_said_for_a_week_and_not_of_who_closed_their_own(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var silently = await town.Ticket("luca", "2013-06-12T08:00", TicketStatus.Closed, talk: [("francesca", "2013-06-11T08:00", "It is broken.")], comments: [("luca", "2013-06-11T09:00", true)]);
        await town.Ticket("luca", "2013-06-12T08:00", TicketStatus.Closed, talk: [("luca", "2013-06-11T08:00", "Done."), ("francesca", "2013-06-11T09:00", "Thanks!")]);
        await town.Ticket("luca", "2013-06-01T08:00", TicketStatus.Closed, talk: [("francesca", "2013-05-30T08:00", "It is broken.")]);

        Assert.Equal([silently], Of(await Inspect(town), "closed-without-word").Tickets);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_ticket_that_goes_from_hand_to_hand_is_named_with_its_count(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var (three, four) = (await town.Ticket("luca"), await town.Ticket("luca"));
        foreach (var (number, hands) in new[] { (three, "sandro luca sandro luca"), (four, "sandro luca sandro luca sandro luca") })
        {
            foreach (var name in hands.Split(' ').Skip(number == three ? 1 : 0))
            {
                await town.Change(async db => (await Task.FromResult(db.Tickets.Single(t => t.Number == number)))
                    .Assign(db.Contacts.Single(c => c.Name == name), "somebody", new Stamp(null, "test", Door.Program, town.Clock.Now)));
            }
        }

        var finding = Of(await Inspect(town), "passed-around");

        Assert.Equal([four], finding.Tickets);
        Assert.Equal(6, finding.Evidence![0].Count);
        Assert.Contains($"DPR:{four} (6 times)", Text(await Inspect(town)), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Work_is_overdue_for_its_developer_and_stands_under_its_own_number(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        foreach (var (number, status, planned, developer) in new[]
        {
            (601, WorkItemStatus.InProgress, "2013-06-15", "luca"), (602, WorkItemStatus.InProgress, "2013-06-16", "luca"),
            (603, WorkItemStatus.Done, "2013-06-01", "luca"), (604, WorkItemStatus.Planned, "2013-06-01", "sandro"),
        })
        {
            await town.WorkItem(number, status);
            await town.Change(db =>
            {
                var item = db.WorkItems.Single(w => w.Number == number);
                item.Take(item.Record with { PlannedEnd = DateOnly.Parse(planned), Developer = town.Key(developer) });
                return Task.CompletedTask;
            });
        }

        var finding = Of(await Inspect(town), "work-overdue");

        Assert.Empty(finding.Tickets);
        Assert.Equal([new Evidence { WorkItem = 601, Day = new DateOnly(2013, 6, 15), Words = "Job 601" }], finding.Evidence!);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_house_is_looked_through_for_what_is_nobody_s(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Customer("giorgia");
        var orphan = await town.Ticket("sandro");
        await town.Ticket("sandro", status: TicketStatus.Closed);
        await town.Change(db =>
        {
            db.Contacts.Single(c => c.Name == "sandro").Active = false;
            db.Contacts.Single(c => c.Name == "francesca").ReachableAt(["info@barilla.example"]);
            db.Contacts.Single(c => c.Name == "giorgia").ReachableAt(["INFO@barilla.example", "giorgia@barilla.example"]);
            var gone = new Organization("Siex", OrganizationCategory.Customer);
            gone.Describe("Siex", OrganizationCategory.Customer, active: false);
            db.Add(gone);
            db.SaveChanges();
            db.Add(new Contact("elena", gone.Id));
            foreach (var (name, last, staff) in new[] { ("fabio", "2013-03-17T07:00", true), ("paolo", "2013-03-19T07:00", true), ("chiara", "2013-01-01", false), ("marco", "", true) })
            {
                var user = new User(name) { Staff = staff };
                if (last.Length > 0)
                {
                    user.SignedIn(Scenario.Utc(last));
                }

                db.Add(user);
            }

            return Task.CompletedTask;
        });

        var house = (await Inspect(town)).House;

        Assert.Equal(["assignee-inactive", "contact-without-organization", "shared-address", "address-elsewhere", "address-dead", "mailbox-silent", "idle-account"], house.Findings.Select(f => f.Rule));
        Assert.Equal([orphan], house.Findings[0].Tickets);
        Assert.Equal(["elena Siex"], house.Findings[1].Evidence!.Select(e => $"{e.Contact} {e.Words}"));
        Assert.Equal(["francesca info@barilla.example", "giorgia info@barilla.example"], house.Findings[2].Evidence!.Select(e => $"{e.Contact} {e.Words}"));
        Assert.Equal(["fabio"], house.Findings[6].Evidence!.Select(e => e.Account));
        Assert.Contains("elena (Siex)", house.Text, StringComparison.Ordinal);
        Assert.Equal(house.Text + "\n", await File.ReadAllTextAsync(Path.Combine(town.Folder, "msg", "_house")));
        var written = File.GetLastWriteTimeUtc(Path.Combine(town.Folder, "msg", "_house"));
        await Inspect(town);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(town.Folder, "msg", "_house")));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_merged_is_remembered_where_the_conversation_goes_on(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var source = await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "When?")]);
        var target = await town.Ticket("luca", talk: [("francesca", "2013-06-12T08:00", "See attached.")]);
        town.Clock.Now = Scenario.Utc("2013-06-15T10:00");
        await using (var desk = await town.House.DeskOfProgram("test", default))
        {
            await new MergeTickets(desk).Run(source, target, default);
        }

        var answer = await Inspect(town);

        Assert.Equal([target], Of(answer, "question-unanswered").Tickets);
        Assert.Equal([target], Of(answer, "attachment-missing").Tickets);
        Assert.Empty(Of(answer, "closed-without-word").Tickets);
    }

    /// <summary>A database that was there before the rules: what its tickets leave to be remembered is read once.</summary>
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Tickets_from_before_are_read_again_once(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Ticket("luca", talk: [("francesca", "2013-06-13T08:00", "When? See attached."), ("sandro", "2013-06-14T08:00", "We will fix it by Friday.")]);
        await town.Ticket("luca", talk: [("luca", "2013-06-10T08:00", "Hello."), ("francesca", "2013-06-13T08:00", "When?")]);
        const string Kept = "select asked_at, promised_on, file_mentioned_at from ticket order by id";
        var before = await town.Rows(Kept);
        await using var desk = await town.House.DeskOfProgram("test", default);
        await desk.Sql.Run("update ticket set asked_at = null, promised_on = null, file_mentioned_at = null", default);

        await FirstThings.Lay(town.House, ["0005_rules"], default);

        Assert.Equal(before, await town.Rows(Kept));
        Assert.Equal(2, before.Distinct().Count());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_first_six_answer_the_same_whatever_the_others_find_and_do(DatabaseProvider provider)
    {
        await using var town = await Town(provider, settings => settings with
        {
            Perfectionist = new PerfectionistSettings { Modes = new Dictionary<string, string> { ["work-ended"] = "fix", ["closed-too-early"] = "fix", ["assignee-inactive"] = "fix" } },
        });
        await town.WorkItem(501, WorkItemStatus.Done);
        await town.WorkItem(502, WorkItemStatus.InProgress);
        var ended = await town.Ticket("luca", status: TicketStatus.New, workItems: [501], talk: [("francesca", "2013-06-13T08:00", "When?")]);
        var early = await town.Ticket("luca", status: TicketStatus.Closed, workItems: [502]);

        var dry = await Inspect(town, dryRun: true);
        var real = await Inspect(town);

        Assert.Equal([ended], Of(real, "still-new").Tickets);
        Assert.True(Of(real, "work-ended").Fixed);
        Assert.Equal((TicketStatus.Closed, TicketStatus.TasksIssued), (await town.StatusOf(ended), await town.StatusOf(early)));
        Assert.Equal(Flat(dry), Flat(real));
        Assert.DoesNotContain("{", Text(dry) + Text(real), StringComparison.Ordinal);
        var again = await Inspect(town);
        Assert.All(again.People[0].Findings, f => Assert.False(f.Fixed));
    }

    [Fact]
    public void Every_rule_has_an_id_of_its_own_and_speaks_three_languages()
    {
        Assert.Equal(Check.Everything.Count, Check.Everything.Select(c => c.Id).Distinct().Count());
        Assert.Equal(["work-under-way", "tasks-finished", "tasks-missing", "customer-silent", "still-new", "accepted-too-long"], Check.Everything.Take(6).Select(c => c.Id));
        foreach (var sentence in Check.Everything.SelectMany(c => new[] { c.Title, c.Findings, c.InOrder, c.Off }))
        {
            Assert.All(new[] { sentence.En, sentence.Ru, sentence.It }, text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.Equal(3, new[] { sentence.En, sentence.Ru, sentence.It }.Distinct().Count());
        }
    }

    private static async Task<Scenario> Town(DatabaseProvider provider, Func<HouseSettings, HouseSettings>? change = null)
    {
        var town = await Scenario.Open(provider, change: change);
        await town.Worker("luca", c => c.Correct = true);
        await town.Worker("sandro");
        await town.Customer("francesca");
        return town;
    }

    private static async Task<PerfectionistAnswer> Inspect(Scenario town, bool dryRun = false) =>
        (await new PerfectionistProgram(town.House).Run(Manner.Of(town.House, Today, dryRun), default)).Answer!;

    private static Finding Of(PerfectionistAnswer answer, string rule) => answer.People.Single(p => p.Contact == "luca").Findings.Single(f => f.Rule == rule);

    private static string Text(PerfectionistAnswer answer) => answer.People.Single(p => p.Contact == "luca").Message.Text;

    private static IEnumerable<string> Flat(PerfectionistAnswer answer) => answer.People.SelectMany(p => p.Findings).Concat(answer.House.Findings)
        .Select(f => $"{f.Rule} {string.Join(',', f.Tickets)} {f.Fixed} {f.Off} {string.Join(',', f.Evidence ?? [])}");
}
