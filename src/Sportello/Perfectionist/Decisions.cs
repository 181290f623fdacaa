using Sportello.Data;

namespace Sportello.Perfectionist;

/// <summary>What somebody said of a finding. Stored.</summary>
public enum Verdict
{
    /// <summary>The rule was right.</summary>
    Accepted = 1,

    /// <summary>The rule was wrong; it is not said again unless it happens anew.</summary>
    Dismissed = 2,

    /// <summary>Not before a day.</summary>
    Snoozed = 3,

    /// <summary>A correction was taken back; it is not made again.</summary>
    Undone = 4,
}

/// <summary>What people have said of findings, so that nothing is said twice that was settled once.</summary>
internal sealed class Decisions(Desk desk)
{
    /// <summary>Those that are to be said, and those that rest for now; what was settled is in neither.</summary>
    public async Task<(IReadOnlyList<T> Said, IReadOnlyList<T> Snoozed)> Sort<T>(string rule, IReadOnlyList<T> found, DateOnly today, CancellationToken stop)
        where T : IFound
    {
        if (found.Count == 0)
        {
            return (found, []);
        }

        var settled = await Settled(rule, today, stop);
        if (settled.Count == 0)
        {
            return (found, []);
        }

        var verdicts = found.ToLookup(f => settled.TryGetValue(f.Key, out var decision) && decision.HoldsFor(f.Since) ? decision.Verdict : (Verdict?)null);
        return ([.. verdicts[null]], [.. verdicts[Verdict.Snoozed]]);
    }

    /// <summary>What holds now for a rule. Nobody decides on as much as rules can find, so all of it is read.</summary>
    private async Task<Dictionary<long, Settlement>> Settled(string rule, DateOnly today, CancellationToken stop)
    {
        var rows = await desk.Sql.List(
            """
            select thing, verdict, seen_at from perfectionist_decision
            where rule = @rule and ended_at is null and (verdict in (2, 4) or (verdict = 3 and until > @today)) order by id
            """,
            r => (Thing: r.GetInt64(0), Settlement: new Settlement((Verdict)r.GetInt32(1), r.TimeOrNone(2))),
            stop,
            ("@rule", rule),
            ("@today", today));
        var settled = new Dictionary<long, Settlement>();
        foreach (var (thing, settlement) in rows)
        {
            settled[thing] = settlement;
        }

        return settled;
    }

    private readonly record struct Settlement(Verdict Verdict, DateTime? SeenAt)
    {
        public bool HoldsFor(DateTime? since) => Verdict is Verdict.Snoozed or Verdict.Undone || SeenAt is null || since is null || since <= SeenAt;
    }
}
