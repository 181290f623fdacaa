namespace Sportello.Perfectionist;

/// <summary>Corrections are made some at a time, each portion in one transaction: one wait for the disk for all of them, and nobody waits long for us.</summary>
internal static class Portions
{
    private const int Size = 100;
    private const int Attempts = 5;

    public static async Task<List<T>> Run<T>(IReadOnlyList<T> all, Func<T[], Task<List<T>>> correct, CancellationToken stop)
    {
        var corrected = new List<T>(all.Count);
        foreach (var portion in all.Chunk(Size))
        {
            corrected.AddRange(await Persist(portion, correct, stop));
        }

        return corrected;
    }

    /// <summary>Whoever changed a ticket at the same moment comes first; then the portion is read again.</summary>
    private static async Task<List<T>> Persist<T>(T[] portion, Func<T[], Task<List<T>>> correct, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await correct(portion);
            }
            catch (Refusal refusal) when (refusal.Reason == RefusalReason.Conflict && attempt < Attempts)
            {
                await Task.Delay(50 * attempt, stop);
            }
        }
    }
}
