namespace Sportello.Jobs;

/// <summary>Wakes whoever sends. One ring is enough, however often it was pulled meanwhile.</summary>
internal sealed class Bell
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already, and nobody has come yet.
        }
    }

    /// <summary>Waits for a ring, and no longer than that.</summary>
    public Task Wait(TimeSpan longest, CancellationToken stop) => _rung.WaitAsync(longest, stop);
}
