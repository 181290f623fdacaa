using Sportello.TestSuites;
using Sportello.TestTrends;

namespace Sportello.Demo;

/// <summary>A work item's test suite, and when the work was under way.</summary>
internal sealed record SuiteWork(TestSuite Suite, bool IsBugFix, DateTime Issued, DateTime? Finished);

/// <summary>What two years of automatic tests have left: a snapshot a week, and a run of each suite every fortnight.</summary>
internal sealed class TestRecords(IReadOnlyList<SuiteWork> work, OfficeHours hours, Dice dice, DateTime now)
{
    private static readonly string[] Snapshot = ["day", "owner_id", "suites", "bug_fixes", "open_bug_fixes"];
    private static readonly string[] Run = ["suite_name", "at", "source", "sha256", "tests", "failures", "skipped", "milliseconds"];

    public async Task Write(Desk desk, CancellationToken stop)
    {
        if (work.Count == 0)
        {
            return;
        }

        await desk.Sql.Insert("trend_snapshot", Snapshot, [.. Every(7, work.Min(w => w.Issued)).SelectMany(Snapshots)], stop);
        await desk.Sql.Insert("test_run", Run, [.. work.GroupBy(w => w.Suite).SelectMany(s => Runs(s.Key, s.Min(w => w.Issued)))], stop);
    }

    private IEnumerable<DateTime> Every(int days, DateTime from)
    {
        for (var at = from; at < now.AddDays(-1); at = at.AddDays(days))
        {
            yield return at;
        }
    }

    private IEnumerable<object?[]> Snapshots(DateTime at)
    {
        var known = work.Where(w => w.Issued <= at).ToList();
        var day = hours.DayOf(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return known.GroupBy(w => w.Suite.OwnerId ?? Trend.Everybody).Where(g => g.Key != Trend.Everybody).Select(g => Row(g.Key, [.. g])).Prepend(Row(Trend.Everybody, known));

        object?[] Row(long owner, List<SuiteWork> of)
        {
            var fixes = of.Where(w => w.IsBugFix).ToList();
            return [day, owner, (long)of.Select(w => w.Suite).Distinct().Count(), (long)fixes.Count, (long)fixes.Count(f => !(f.Finished <= at))];
        }
    }

    /// <summary>Suites grow, and now and then something in them is red.</summary>
    private IEnumerable<object?[]> Runs(TestSuite suite, DateTime from)
    {
        var tests = dice.Whole(8, 30);
        foreach (var at in Every(14, from))
        {
            tests += dice.Whole(0, 3);
            var failures = dice.Chance(0.18) ? dice.Whole(1, 3) : 0;
            yield return
            [
                suite.Name, Data.Moment.ToStored(at), "nightly", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{suite.Name} {at:O}"))),
                tests, failures, dice.Chance(0.2) ? 1 : 0, (long)(tests * dice.Whole(40, 400)),
            ];
        }
    }
}
