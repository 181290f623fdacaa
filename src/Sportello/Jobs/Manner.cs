using System.Globalization;
using Sportello.Words;

namespace Sportello.Jobs;

/// <summary>How a program is asked to run: the moment it is to take for now, and whether it may change and send anything.</summary>
public sealed record Manner(DateTime Moment, bool DryRun = false)
{
    /// <summary>The schedule runs it, and what fails again and again is let rest for a while; whoever starts it by hand wants everything tried.</summary>
    public bool Patient { get; init; }

    /// <summary>Whoever wants to see how far it is, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>How the run was started: from the command line, by the timetable (a program's own doing), or in the web.</summary>
    public History.Door Door { get; init; } = History.Door.CommandLine;

    /// <summary>Who pressed the button, if somebody did.</summary>
    public string? By { get; init; }

    private static readonly string[] WithTime = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>Reads <c>--date</c>: a day means nine in the morning, and nothing means now.</summary>
    public static Manner Of(House house, string? date, bool dryRun) => new(MomentOf(date, house.Settings.Work.TimeZone, house.Now), dryRun);

    private static DateTime MomentOf(string? date, TimeZoneInfo zone, DateTime now)
    {
        if (date is null)
        {
            return now;
        }

        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return LocalTime.ToUtc(day.ToDateTime(new TimeOnly(9, 0)), zone);
        }

        return DateTime.TryParseExact(date, WithTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            ? LocalTime.ToUtc(wall, zone)
            : throw Refusal.Invalid("date", Said.Of("refusal.moment", ("date", date)));
    }
}

/// <summary>How a program ended; the number is what the shell sees, and is stored.</summary>
public enum Outcome
{
    Done = 0,

    /// <summary>The configuration or the command line is wrong; nothing was done.</summary>
    Wrong = 1,

    /// <summary>An outside service failed; what was done is kept, and the next run carries on.</summary>
    Outside = 2,

    Partly = 3,

    /// <summary>A bug: the program broke off. Never an exit code of its own, only kept with the run.</summary>
    Broken = 9,
}

/// <summary>What a program gives back: how it ended, its answer (none when it did not come to run), and what is to be said beside it.</summary>
public sealed record Ended<T>(Outcome Outcome, T? Answer, IReadOnlyList<string> Notes)
    where T : class;
