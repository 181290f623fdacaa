using Sportello.Leaders;
using Sportello.Mailroom.Intake;
using Sportello.Perfectionist;
using Sportello.TestTrends;

namespace Sportello.Jobs;

/// <summary>A program as <c>serve</c> runs it by itself: its name, when it usually runs, whether this house is set up for it, and how it is run.</summary>
/// <param name="Name">Lower-case with dashes; also the name of its runs.</param>
/// <param name="UsualCron">When nothing else is chosen.</param>
/// <param name="IsSetUp">Whether the settings hold what it needs.</param>
internal sealed record TimetableLine(string Name, string UsualCron, Func<House, bool> IsSetUp, Func<House, Manner, CancellationToken, Task> Run)
{
    /// <summary>The key in <c>[schedule]</c> of config.ini: <c>leadersDay</c>.</summary>
    public string Key => string.Concat(Name.Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>The whole timetable. A new program gets its line here and nothing else.</summary>
internal static class Timetable
{
    public const string Off = "off";

    private const string EveryQuarter = "*/15 * * * *";

    public static IReadOnlyList<TimetableLine> Lines { get; } =
    [
        new("leaders-day", "1 9 * * 2-6", _ => true, (house, manner, stop) => new LeadersProgram(house).Run(Period.Day, manner, stop)),
        new("leaders-week", "2 9 * * 1", _ => true, (house, manner, stop) => new LeadersProgram(house).Run(Period.Week, manner, stop)),
        new("leaders-month", "3 9 1 * *", _ => true, (house, manner, stop) => new LeadersProgram(house).Run(Period.Month, manner, stop)),
        new("perfectionist", "0 9 * * 1-5", _ => true, (house, manner, stop) => new PerfectionistProgram(house).Run(manner, stop)),
        new("test-trends", "5 7 * * *", _ => true, (house, manner, stop) => new TestTrendsProgram(house).Run(manner, stop)),
        new("mail-folders", EveryQuarter, house => house.Settings.Imap is not null, (house, manner, stop) => new FoldersProgram(house).Run(manner, stop)),
        new("mail-journal", EveryQuarter, house => house.Settings.Imap?.Journal is not null, (house, manner, stop) => new JournalProgram(house).Run(manner, stop)),
    ];

    public static TimetableLine? Find(string name) => Lines.FirstOrDefault(l => string.Equals(l.Name, name, StringComparison.Ordinal));
}
