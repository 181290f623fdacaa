using System.Collections.Concurrent;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Jobs;

namespace Sportello.Live;

/// <summary>
/// Tells the open pages of this node what the history says, whoever wrote it: a save of this process rings at once, one of another node is
/// announced by PostgreSQL, and one of a program beside an embedded database is found by looking. While nobody has a page open, nobody looks.
/// </summary>
internal sealed class ChangeFeed(TimeProvider clock)
{
    private const int Portion = 500;

    private const string Select =
        """
        select h.id, h.subject, coalesce(t.number, w.number), coalesce(t.project_id, w.project_id), t.requester_id, h.what, h.who, h.contact_id
        from history h
        left join ticket t on h.subject = 1 and t.id = h.subject_id
        left join work_item w on h.subject = 2 and w.id = h.subject_id
        """;

    /// <summary>Begun so far back: whoever has just come knows what they have heard already, and nothing may fall between.</summary>
    private const int Lead = 50;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<LiveLine, bool> _lines = new();
    private readonly Gaps _gaps = new(clock);
    private long? _last;

    public Bell Bell { get; } = new();

    public Presence Presence { get; } = new(clock);

    public void Add(LiveLine line)
    {
        _lines[line] = true;
        Bell.Ring();
    }

    public void Remove(LiveLine line) => _lines.TryRemove(line, out _);

    /// <summary>Until it is stopped.</summary>
    public async Task Run(House house, CancellationToken stop)
    {
        while (true)
        {
            await Bell.Wait(_lines.IsEmpty ? Rest : Look, stop);
            if (_lines.IsEmpty)
            {
                // Whoever comes next asks for what was before themselves.
                _last = null;
                continue;
            }

            await using var desk = await house.DeskOfProgram("live", stop);
            _last ??= Math.Max(0, await Newest(desk.Sql, stop) - Lead);
            while (await Next(desk.Sql, stop) is { Count: > 0 } changes)
            {
                Tell(changes);
            }
        }
    }

    /// <summary>Tells the pages here.</summary>
    public void Tell(int ticket)
    {
        foreach (var line in Presence.LinesAt(ticket))
        {
            line.Waiting.Writer.TryWrite(ticket);
        }
    }

    /// <summary>Tells the pages here, and the other nodes, who has a ticket open.</summary>
    public async Task Say(House house, int ticket, CancellationToken stop)
    {
        Tell(ticket);
        if (house.Database.Dialect.HasOtherNodes)
        {
            await using var desk = await house.DeskOfProgram("live", stop);
            await house.Database.Dialect.Announce(desk.Sql, Presence.Said(ticket), stop);
        }
    }

    public static async Task<long> Newest(Sql sql, CancellationToken stop) => await sql.First("select coalesce(max(id), 0) from history", r => r.GetInt64(0), stop);

    /// <summary>What came after an entry; none when it is more than is worth telling one by one.</summary>
    public static async Task<List<LiveChange>?> Since(Sql sql, long id, CancellationToken stop)
    {
        var rows = await Read(sql, "where h.id > @id", stop, ("@id", id));
        return rows.Count > Portion ? null : Told(rows);
    }

    /// <summary>The latest entries, as far as they are not older than that.</summary>
    public static async Task<List<LiveChange>> Lately(Sql sql, long newest, DateTime from, CancellationToken stop) =>
        Told(await Read(sql, "where h.id > @id and h.at >= @from", stop, ("@id", newest - Portion), ("@from", from)));

    private void Tell(List<LiveChange> changes)
    {
        foreach (var line in _lines.Keys)
        {
            foreach (var change in changes)
            {
                line.Waiting.Writer.TryWrite(change);
            }
        }
    }

    /// <summary>The next portion, with what was saved later than what came after it.</summary>
    private async Task<List<LiveChange>> Next(Sql sql, CancellationToken stop)
    {
        var rows = await Read(sql, "where h.id > @id", stop, ("@id", _last));
        var late = _gaps.Open is { Count: > 0 } open
            ? await Read(sql, $"where {sql.Dialect.Among("h.id", "@ids")}", stop, ("@ids", open))
            : [];
        foreach (var (id, _) in rows)
        {
            _gaps.Pass(_last!.Value, id);
            _last = id;
        }

        late.ForEach(row => _gaps.Close(row.Id));
        return [.. Told(late).Select(c => c with { Late = true }), .. Told(rows)];
    }

    private static List<LiveChange> Told(List<(long Id, LiveChange? Change)> rows) => [.. rows.Select(r => r.Change).OfType<LiveChange>()];

    private static Task<List<(long Id, LiveChange? Change)>> Read(Sql sql, string where, CancellationToken stop, params (string, object?)[] parameters) => sql.List(
        $"{Select} {where} order by h.id limit {Portion + 1}",
        r => (r.GetInt64(0), r.IsDBNull(2)
            ? null
            : new LiveChange(r.GetInt64(0), (Subject)r.GetInt32(1), r.GetInt32(2), new Place(r.Key(3) ?? 0, r.Key(4)), r.GetString(5), r.GetString(6), r.Key(7))),
        stop,
        parameters);
}
