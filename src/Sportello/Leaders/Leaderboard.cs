using Sportello.Jobs;
using Sportello.Tickets;

namespace Sportello.Leaders;

/// <summary>Counts who had how many tickets: everybody listed as a user, and every assignee of a ticket opened in those days.</summary>
internal static class Leaderboard
{
    public static async Task<List<Score>> Of(Desk desk, Days days, CancellationToken stop)
    {
        var scores = (await People.Listed(desk, "stat", stop)).ToDictionary(p => p.ContactId, p => new Score(p, 0, 0, 0));
        var counts = await Counts(desk, days, stop);
        var others = counts.Select(c => c.Assignee).Where(a => !scores.ContainsKey(a)).Distinct().ToList();
        foreach (var person in others.Count == 0 ? [] : await People.Of(desk, others, stop))
        {
            scores[person.ContactId] = new Score(person, 0, 0, 0);
        }

        foreach (var (assignee, kind, count) in counts)
        {
            scores[assignee] = scores[assignee].With(kind, count);
        }

        return Score.Ranked(scores.Values);
    }

    private static Task<List<(long Assignee, TicketKind Kind, int Count)>> Counts(Desk desk, Days days, CancellationToken stop)
    {
        var (from, until) = days.In(desk.House.Settings.Work.TimeZone);
        return desk.Sql.List(
            """
            select assignee_id, kind, count(*) from ticket
            where opened_at >= @from and opened_at < @until and assignee_id is not null
            group by assignee_id, kind
            """,
            r => (r.GetInt64(0), (TicketKind)r.GetInt32(1), (int)r.GetInt64(2)),
            stop,
            ("@from", from),
            ("@until", until));
    }
}
