using Sportello.Data;
using Sportello.Jobs;
using Sportello.Reports;
using Sportello.Tests.Jobs;
using Sportello.TestTrends;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Reports;

public sealed class ReportTests
{
    private static readonly TimeZoneInfo Rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Opened_closed_first_answers_and_solutions_are_counted_by_day_and_by_assignee(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Workers("luca", "sandro");
        await town.Customer("francesca");

        // Ten answers after 1, 2, … 10 hours: the middle one is 5, nine of ten are within 9.
        for (var hour = 1; hour <= 10; hour++)
        {
            await town.Ticket("luca", "2013-06-03T06:00", comments: [("francesca", "2013-06-03T06:00", false), ("luca", "2013-06-03T06:30", true), ("luca", $"2013-06-03T{6 + hour:00}:00", false), ("luca", "2013-06-09T06:00", false)]);
        }

        // Half past eleven in the evening in Rome is the day before in no zone but ours; this one was opened by us and never answered.
        var late = await town.Ticket("sandro", "2013-06-04T21:59", TicketStatus.Closed, TicketKind.Consultation, [("sandro", "2013-06-04T21:59", false)]);
        await town.Rows($"update ticket set closed_at = opened_at + 7200000 where number = {late}");
        await town.Rows("update ticket set rating = 2, rated_at = opened_at + 1000 where number = (select min(number) from ticket)");
        await using var desk = await town.House.DeskOfProgram("test", default);

        var report = await new TicketReport(desk).Run(new(new(2013, 6, 3), new(2013, 6, 5), Split.Assignee), default);

        Assert.Equal(["luca 10 0 18000 32400   0 1", "sandro 1 1   7200 7200 0 0"], Lines(report.Table));
        Assert.Equal([" 10 0 18000 32400   0 1", " 1 0     0 0", " 0 1   7200 7200 0 0"], Lines(report.OverTime));
        Assert.Equal([new DateOnly(2013, 6, 3), new(2013, 6, 4), new(2013, 6, 5)], report.OverTime.Rows.Select(r => r.Day!.Value));
        var kinds = await new TicketReport(desk).Run(new(new(2013, 6, 4), new(2013, 6, 4), Split.Kind, "barilla sw1"), default);
        Assert.Equal(["kind.consultation 1 0     0 0"], Lines(kinds.Table));
        Assert.Empty((await new TicketReport(desk).Run(new(new(2013, 6, 4), new(2013, 6, 4), Split.Organization, "elsewhere"), default)).Table.Rows);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Open_bugs_are_reckoned_back_week_by_week_beside_the_tests_that_there_were(DatabaseProvider provider)
    {
        await using var town = await Scenario.Open(provider);
        await town.Worker("luca");
        await town.Suite("printing", "luca");
        await town.WorkItem(7, WorkItemStatus.InProgress, WorkType.BugFix, "printing");
        await town.Ticket("luca", "2013-01-05T09:00");
        var closed = await town.Ticket("luca", "2013-06-11T09:00", TicketStatus.Closed);
        await town.Rows($"update ticket set closed_at = {new DateTimeOffset(2013, 6, 18, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()} where number = {closed}");
        await town.Ticket("luca", "2013-06-19T09:00");
        await town.Ticket("luca", "2013-06-19T09:00", kind: TicketKind.Consultation);
        town.Clock.Now = Scenario.Utc("2013-06-20T09:00");
        await using var desk = await town.House.DeskOfProgram("test", default);
        await Import(desk, "2013-06-05T10:00:00Z", tests: 2);
        await Import(desk, "2013-06-12T10:00:00Z", tests: 3);
        await new TestTrendsProgram(town.House).Run(Manner.Of(town.House, "2013-06-19", false), default);

        var trends = await new TrendsPage(desk).Run(default);

        Assert.Equal([("2013-05-27", "  1 0"), ("2013-06-03", " 2 1 0"), ("2013-06-10", " 3 2 1"), ("2013-06-17", "1 3 2 1")],
            trends.OverTime.Rows.TakeLast(4).Select(r => ($"{r.Day:yyyy-MM-dd}", string.Join(' ', r.Values))));
        Assert.Equal(["1 1 1"], trends.Snapshots.Rows.Select(r => string.Join(' ', r.Values)));
        var suite = Assert.Single(trends.Suites);
        Assert.Equal(("printing", "luca", 1L, 3, 0), (suite.Name, suite.Owner, suite.OpenFixes, suite.Last!.Tests, suite.Last.Failures));
    }

    [Fact]
    public void Buckets_are_whole_days_weeks_from_monday_and_months_also_when_the_clocks_change()
    {
        var days = Buckets.Of(new(2013, 3, 30), new(2013, 4, 1), BucketWidth.Day, Rome);
        Assert.Equal([24, 23, 24], days.Select(b => (b.End - b.Start).TotalHours));
        var weeks = Buckets.Of(new(2013, 6, 5), new(2013, 6, 18), BucketWidth.Week, Rome);
        Assert.Equal(["5–9", "10–16", "17–18"], weeks.Select(b => $"{b.From.Day}–{b.To.Day}"));
        var months = Buckets.Of(new(2013, 1, 31), new(2013, 3, 1), BucketWidth.Month, Rome);
        Assert.Equal(["31–31", "1–28", "1–1"], months.Select(b => $"{b.From.Day}–{b.To.Day}"));
        Assert.Equal((0, 1, 2, -1), (Buckets.Find(months, months[0].Start), Buckets.Find(months, months[1].Start), Buckets.Find(months, months[2].End.AddTicks(-1)), Buckets.Find(months, months[2].End)));
    }

    private static Task Import(Desk desk, string at, int tests) => new ImportTestResults(desk).Run(
        [new ReportFile($"{tests}.xml", System.Text.Encoding.UTF8.GetBytes($"<testsuite name='printing' timestamp='{at}'>{string.Concat(Enumerable.Range(0, tests).Select(n => $"<testcase name='t{n}'/>"))}</testsuite>"))], default);

    private static IEnumerable<string> Lines(Grid grid) => grid.Rows.Select(r => $"{r.Label} {string.Join(' ', r.Values)}");
}
