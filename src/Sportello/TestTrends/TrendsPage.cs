using Sportello.Access;
using Sportello.Data;
using Sportello.Reports;
using Sportello.Tickets;
using Sportello.Words;
using Sportello.WorkItems;

namespace Sportello.TestTrends;

/// <summary>A suite with its owner, its last result, and the bug fixes that it guards and that are not ended.</summary>
public sealed record SuiteRow(string Name, string? Owner, long OpenFixes, SuiteResult? Last);

public sealed record SuiteResult(DateTime At, int Tests, int Failures, int Skipped, TimeSpan Took);

public sealed record TrendsView(Grid OverTime, Grid Snapshots, IReadOnlyList<SuiteRow> Suites);

/// <summary>Tests against bugs: as the one grows, the other should fall.</summary>
public sealed class TrendsPage(Desk desk)
{
    private const int Weeks = 26;
    private const int MostDays = 366;

    private const string LastRun = "(select {0} from test_run r where r.suite_name = s.name and r.at < @until order by r.at desc limit 1)";

    public static bool IsFor(Actor actor) => Law.SeesReports(actor);

    public async Task<TrendsView> Run(CancellationToken stop)
    {
        if (!IsFor(desk.Actor))
        {
            throw Refusal.Denied(Said.Of("refusal.trends"));
        }

        return new(await OverTime(stop), await Snapshots(stop), await Suites(stop));
    }

    private async Task<Grid> OverTime(CancellationToken stop)
    {
        var monday = desk.Today.AddDays(-(((int)desk.Today.DayOfWeek + 6) % 7));
        var weeks = Buckets.Of(monday.AddDays(-7 * (Weeks - 1)), desk.Today, BucketWidth.Week, desk.House.Settings.Work.TimeZone);
        var opened = await Bugs("opened_at", weeks, stop);
        var closed = await Bugs("closed_at", weeks, stop);
        var snapshots = await ByDay(weeks[0].From, stop);
        var open = (double)await OpenBugs(stop);
        var rows = new GridRow[weeks.Count];
        for (var i = weeks.Count - 1; i >= 0; i--)
        {
            var suites = snapshots.LastOrDefault(s => s.Day >= weeks[i].From && s.Day <= weeks[i].To)?.Suites;
            rows[i] = new("", [suites, await Tests(weeks[i].End, stop), open, opened[i]], weeks[i].From);
            open += closed[i] - opened[i];
        }

        return new(
            "over-time",
            "trends.over-time",
            "reports.week",
            [new("trends.suites"), new("trends.tests", OwnScale: true), new("trends.open-bugs"), new("trends.new-bugs")],
            rows,
            Drawing.Lines,
            BucketWidth.Week);
    }

    private async Task<Grid> Snapshots(CancellationToken stop) => new(
        "snapshots",
        "trends.snapshots",
        "reports.day",
        [new("trends.suites"), new("trends.fixes"), new("trends.open-fixes")],
        [.. (await ByDay(desk.Today.AddDays(-MostDays), stop)).Select(s => new GridRow("", [s.Suites, s.Fixes, s.Open], s.Day))],
        Drawing.Lines,
        BucketWidth.Day);

    private Task<List<Snapshot>> ByDay(DateOnly from, CancellationToken stop) => desk.Sql.List(
        "select day, suites, bug_fixes, open_bug_fixes from trend_snapshot where day >= @from and owner_id = 0 order by day",
        r => new Snapshot(r.Day(0)!.Value, r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)),
        stop,
        ("@from", from));

    private async Task<double[]> Bugs(string moment, IReadOnlyList<Bucket> weeks, CancellationToken stop)
    {
        var counts = new double[weeks.Count];
        var (reach, parameters) = Reach(("@from", weeks[0].Start), ("@until", weeks[^1].End));
        await foreach (var at in desk.Sql.Each(
            $"select t.{moment} from ticket t where t.{moment} >= @from and t.{moment} < @until and t.kind = {(int)TicketKind.Bug}{reach}", r => r.Time(0), stop, parameters))
        {
            counts[Buckets.Find(weeks, at)]++;
        }

        return counts;
    }

    private Task<long> OpenBugs(CancellationToken stop)
    {
        var (reach, parameters) = Reach();
        return desk.Sql.First($"select count(*) from ticket t where t.open and t.kind = {(int)TicketKind.Bug}{reach}", r => r.GetInt64(0), stop, parameters);
    }

    /// <summary>How many tests the suites had, each by its last run before that moment; a gap before the first.</summary>
    private async Task<double?> Tests(DateTime until, CancellationToken stop)
    {
        var tests = await desk.Sql.List(
            $"select {string.Format(System.Globalization.CultureInfo.InvariantCulture, LastRun, "r.tests")} from test_suite s",
            r => r.IsDBNull(0) ? (int?)null : r.GetInt32(0),
            stop,
            ("@until", until));
        return tests.Exists(t => t is not null) ? tests.Sum() : null;
    }

    private Task<List<SuiteRow>> Suites(CancellationToken stop) => desk.Sql.List(
        $"""
         select s.name, c.name, (select count(*) from work_item w where w.suite_id = s.id and w.work_type = {(int)WorkType.BugFix}
             and w.status not in ({(int)WorkItemStatus.Done}, {(int)WorkItemStatus.Cancelled})), l.at, l.tests, l.failures, l.skipped, l.milliseconds
         from test_suite s left join contact c on c.id = s.owner_id
         left join test_run l on l.id = {string.Format(System.Globalization.CultureInfo.InvariantCulture, LastRun, "r.id")}
         order by s.name
         """,
        r => new SuiteRow(
            r.GetString(0),
            r.Text(1),
            r.GetInt64(2),
            r.IsDBNull(3) ? null : new SuiteResult(r.Time(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6), TimeSpan.FromMilliseconds(r.GetInt64(7)))),
        stop,
        ("@until", DateTime.MaxValue.AddYears(-1)));

    private (string Condition, (string, object?)[] Parameters) Reach(params (string, object?)[] parameters)
    {
        var sight = Law.Sees(desk.Actor);
        return sight.All ? ("", parameters) : (" and " + desk.Sql.Dialect.Among("t.project_id", "@projects"), [.. parameters, ("@projects", sight.Projects)]);
    }

    private sealed record Snapshot(DateOnly Day, long Suites, long Fixes, long Open);
}
