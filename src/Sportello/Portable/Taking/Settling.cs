using Sportello.History;

namespace Sportello.Portable.Taking;

/// <summary>A thing that an object of the file has become.</summary>
internal readonly record struct Taken<T>(T Thing, bool Added, bool Changed, string What);

internal static class Settling
{
    /// <summary>Writes a batch of tracked things, counts them, and keeps in the history what the import did; then forgets them.</summary>
    public static async Task Settle<T>(this ImportRun run, string type, Subject subject, List<Taken<T>> taken, Func<T, (long Id, int Version)> key, CancellationToken stop)
        where T : class
    {
        await run.Desk.Flush(stop);
        foreach (var one in taken)
        {
            run.Count(type, one.Added, one.Changed);
            if (one.Added || one.Changed)
            {
                var (id, version) = key(one.Thing);
                run.Remember(subject, id, version, one.Added ? "imported" : "changed by import", one.Added ? null : one.What);
            }
        }

        await run.WriteHistory(stop);
        run.Desk.Db.ChangeTracker.Clear();
    }
}
