using System.Diagnostics;
using System.Globalization;
using Sportello.Leaders;
using Sportello.Perfectionist;
using Sportello.Reports;
using Sportello.Settings;
using Sportello.TestTrends;

namespace Sportello.Bench;

/// <summary>What the pages of the programs ask of a large house: the time of each, asked for the second time, and their plans.</summary>
internal static class ProgramPages
{
    private const int Rounds = 3;

    public static async Task<int> Run(HouseSettings settings)
    {
        await using var house = await House.Open(settings, new Standing(), default);
        var heard = new Dictionary<string, (string, object?)[]>(StringComparer.Ordinal);
        house.Database.Dialect.Heard = (text, parameters) => heard.TryAdd(text, parameters);
        var today = DateOnly.FromDateTime(ProgramsData.Today);
        foreach (var period in Enum.GetValues<Period>())
        {
            await Timed(house, $"leaders, {period}", desk => new LeadersPage(desk).Run(period, null, default));
        }

        foreach (var (days, by) in new[] { (30, Split.Project), (365, Split.Project), (730, Split.Project), (730, Split.Organization), (730, Split.Kind), (730, Split.Assignee) })
        {
            await Timed(house, $"report, {days} days by {by}", desk => new TicketReport(desk).Run(new ReportQuery(today.AddDays(-days), today, by), default));
        }

        await Timed(house, "report, 730 days of a project", desk => new TicketReport(desk).Run(new ReportQuery(today.AddDays(-730), today, Split.Kind, "barilla sw1"), default));
        await Timed(house, "test trends", desk => new TrendsPage(desk).Run(default));
        await Timed(house, "perfectionist, findings", desk => new FindingList(desk).Run(null, null, "en", default));
        await Timed(house, "perfectionist, rules", desk => new RuleList(desk).Run(null, "en", default));
        house.Database.Dialect.Heard = null;
        await ProgramsBench.Plans(house, heard);
        return 0;
    }

    private static async Task Timed<T>(House house, string page, Func<Desk, Task<T>> ask)
    {
        var times = new List<double>();
        for (var i = 0; i <= Rounds; i++)
        {
            await using var desk = await house.DeskOfProgram("bench", default);
            var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await ask(desk);
            if (i == Rounds)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {page,-32} {Stopwatch.GetElapsedTime(start).TotalMilliseconds,8:F1} ms by the clock {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,8:F1} ms of processor   (median of the rounds before {Middle(times),8:F1})"));
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private static double Middle(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>The clock of the day for which the house was made.</summary>
    private sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(ProgramsData.Today);
    }
}
