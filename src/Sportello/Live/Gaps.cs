namespace Sportello.Live;

/// <summary>
/// Keys that were passed over: of two who save at once the one with the higher key may be first. They are looked for again for a while;
/// most are of what was never saved.
/// </summary>
internal sealed class Gaps(TimeProvider clock)
{
    private const int Most = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, DateTimeOffset> _open = [];

    public IReadOnlyCollection<long> Open
    {
        get
        {
            var now = clock.GetUtcNow();
            foreach (var (id, _) in _open.Where(g => now - g.Value > Patience).ToList())
            {
                _open.Remove(id);
            }

            return [.. _open.Keys];
        }
    }

    public void Pass(long from, long to)
    {
        for (var id = from + 1; id < to && _open.Count < Most; id++)
        {
            _open[id] = clock.GetUtcNow();
        }
    }

    public void Close(long id) => _open.Remove(id);
}
