using Sportello.Access;
using Sportello.Jobs;
using Sportello.Reports;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Leaders;

/// <summary>The board of a period as our own side may look at it, how it went before, and the reader's own message.</summary>
/// <param name="OwnText">The same text as the message; none for whoever is not on the board.</param>
/// <param name="Hidden">How many stay off the board that others see.</param>
public sealed record LeadersView(Period Period, DateOnly Moment, Days Days, Grid Board, Grid OverTime, string? OwnText, int Hidden);

public sealed class LeadersPage(Desk desk)
{
    private static readonly GridColumn[] Kinds = [new("leaders.consultations"), new("leaders.bugs"), new("leaders.enhancements")];

    public static bool IsFor(Actor actor) => Law.SeesReports(actor);

    /// <param name="date">The day whose morning it is to be; none for today.</param>
    public async Task<LeadersView> Run(Period period, DateOnly? date, CancellationToken stop)
    {
        if (!IsFor(desk.Actor))
        {
            throw Refusal.Denied(Said.Of("refusal.leaders"));
        }

        var zone = desk.House.Settings.Work.TimeZone;
        var morning = date ?? desk.Today;
        var days = Days.Of(period, LocalTime.ToUtc(morning.ToDateTime(new TimeOnly(9, 0)), zone), zone);
        var board = await Board(days, stop);
        var hidden = (await desk.Sql.List("select id from contact where off_board", r => r.GetInt64(0), stop)).ToHashSet();
        hidden.Remove(desk.Actor.ContactId ?? 0);
        var shown = board.Where(s => !hidden.Contains(s.Person.ContactId)).ToList();
        var own = board.Find(s => s.Person.ContactId == desk.Actor.ContactId);
        return new(
            period,
            morning,
            days,
            new(
                "board",
                "leaders.board",
                "leaders.who",
                [.. Kinds, new("leaders.total", Drawn: false), new("leaders.place", Drawn: false)],
                [.. shown.Select(s => new GridRow(s.Person.Contact, [s.Consultations, s.Bugs, s.Enhancements, s.Total, s.Place], Marked: s.Leader))],
                Drawing.Rows),
            await OverTime(period, days, zone, stop),
            own is null ? null : LeaderText.For(own, board, period, days, desk.House.Settings.Work.Language),
            board.Count - shown.Count);
    }

    private async Task<List<Score>> Board(Days days, CancellationToken stop)
    {
        try
        {
            return await Leaderboard.Of(desk, days, stop);
        }
        catch (ConfigurationFaults faults)
        {
            throw Refusal.Invalid("config", faults.Message);
        }
    }

    /// <summary>The same period, one after the other, up to this one: everybody's tickets together.</summary>
    private async Task<Grid> OverTime(Period period, Days last, TimeZoneInfo zone, CancellationToken stop)
    {
        var rows = new List<GridRow>();
        foreach (var days in Before(period, last))
        {
            var (from, until) = days.In(zone);
            var counts = await desk.Sql.List(
                "select kind, count(*) from ticket where opened_at >= @from and opened_at < @until and assignee_id is not null group by kind",
                r => (Kind: r.GetInt32(0), Count: r.GetInt64(1)),
                stop,
                ("@from", from),
                ("@until", until));
            double Of(Tickets.TicketKind kind) => counts.Where(c => c.Kind == (int)kind).Sum(c => c.Count);
            rows.Add(new("", [Of(Tickets.TicketKind.Consultation), Of(Tickets.TicketKind.Bug), Of(Tickets.TicketKind.Enhancement)], days.From));
        }

        var width = period switch { Period.Day => BucketWidth.Day, Period.Week => BucketWidth.Week, _ => BucketWidth.Month };
        return new("over-time", "leaders.over-time", "reports.day", Kinds, rows, Drawing.Stack, width);
    }

    private static IEnumerable<Days> Before(Period period, Days last)
    {
        for (var back = period == Period.Day ? 13 : 11; back > 0; back--)
        {
            yield return period switch
            {
                Period.Day => new(last.From.AddDays(-back), last.From.AddDays(-back)),
                Period.Week => new(last.From.AddDays(-7 * back), last.To.AddDays(-7 * back)),
                _ => new(last.From.AddMonths(-back), last.From.AddMonths(1 - back).AddDays(-1)),
            };
        }

        yield return last;
    }
}
