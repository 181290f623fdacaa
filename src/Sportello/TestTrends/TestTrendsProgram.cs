using System.Globalization;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.TestTrends;

/// <summary>The thought behind it: as automatic tests grow, bugs should fall. Each run takes a snapshot of both.</summary>
public sealed class TestTrendsProgram(House house)
{
    public const string Name = "test-trends";

    public Task<Ended<TestTrendsAnswer>> Run(Manner manner, CancellationToken stop) =>
        Job.Run(house, Name, manner, run => Take(run, stop), stop);

    private async Task<TestTrendsAnswer> Take(JobRun run, CancellationToken stop)
    {
        var day = LocalTime.DayOf(run.Manner.Moment, house.Settings.Work.TimeZone);
        await using var desk = await house.DeskOfProgram(Name, stop);
        var owners = await Trend.ByOwner(desk, stop);
        var all = Trend.Sum(owners);
        run.Summary = Said.Of("run.test-trends", ("n", all.Suites), ("fixes", all.BugFixes), ("open", all.OpenBugFixes));
        if (!run.Manner.DryRun)
        {
            await Keep(desk, day, [all, .. owners.Where(o => o.OwnerId != Trend.Everybody)], stop);
            WriteLine(day, all);
        }

        return new TestTrendsAnswer(
            day,
            all.Suites,
            all.BugFixes,
            all.OpenBugFixes,
            [.. owners.Where(o => o.OwnerId != Trend.Everybody).Select(o => new OwnerTrend(o.Owner, o.Suites, o.BugFixes, o.OpenBugFixes))]);
    }

    private static async Task Keep(Desk desk, DateOnly day, IEnumerable<Trend> trends, CancellationToken stop)
    {
        await desk.Begin(stop);
        await desk.Sql.Run("delete from trend_snapshot where day = @day", stop, ("@day", day));
        foreach (var trend in trends)
        {
            await desk.Sql.Run(
                "insert into trend_snapshot (day, owner_id, suites, bug_fixes, open_bug_fixes) values (@day, @owner, @suites, @fixes, @open)",
                stop,
                ("@day", day),
                ("@owner", trend.OwnerId),
                ("@suites", trend.Suites),
                ("@fixes", trend.BugFixes),
                ("@open", trend.OpenBugFixes));
        }

        await desk.Save(stop);
    }

    /// <summary>One line a day: a second run of the same day replaces it, and the others stay as they are.</summary>
    private void WriteLine(DateOnly day, Trend all)
    {
        var file = Path.GetFullPath(house.Settings.Work.TestView, house.Settings.DataFolder);
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var line = string.Create(CultureInfo.InvariantCulture, $"{date} {all.Suites} {all.BugFixes} {all.OpenBugFixes}");
        var lines = File.Exists(file) ? [.. File.ReadAllLines(file)] : new List<string>();
        var known = lines.FindIndex(l => l.StartsWith(date + " ", StringComparison.Ordinal));
        if (known < 0)
        {
            lines.Add(line);
        }
        else if (string.Equals(lines[known], line, StringComparison.Ordinal))
        {
            return;
        }
        else
        {
            lines[known] = line;
        }

        // Written beside and moved into place: whoever reads meanwhile never sees half of it.
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".new", string.Concat(lines.Select(l => l + "\n")));
        File.Move(file + ".new", file, overwrite: true);
    }
}
