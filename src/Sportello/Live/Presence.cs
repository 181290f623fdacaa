using System.Collections.Concurrent;
using System.Text.Json;

namespace Sportello.Live;

/// <summary>
/// Who has which ticket open: the pages of this node, and what the other nodes say of theirs. A node that falls silent is forgotten.
/// </summary>
internal sealed class Presence(TimeProvider clock)
{
    /// <summary>Nodes say it again so often.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Silence = Again * 2.5;

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<int, List<LiveLine>> _here = new();
    private readonly ConcurrentDictionary<(int Ticket, string Node), (DateTimeOffset At, IReadOnlyList<Looking> People)> _elsewhere = new();

    public void Enter(LiveLine line, int ticket) => _here.AddOrUpdate(ticket, _ => [line], (_, lines) => [.. lines, line]);

    public void Leave(LiveLine line, int ticket)
    {
        _here.AddOrUpdate(ticket, _ => [], (_, lines) => [.. lines.Where(l => l != line)]);
        if (_here.TryGetValue(ticket, out var left) && left.Count == 0)
        {
            _here.TryRemove(KeyValuePair.Create(ticket, left));
        }
    }

    public IReadOnlyCollection<int> Tickets => [.. _here.Keys];

    public IReadOnlyList<LiveLine> LinesAt(int ticket) => _here.GetValueOrDefault(ticket) ?? [];

    /// <summary>Everybody at the ticket but this person, each once; whoever writes in one of two windows writes.</summary>
    public IReadOnlyList<Looking> Others(int ticket, long self)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. LinesAt(ticket).Select(l => l.Looking)
                .Concat(_elsewhere.Where(e => e.Key.Ticket == ticket && now - e.Value.At < Silence).SelectMany(e => e.Value.People))
                .Where(l => l.UserId != self)
                .GroupBy(l => l.UserId)
                .Select(g => g.OrderByDescending(l => l.Writing).First())
                .OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>What the other nodes are told of a ticket.</summary>
    public string Said(int ticket) => JsonSerializer.Serialize(new Saying(_node, ticket, [.. LinesAt(ticket).Select(l => l.Looking).Distinct()]));

    /// <summary>Takes what another node says.</summary>
    /// <returns>The ticket it is about; none when it was said here.</returns>
    public int? Hear(string said)
    {
        if (JsonSerializer.Deserialize<Saying>(said) is not { } saying || string.Equals(saying.Node, _node, StringComparison.Ordinal))
        {
            return null;
        }

        if (saying.People.Count == 0)
        {
            _elsewhere.TryRemove((saying.Ticket, saying.Node), out _);
        }
        else
        {
            _elsewhere[(saying.Ticket, saying.Node)] = (clock.GetUtcNow(), saying.People);
        }

        return saying.Ticket;
    }

    private sealed record Saying(string Node, int Ticket, IReadOnlyList<Looking> People);
}
