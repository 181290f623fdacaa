using Sportello.Jobs;
using Sportello.Targets;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>When a ticket that is put off comes back. Names are those of forms.</summary>
public enum SnoozeChoice
{
    /// <summary>A few hours from now, today.</summary>
    LaterToday,

    /// <summary>The morning of the next day on which somebody is here.</summary>
    Tomorrow,

    /// <summary>The morning of the next Monday, or of the first day after it on which somebody is here.</summary>
    Monday,

    /// <summary>The morning of the same day of next week.</summary>
    Week,

    /// <summary>A moment that is said.</summary>
    At,

    /// <summary>Now: it is put off no more.</summary>
    Wake,
}

/// <param name="At">The moment (UTC), where one is said.</param>
/// <param name="Zone">Whose today and tomorrow are meant; none = the house's.</param>
public sealed record SnoozeTo(SnoozeChoice Choice, DateTime? At = null, TimeZoneInfo? Zone = null);

/// <param name="At">When the ticket would come back (UTC).</param>
public sealed record SnoozeOffer(SnoozeChoice Choice, DateTime At);

/// <summary>The moments at which tickets come back: in the working hours of their project where it has a calendar, else at nine by the reader's clock.</summary>
internal static class Snoozing
{
    public const int MostDays = 366;

    private static readonly TimeSpan Later = TimeSpan.FromHours(3);
    private static readonly TimeSpan Morning = TimeSpan.FromHours(9);

    private static readonly SnoozeChoice[] ByTheClock = [SnoozeChoice.LaterToday, SnoozeChoice.Tomorrow, SnoozeChoice.Monday, SnoozeChoice.Week];

    /// <summary>What is offered now; what is the same as another is offered once.</summary>
    public static IReadOnlyList<SnoozeOffer> Offers(DateTime now, TimeZoneInfo zone, WorkingHours? hours) =>
        [.. ByTheClock.Select(c => (Choice: c, At: Moment(c, now, zone, hours))).Where(o => o.At is not null).Select(o => new SnoozeOffer(o.Choice, o.At!.Value)).DistinctBy(o => o.At)];

    /// <returns>None when it is to come back now.</returns>
    public static DateTime? Until(SnoozeTo to, DateTime now, TimeZoneInfo zone, WorkingHours? hours)
    {
        if (to.Choice is SnoozeChoice.Wake)
        {
            return null;
        }

        var until = to.Choice is SnoozeChoice.At ? to.At ?? throw Refusal.Invalid("snooze", Said.Of("snooze.when")) : Moment(to.Choice, now, zone, hours);
        return until is not { } at ? throw Refusal.Invalid("snooze", Said.Of("snooze.today"))
            : at <= now ? throw Refusal.Invalid("snooze", Said.Of("snooze.past"))
            : at > now.AddDays(MostDays) ? throw Refusal.Invalid("snooze", Said.Of("snooze.far"))
            : at;
    }

    private static DateTime? Moment(SnoozeChoice choice, DateTime now, TimeZoneInfo zone, WorkingHours? hours)
    {
        var today = LocalTime.DayOf(now, zone);
        return choice switch
        {
            SnoozeChoice.LaterToday => Within(today, Rounded(now + Later), zone, hours),
            SnoozeChoice.Tomorrow => MorningOf(today.AddDays(1), zone, hours),
            SnoozeChoice.Monday => MorningOf(today.AddDays(8 - (today.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)today.DayOfWeek)), zone, hours),
            _ => MorningOf(today.AddDays(7), zone, hours),
        };
    }

    /// <summary>The first moment at which somebody is here on or after that day.</summary>
    private static DateTime MorningOf(DateOnly day, TimeZoneInfo zone, WorkingHours? hours) =>
        hours?.From(LocalTime.StartOf(day, zone)).Select(h => (DateTime?)h.From).FirstOrDefault() ?? LocalTime.ToUtc(day.ToDateTime(TimeOnly.FromTimeSpan(Morning)), zone);

    /// <summary>None when that is another day, or nobody is here any more.</summary>
    private static DateTime? Within(DateOnly day, DateTime at, TimeZoneInfo zone, WorkingHours? hours)
    {
        var moment = hours is null ? at : hours.From(at).Select(h => (DateTime?)h.From).FirstOrDefault() ?? at;
        return LocalTime.DayOf(moment, zone) == day ? moment : null;
    }

    /// <summary>Nobody waits for seventeen minutes past.</summary>
    private static DateTime Rounded(DateTime at)
    {
        var quarter = TimeSpan.FromMinutes(15).Ticks;
        return new DateTime((at.Ticks + quarter - 1) / quarter * quarter, DateTimeKind.Utc);
    }
}
