using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Messaging;
using Sportello.Perfectionist;
using Sportello.Reports;
using Sportello.TestTrends;
using Sportello.Tests.Jobs;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Access;

/// <summary>Whatever the programs ask of what grows with the years is found by an index.</summary>
public sealed class ProgramPlanTests
{
    private static readonly string[] Growing = ["ticket", "comment", "attachment", "history", "work_item", "ticket_work_item", "chat_message", "job_run", "perfectionist_decision", "perfectionist_report"];

    /// <summary>Test trends count all bug fixes with a suite, and rules what people have said of them by hand; these indexes hold no more than that.</summary>
    private static readonly string[] Small = ["ix_work_item_work_type_suite_id_status", "ix_perfectionist_decision_said"];

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task No_program_reads_what_grows_from_end_to_end(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Worker("luca", c => (c.Correct, c.Stat, c.Slack) = (true, true, "luca"));
        await town.Customer("francesca");
        await town.WorkItem(501, WorkItemStatus.Done);
        await town.Ticket("luca", status: TicketStatus.Returned, workItems: [501], talk: [("francesca", "2013-06-13T08:00", "See attached. Why?"), ("luca", "2013-06-14T08:00", "We will fix it by tomorrow.")]);
        await town.Ticket("luca", "2013-06-15T10:00", TicketStatus.Closed, workItems: [501], talk: [("francesca", "2013-06-13T08:00", "Why?")]);
        await town.Ticket("luca", status: TicketStatus.New, comments: [("luca", "2013-06-15T10:00", true)]);
        var heard = await Heard(town);

        await using var desk = await town.House.DeskOfProgram("test", default);
        if (provider == DatabaseProvider.PostgreSql)
        {
            await desk.Sql.Run("set enable_seqscan = off", default);
            await desk.Sql.Run("set plan_cache_mode = force_custom_plan", default);
        }

        Assert.True(heard.Count > 60);
        Assert.Empty(await Faults(desk, provider, heard, Growing));
    }

    /// <summary>
    /// With years behind it the database chooses by itself. The links and the work between them are many, and the work that goes on is more
    /// than would be looked up at once.
    /// </summary>
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Over_many_tickets_the_database_itself_chooses_an_index_for_every_question(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Worker("luca", c => (c.Correct, c.Stat) = (true, true));
        await town.Customer("francesca");
        await town.Ticket("luca");
        await town.Suite("printing", "luca");
        await using var desk = await town.House.DeskOfProgram("test", default);
        await Grow(desk, town.Key("luca"), town.Key("francesca"));

        var heard = await Heard(town);

        var faults = await Faults(desk, provider, heard, ["ticket", "comment", "history", "work_item", "ticket_work_item"]);
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    /// <summary>Five years of tickets, of which one in a hundred is open; a work item for each second one, one in fifty of them going on.</summary>
    private static async Task Grow(Desk desk, long worker, long customer)
    {
        const int Tickets = 40_000;
        var numbers = $"with recursive n(i) as (select 1 union all select i + 1 from n where i < {Tickets})";
        await desk.Begin(default);
        await desk.Sql.Run(
            $"""
             insert into ticket (number, project_id, kind, status, open, priority, subject, requester_id, assignee_id, origin, opened_at, updated_at, closed_at,
                 comment_count, last_comment_by_staff, last_public_by_staff, staff_commented, version)
             {numbers} select 100000 + i, p.id, 1 + i % 3, case when i % 100 = 0 then 3 else 5 end, i % 100 = 0, 2, 'A ticket', @customer, @worker, 1,
                 1214000000000 + cast(i as bigint) * 3944000, 1214000000000 + cast(i as bigint) * 3944000, case when i % 100 = 0 then null else 1214086400000 + cast(i as bigint) * 3944000 end, 0, i % 2 = 0, i % 2 = 0, true, 1
             from n, project p
             """,
            default,
            ("@worker", worker),
            ("@customer", customer));
        await desk.Sql.Run(
            $"""
             insert into work_item (number, project_id, name, work_type, status, priority, developer_id, suite_id, finished_at, version)
             {numbers} select 100000 + i, p.id, 'A job', 1 + i % 3, case when i % 50 = 0 then 6 else 3 end, 2, @worker, case when i % 20 = 0 then s.id end, 1214000000000 + cast(i as bigint) * 3944000, 1
             from n, project p, test_suite s where i % 2 = 0
             """,
            default,
            ("@worker", worker));
        await desk.Sql.Run("insert into ticket_work_item (ticket_id, work_item_id) select t.id, w.id from ticket t join work_item w on w.number = t.number", default);
        await desk.Sql.Run(
            "insert into history (subject, subject_id, subject_version, at, who, door, what, to_value) select 1, t.id, 1, t.opened_at, 'test', 1, 'status', 'closed' from ticket t", default);
        await desk.Sql.Run(
            "insert into comment (ticket_id, author_name, at, internal, by_staff, automatic, door, body) select t.id, 'test', t.opened_at, false, true, false, 1, 'Hello' from ticket t", default);
        await desk.Save(default);
        await desk.Sql.Run(string.Equals(desk.Sql.Dialect.Name, "sqlite", StringComparison.Ordinal) ? "analyze" : "vacuum analyze", default);
    }

    /// <summary>Everything that the programs and their pages ask.</summary>
    private static async Task<List<(string Text, (string, object?)[] Parameters)>> Heard(Scenario town)
    {
        var heard = new List<(string Text, (string, object?)[] Parameters)>();
        var dialect = town.House.Database.Dialect;
        town.Clock.Now = Scenario.Utc("2013-06-30T07:00");
        dialect.Heard = (text, parameters) => heard.Add((text, parameters));
        await new PerfectionistProgram(town.House).Run(Manner.Of(town.House, "2013-06-30", false), default);
        await new LeadersProgram(town.House).Run(Period.Month, Manner.Of(town.House, "2013-06-30", false), default);
        await new TestTrendsProgram(town.House).Run(Manner.Of(town.House, "2013-06-30", false), default);
        await using var desk = await town.House.DeskOfProgram("test", default);
        foreach (var period in Enum.GetValues<Period>())
        {
            await new LeadersPage(desk).Run(period, null, default);
        }

        foreach (var by in Enum.GetValues<Split>())
        {
            await new TicketReport(desk).Run(new ReportQuery(new DateOnly(2011, 7, 1), new DateOnly(2013, 6, 30), by), default);
            await new TicketReport(desk).Run(new ReportQuery(new DateOnly(2013, 6, 1), new DateOnly(2013, 6, 30), by, "barilla sw1"), default);
        }

        await new TrendsPage(desk).Run(default);
        await new FindingList(desk).Run(null, null, "en", default);
        await new RuleList(desk).Run(null, "en", default);
        await new FixList(desk).Run(null, null, 50, default);
        await new JobList(desk).Run(default);
        await new ChatList(desk).Run(default);
        dialect.Heard = null;
        return heard;
    }

    private static async Task<List<string>> Faults(Desk desk, DatabaseProvider provider, List<(string Text, (string, object?)[] Parameters)> heard, string[] tables)
    {
        var faults = new List<string>();
        foreach (var (text, parameters) in heard.Where(h => !h.Text.TrimStart().StartsWith("insert", StringComparison.Ordinal)).DistinctBy(h => h.Text))
        {
            var plan = await Plan(desk, provider, text, parameters);
            faults.AddRange(plan.Where(step => tables.Any(table => ReadsThrough(step, table))).Select(step => $"{step}\n{text}"));
        }

        return faults;
    }

    private static Task<List<string>> Plan(Desk desk, DatabaseProvider provider, string text, (string, object?)[] parameters) => provider == DatabaseProvider.Sqlite
        ? desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters)
        : desk.Sql.List("explain " + text, r => r.GetString(0), default, parameters);

    private static bool ReadsThrough(string step, string table) =>
        (step.Contains($"Seq Scan on {table} ", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(step, $"^SCAN ({table}|{Alias(table)})( |$)"))
        && !Small.Any(s => step.Contains(s, StringComparison.Ordinal));

    private static string Alias(string table) => table switch { "ticket" => "t", "comment" => "c0", "work_item" => "w", "ticket_work_item" => "l", "history" => "h", "attachment" => "a0", "perfectionist_decision" => "d", _ => table };
}
