using System.Collections.Concurrent;
using System.Text.Json;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Directory.Guarding;

/// <summary>
/// What a browser carries for us, closed. What is closed says of what kind it is: the same seal closes several, and one may not be brought for
/// the other.
/// </summary>
internal static class Carried
{
    public static string Close<T>(House house, T what) => SealOf(house).Close($"{typeof(T).Name} {JsonSerializer.Serialize(what)}");

    /// <summary>None where it was not closed by us, or is of another kind.</summary>
    public static T? Open<T>(House house, string? closed)
        where T : class =>
        closed is not null && SealOf(house).Open(closed) is { } text && text.StartsWith(typeof(T).Name + " ", StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<T>(text.AsSpan(typeof(T).Name.Length + 1))
            : null;

    private static ISeal SealOf(House house) => house.Settings.Seal ?? throw Refusal.Conflict(Said.Of("second.no-seal"));
}

/// <summary>What is good once, until it is over. Per process.</summary>
internal sealed class Once(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTime> _used = new(StringComparer.Ordinal);

    /// <returns>Whether it was good still.</returns>
    public bool UseUp(string mark, DateTime ends)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var (over, _) in _used.Where(u => u.Value <= now))
        {
            _used.TryRemove(over, out _);
        }

        return ends > now && _used.TryAdd(mark, ends);
    }
}
