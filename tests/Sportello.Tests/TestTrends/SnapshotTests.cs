using System.Text;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.TestTrends;
using Sportello.Tests.Jobs;
using Sportello.WorkItems;

namespace Sportello.Tests.TestTrends;

public sealed class SnapshotTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Suites_and_their_bug_fixes_are_counted_in_all_and_for_each_owner(DatabaseProvider provider)
    {
        await using var town = await Town(provider);

        var answer = await Take(town, "2013-06-16");

        Assert.Equal((4, 3, 1), (answer.Suites, answer.BugFixes, answer.OpenBugFixes));
        Assert.Equal([new OwnerTrend("daniele", 1, 0, 0), new OwnerTrend("luca", 2, 2, 1)], answer.Owners);
        Assert.Equal(["0 4 3 1", "1 2 2 1", "2 1 0 0"], await town.Rows("select owner_id, suites, bug_fixes, open_bug_fixes from trend_snapshot order by owner_id"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_file_has_one_line_a_day_and_a_second_run_replaces_it(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        var file = Path.Combine(town.Folder, "testView.txt");
        await File.WriteAllTextAsync(file, "2013-06-14 1 1 1\n");
        await Take(town, "2013-06-15");
        await Take(town, "2013-06-16");
        await town.Suite("more", null);

        await Take(town, "2013-06-15");

        Assert.Equal("2013-06-14 1 1 1\n2013-06-15 5 3 1\n2013-06-16 4 3 1\n", await File.ReadAllTextAsync(file));
        Assert.Equal(["2013-06-15 5", "2013-06-16 4"], await town.Rows("select day, suites from trend_snapshot where owner_id = 0 order by day"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_dry_run_writes_nothing(DatabaseProvider provider)
    {
        await using var town = await Town(provider);

        Assert.Equal(4, (await Take(town, "2013-06-16", dryRun: true)).Suites);

        Assert.False(File.Exists(Path.Combine(town.Folder, "testView.txt")));
        Assert.Empty(await town.Rows("select day from trend_snapshot"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task JUnit_and_Trx_reports_are_kept_per_suite_and_a_second_time_changes_nothing(DatabaseProvider provider)
    {
        await using var town = await Town(provider);
        ReportFile[] files = [new("junit.xml", Encoding.UTF8.GetBytes(JUnit)), new("run.trx", Encoding.UTF8.GetBytes(Trx))];

        await using var desk = await town.House.DeskOfProgram("test", default);
        var first = await new ImportTestResults(desk).Run(files, default);
        var second = await new ImportTestResults(desk).Run(files, default);

        Assert.Equal(["printing 3 1 1 1.5 True True", "Margins 1 1 0 0.25 False True", "Mail.Tests 3 1 1 2.5 False True"],
            first.Select(r => FormattableString.Invariant($"{r.Suite} {r.Tests} {r.Failures} {r.Skipped} {r.Seconds} {r.Known} {r.New}")));
        Assert.All(second, r => Assert.False(r.New));
        Assert.Equal(["Mail.Tests 3", "Margins 1", "printing 3"], await town.Rows("select suite_name, tests from test_run order by lower(suite_name)"));
    }

    [Theory]
    [InlineData("<testsuites><testsuite>", "line 1")]
    [InlineData("<html/>", "<html>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><testsuites>&b;</testsuites>", "DTD")]
    public async Task A_report_that_cannot_be_read_is_named_and_nothing_is_kept(string xml, string expected)
    {
        await using var town = await Town(DatabaseProvider.Sqlite);
        await using var desk = await town.House.DeskOfProgram("test", default);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => new ImportTestResults(desk).Run(
            [new("good.xml", Encoding.UTF8.GetBytes(JUnit)), new("bad.xml", Encoding.UTF8.GetBytes(xml))], default));

        Assert.StartsWith("bad.xml:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await town.Rows("select id from test_run"));
    }

    private const string JUnit =
        """
        <testsuites name="all" tests="4">
          <testsuite name="printing" tests="3" timestamp="2013-06-16T08:00:00" time="1.5">
            <testcase name="a"/><testcase name="b"><failure message="no"/></testcase><testcase name="c"><skipped/></testcase>
            <testsuite name="Margins"><testcase name="d" time="0.25"><error/></testcase></testsuite>
          </testsuite>
        </testsuites>
        """;

    private const string Trx =
        """
        <TestRun id="1" name="nightly" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Times start="2013-06-16T08:00:00+02:00"/>
          <Results>
            <UnitTestResult testId="t1" outcome="Passed" duration="00:00:01.0000000"/>
            <UnitTestResult testId="t2" outcome="Failed" duration="00:00:01.5000000"/>
            <UnitTestResult testId="t3" outcome="NotExecuted"/>
          </Results>
          <TestDefinitions>
            <UnitTest id="t1" storage="x"><TestMethod codeBase="C:\build\Mail.Tests.dll"/></UnitTest>
            <UnitTest id="t2" storage="x"><TestMethod codeBase="/build/Mail.Tests.dll"/></UnitTest>
            <UnitTest id="t3" storage="c:\build\mail.tests.dll"><TestMethod codeBase="/build/Mail.Tests.dll"/></UnitTest>
          </TestDefinitions>
        </TestRun>
        """;

    private static async Task<Scenario> Town(DatabaseProvider provider)
    {
        var town = await Scenario.Open(provider);
        await town.Workers("luca", "daniele");
        await town.Suite("printing", "luca");
        await town.Suite("mail", "luca");
        await town.Suite("import", "daniele");
        await town.Suite("orphan", null);
        await town.WorkItem(501, WorkItemStatus.InProgress, WorkType.BugFix, "printing");
        await town.WorkItem(502, WorkItemStatus.Done, WorkType.BugFix, "mail");
        await town.WorkItem(503, WorkItemStatus.Cancelled, WorkType.BugFix, "orphan");
        await town.WorkItem(504, WorkItemStatus.InProgress, WorkType.Enhancement, "import");
        await town.WorkItem(505, WorkItemStatus.InProgress, WorkType.BugFix);
        return town;
    }

    private static async Task<TestTrendsAnswer> Take(Scenario town, string date, bool dryRun = false) =>
        (await new TestTrendsProgram(town.House).Run(Manner.Of(town.House, date, dryRun), default)).Answer!;
}
