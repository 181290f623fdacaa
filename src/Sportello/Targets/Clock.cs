namespace Sportello.Targets;

/// <summary>A ticket's clock: it runs while somebody is here and the ticket is ours to work on. Pure.</summary>
internal static class Clock
{
    /// <summary>When a target is used up; none while the clock stands still before that.</summary>
    public static DateTime? Due(WorkingHours hours, DateTime began, TimeSpan target, IReadOnlyList<Stop> stops)
    {
        var left = target;
        foreach (var (from, to) in Running(hours, began, stops))
        {
            if (to - from >= left)
            {
                return from + left;
            }

            left -= to - from;
        }

        return null;
    }

    /// <summary>How much of it has been used until a moment.</summary>
    public static TimeSpan Used(WorkingHours hours, DateTime began, DateTime until, IReadOnlyList<Stop> stops)
    {
        var used = TimeSpan.Zero;
        foreach (var (from, to) in Running(hours, began, stops).TakeWhile(s => s.From < until))
        {
            used += (to < until ? to : until) - from;
        }

        return used;
    }

    /// <summary>The stretches in which it runs, from its beginning on; they end where it stands still for good.</summary>
    private static IEnumerable<(DateTime From, DateTime To)> Running(WorkingHours hours, DateTime began, IReadOnlyList<Stop> stops)
    {
        var at = began;
        foreach (var stop in stops)
        {
            if (stop.From > at)
            {
                foreach (var open in hours.From(at).TakeWhile(o => o.From < stop.From))
                {
                    yield return (open.From, open.To < stop.From ? open.To : stop.From);
                }
            }

            if (stop.To is not { } on)
            {
                yield break;
            }

            at = on > at ? on : at;
        }

        foreach (var open in hours.From(at))
        {
            yield return open;
        }
    }
}
