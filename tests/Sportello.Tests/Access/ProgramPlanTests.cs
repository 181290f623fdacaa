using Sportello.Data;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Perfectionist;
using Sportello.TestTrends;
using Sportello.Tests.Jobs;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Access;

/// <summary>Whatever the programs ask of what grows with the years is found by an index.</summary>
public sealed class ProgramPlanTests
{
    private static readonly string[] Growing = ["ticket", "comment", "attachment", "history", "work_item", "ticket_work_item", "chat_message", "job_run", "perfectionist_decision", "perfectionist_report"];

    /// <summary>Test trends count all bug fixes with a suite, and this index holds what they ask.</summary>
    private static readonly string[] Small = ["ix_work_item_work_type_suite_id_status"];

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
        var heard = new List<(string Text, (string, object?)[] Parameters)>();
        var dialect = town.House.Database.Dialect;
        dialect.Heard = (text, parameters) => heard.Add((text, parameters));
        await new PerfectionistProgram(town.House).Run(Manner.Of(town.House, "2013-06-30", false), default);
        await new LeadersProgram(town.House).Run(Period.Month, Manner.Of(town.House, "2013-06-30", false), default);
        await new TestTrendsProgram(town.House).Run(Manner.Of(town.House, "2013-06-30", false), default);
        dialect.Heard = null;

        await using var desk = await town.House.DeskOfProgram("test", default);
        if (provider == DatabaseProvider.PostgreSql)
        {
            await desk.Sql.Run("set enable_seqscan = off", default);
            await desk.Sql.Run("set plan_cache_mode = force_custom_plan", default);
        }

        var faults = new List<string>();
        foreach (var (text, parameters) in heard.Where(h => !h.Text.TrimStart().StartsWith("insert", StringComparison.Ordinal)).DistinctBy(h => h.Text))
        {
            var plan = await Plan(desk, provider, text, parameters);
            faults.AddRange(plan.Where(step => Growing.Any(table => ReadsThrough(step, table))).Select(step => $"{step}\n{text}"));
        }

        Assert.True(heard.Count > 40);
        Assert.Empty(faults);
    }

    private static Task<List<string>> Plan(Desk desk, DatabaseProvider provider, string text, (string, object?)[] parameters) => provider == DatabaseProvider.Sqlite
        ? desk.Sql.List("explain query plan " + text, r => r.GetString(3), default, parameters)
        : desk.Sql.List("explain " + text, r => r.GetString(0), default, parameters);

    private static bool ReadsThrough(string step, string table) =>
        (step.Contains($"Seq Scan on {table} ", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(step, $"^SCAN ({table}|{Alias(table)})( |$)"))
        && !Small.Any(s => step.Contains(s, StringComparison.Ordinal));

    private static string Alias(string table) => table switch { "ticket" => "t", "comment" => "c0", "work_item" => "w", "ticket_work_item" => "l", "history" => "h", "attachment" => "a0", "perfectionist_decision" => "d", _ => table };
}
