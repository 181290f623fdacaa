using Sportello.Tickets;

namespace Sportello.Targets;

public enum ClockKind
{
    Answer,
    Solution,
}

/// <summary>One clock of a ticket, with everything that explains it. Lengths are working time.</summary>
/// <param name="Due">When the target is used up; none while the clock stands still before that.</param>
/// <param name="Ended">When it was answered, or solved.</param>
/// <param name="Used">Working time that has gone by on it.</param>
/// <param name="Stood">Working time that passed while it stood still.</param>
/// <param name="StandsStill">The customer has the ticket now.</param>
/// <param name="Calendar">The calendar whose hours count.</param>
/// <param name="DaysOff">The first days off that it skips.</param>
public sealed record ClockView(
    ClockKind Kind, TimeSpan Target, DateTime Began, DateTime? Due, DateTime? Ended, TimeSpan Used, TimeSpan Stood, bool StandsStill, string Calendar, IReadOnlyList<DateOnly> DaysOff)
{
    private const int MostDaysOff = 5;

    public TimeSpan Left => Target - Used;

    /// <summary>The target was used up, and it had not ended by then.</summary>
    public bool IsLate => Used > Target;

    internal static IEnumerable<ClockView> Of(Plan? plan, Priority priority, DateTime opened, DateTime? answered, DateTime? closed, TicketStatus status, string? stops, DateTime now)
    {
        if (plan is null || !plan.Targets.TryGetValue(priority, out var target))
        {
            yield break;
        }

        var stood = Stops.Read(stops);
        if (target.Answer is { } first)
        {
            yield return One(ClockKind.Answer, first, answered ?? closed);
        }

        if (target.Solution is { } whole)
        {
            yield return One(ClockKind.Solution, whole, closed);
        }

        ClockView One(ClockKind kind, TimeSpan length, DateTime? ended)
        {
            var until = ended ?? now;
            var used = Clock.Used(plan.Hours, opened, until, stood);
            var due = Clock.Due(plan.Hours, opened, length, stood);
            return new(
                kind, length, opened, due, ended, used, Clock.Used(plan.Hours, opened, until, []) - used, ended is null && status == TicketStatus.Returned, plan.Calendar,
                FirstDaysOff(plan.Hours, opened, ended ?? (due > now ? due.Value : now)));
        }
    }

    private static List<DateOnly> FirstDaysOff(WorkingHours hours, DateTime from, DateTime to)
    {
        var (first, last) = (DayOf(hours, from), DayOf(hours, to));
        return [.. Enumerable.Range(0, Math.Min(last.DayNumber - first.DayNumber + 1, 400)).Select(first.AddDays).Where(d => hours.IsOff(d) && hours.Week[(int)d.DayOfWeek].Count > 0).Take(MostDaysOff)];
    }

    private static DateOnly DayOf(WorkingHours hours, DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, hours.Zone));
}
