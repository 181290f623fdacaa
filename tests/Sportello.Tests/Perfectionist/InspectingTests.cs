using Sportello.Data;
using Sportello.Jobs;
using Sportello.Perfectionist;
using Sportello.Settings;
using Sportello.Tests.Jobs;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Perfectionist;

public sealed class InspectingTests
{
    private const string Today = "2013-06-16";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_we_have_begun_to_answer_goes_under_review(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var noted = await town.Ticket("luca", status: TicketStatus.New, comments: [("sandro", "2013-06-15T10:00", true)]);
        var answered = await town.Ticket("luca", status: TicketStatus.Accepted, comments: [("luca", "2013-06-15T10:00", false)]);
        var untouched = await town.Ticket("luca", status: TicketStatus.New, comments: [("francesca", "2013-06-15T10:00", false)]);

        var answer = await Inspect(town);

        Assert.Equal([noted, answered], Of(answer, "work-under-way").Tickets);
        Assert.True(Of(answer, "work-under-way").Fixed);
        Assert.Equal([untouched], Of(answer, "still-new").Tickets);
        Assert.Equal(TicketStatus.UnderReview, await town.StatusOf(noted));
        Assert.Equal(TicketStatus.New, await town.StatusOf(untouched));
        Assert.Equal(["perfectionist 4 new under-review", "perfectionist 4 accepted under-review"],
            await town.Rows("select who, door, from_value, to_value from history where what = 'status' order by id"));
        Assert.Equal(["1 1", "3 2"], await town.Rows("select status, sum(n) from ticket_count where n > 0 group by status order by status"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_dry_run_says_what_the_rules_after_would_see_and_changes_nothing(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var silent = await town.Ticket("luca", "2013-06-01T08:00", TicketStatus.Accepted, comments: [("luca", "2013-06-02T10:00", false)]);
        var forgotten = await town.Ticket("luca", "2013-06-01T08:00", TicketStatus.Accepted);

        var dry = await Inspect(town, dryRun: true);

        Assert.Equal([silent], Of(dry, "work-under-way").Tickets);
        Assert.True(Of(dry, "work-under-way").Fixed);
        Assert.Equal([silent], Of(dry, "customer-silent").Tickets);
        Assert.Equal([forgotten], Of(dry, "accepted-too-long").Tickets);
        Assert.Equal(TicketStatus.Accepted, await town.StatusOf(silent));
        Assert.Empty(await town.Rows("select id from job_run union all select id from perfectionist_report union all select id from chat_message"));
        Assert.False(System.IO.Directory.Exists(Path.Combine(town.Folder, "msg")));

        var real = await Inspect(town);
        Assert.Equal(Flat(dry), Flat(real));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Without_the_switch_the_check_is_off_and_the_tickets_stay_as_they_are(DatabaseProvider provider)
    {
        await using var town = await Town(provider, correct: false);
        var number = await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-15T10:00", false)]);

        var answer = await Inspect(town);

        var finding = Of(answer, "work-under-way");
        Assert.Equal((0, false, true), (finding.Tickets.Count, finding.Fixed, finding.Off));
        Assert.All(answer.People[0].Findings.Where(f => f.Rule != "work-under-way"), f => Assert.False(f.Off));
        Assert.Equal([number], Of(answer, "still-new").Tickets);
        Assert.Contains("off", answer.People[0].Message.Text, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Finished_work_proposes_closing_and_issued_tasks_that_are_not_there_are_an_error(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.WorkItem(501, WorkItemStatus.Done);
        await town.WorkItem(502, WorkItemStatus.Cancelled);
        await town.WorkItem(503, WorkItemStatus.InProgress);
        var finished = await town.Ticket("luca", status: TicketStatus.TasksIssued, workItems: [501, 502]);
        await town.Ticket("luca", status: TicketStatus.TasksIssued, workItems: [501, 503]);
        var missing = await town.Ticket("luca", status: TicketStatus.TasksIssued);
        await town.Ticket("luca", status: TicketStatus.UnderReview, workItems: [501]);

        var answer = await Inspect(town);

        Assert.Equal([finished], Of(answer, "tasks-finished").Tickets);
        Assert.Equal([missing], Of(answer, "tasks-missing").Tickets);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_customer_is_silent_when_our_public_word_is_the_last_and_older_than_five_days(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var returned = await town.Ticket("luca", status: TicketStatus.Returned, comments: [("francesca", "2013-06-01T08:00", false), ("luca", "2013-06-11T06:59", false)]);
        var noteAfter = await town.Ticket("luca", status: TicketStatus.UnderReview, comments: [("luca", "2013-06-03T08:00", false), ("luca", "2013-06-15T08:00", true)]);
        await town.Ticket("luca", status: TicketStatus.UnderReview, comments: [("luca", "2013-06-11T07:00", false)]);
        await town.Ticket("luca", status: TicketStatus.UnderReview, comments: [("luca", "2013-06-03T08:00", false), ("francesca", "2013-06-04T08:00", false)]);
        await town.Ticket("luca", status: TicketStatus.UnderReview, comments: [("luca", "2013-06-03T08:00", true)]);
        await town.Ticket("luca", status: TicketStatus.TasksIssued, comments: [("luca", "2013-06-03T08:00", false)]);
        await town.Ticket("luca", status: TicketStatus.Closed, comments: [("luca", "2013-06-03T08:00", false)]);

        Assert.Equal([returned, noteAfter], Of(await Inspect(town), "customer-silent").Tickets);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Accepted_is_too_long_from_the_fifth_day_on_to_the_minute(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var tooLong = await town.Ticket("luca", "2013-06-11T07:00", TicketStatus.Accepted);
        await town.Ticket("luca", "2013-06-11T07:01", TicketStatus.Accepted);

        Assert.Equal([tooLong], Of(await Inspect(town), "accepted-too-long").Tickets);
        Assert.Equal(2, Of(await Inspect(town, Today + "T09:01"), "accepted-too-long").Tickets.Count);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everybody_hears_of_their_own_tickets_only_in_order_of_name_and_of_every_rule(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Worker("daniele", c => c.Correct = true);
        await town.Worker("fabio", c => c.Stat = true);
        var luca = await town.Ticket("luca");
        var daniele = await town.Ticket("daniele");
        await town.Ticket("sandro");

        var answer = await Inspect(town);

        Assert.Equal(["daniele", "luca"], answer.People.Select(p => p.Contact));
        Assert.Equal([daniele], answer.People[0].Findings.Single(f => f.Rule == "still-new").Tickets);
        Assert.Equal([luca], answer.People[1].Findings.Single(f => f.Rule == "still-new").Tickets);
        Assert.All(answer.People, p => Assert.Equal(
            ["work-under-way", "tasks-finished", "tasks-missing", "customer-silent", "still-new", "accepted-too-long"], p.Findings.Take(6).Select(f => f.Rule)));
        Assert.All(answer.People, p => Assert.Equal(p.Findings.Count + 2, p.Message.Text.Split('\n').Length));
        Assert.Equal("• Still new: 1 ticket waits for a first look: DPR:10002.", answer.People[0].Message.Text.Split('\n')[1]);
        Assert.Contains($"DPR:{luca}", answer.People[1].Message.Text, StringComparison.Ordinal);
        Assert.Equal(answer.People[1].Message.Text + "\n", await File.ReadAllTextAsync(Path.Combine(town.Folder, "msg", "luca")));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_second_run_changes_nothing_and_says_nothing_twice(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-03T08:00", false)]);
        await Inspect(town);
        var before = await State(town);

        var again = await Inspect(town);

        Assert.Empty(Of(again, "work-under-way").Tickets);
        Assert.False(Of(again, "work-under-way").Fixed);
        Assert.Single(Of(again, "customer-silent").Tickets);
        Assert.Equal(before, await State(town));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_at_once_correct_each_ticket_once(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        for (var i = 0; i < 20; i++)
        {
            await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-15T08:00", false)]);
        }

        var answers = await Task.WhenAll(Inspect(town), Inspect(town));

        Assert.Equal(20, answers.Sum(a => Of(a, "work-under-way").Tickets.Count));
        Assert.Equal(["20"], await town.Rows("select count(*) from history where what = 'status'"));
        Assert.Equal(["1"], await town.Rows("select count(*) from perfectionist_report"));
    }

    [Theory]
    [InlineData("en", "Good morning, luca!")]
    [InlineData("ru", "Доброе утро, luca!")]
    [InlineData("it", "Buongiorno, luca!")]
    public async Task Everybody_is_spoken_to_in_their_own_language(string language, string greeting)
    {
        await using var town = await Town(DatabaseProvider.Sqlite, language: language);
        await town.Ticket("luca");

        Assert.StartsWith(greeting, (await Inspect(town)).People[0].Message.Text, StringComparison.Ordinal);
    }

    private static async Task<Scenario> Town(DatabaseProvider provider, bool correct = true, string? language = null)
    {
        var town = await Scenario.Open(provider, change: s => correct ? s : s with { People = [new PersonSettings { Section = "user1", Id = "luca" }] });
        await town.Worker("luca", c => (c.Correct, c.Language) = (correct, language));
        await town.Worker("sandro");
        await town.Customer("francesca");
        return town;
    }

    private static async Task<PerfectionistAnswer> Inspect(Scenario town, string date = Today, bool dryRun = false)
    {
        var ended = await new PerfectionistProgram(town.House).Run(Manner.Of(town.House, date, dryRun), default);
        Assert.Equal(Outcome.Done, ended.Outcome);
        return ended.Answer!;
    }

    private static Finding Of(PerfectionistAnswer answer, string rule) => answer.People.Single(p => p.Contact == "luca").Findings.Single(f => f.Rule == rule);

    private static IEnumerable<string> Flat(PerfectionistAnswer answer) =>
        answer.People.SelectMany(p => p.Findings.Select(f => $"{p.Contact} {f.Rule} {string.Join(',', f.Tickets)} {f.Fixed} {f.Off}"));

    private static async Task<string> State(Scenario town) => string.Join('\n', [
        .. await town.Rows("select id, status, version from ticket order by id"),
        .. await town.Rows("select id, text from perfectionist_report order by id"),
        .. await town.Rows("select count(*) from history"),
        .. await town.Rows("select id, attempts from chat_message order by id"),
        await File.ReadAllTextAsync(Path.Combine(town.Folder, "msg", "luca"))]);
}
