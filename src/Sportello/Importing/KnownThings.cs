using System.Security.Cryptography;
using System.Text;
using Sportello.Data;
using Sportello.Portable.Reading;
using Sportello.Portable.Taking;

namespace Sportello.Importing;

/// <summary>What became of the things of one other system: of tickets and work items the numbers here, of all else the keys.</summary>
internal sealed class KnownThings
{
    private const int Portion = 5000;

    private static readonly (string Kind, string Here)[] Tables =
    [
        (PortableTypes.Contact, "select id from contact"), (PortableTypes.Organization, "select id from organization"), (PortableTypes.Project, "select id from project"),
        (PortableTypes.TestSuite, "select id from test_suite"), (PortableTypes.WorkItem, "select number from work_item"), (PortableTypes.Ticket, "select number from ticket"),
    ];

    private readonly string _source;
    private readonly Dictionary<(string Kind, string Id), long> _known;
    private readonly Dictionary<(string Kind, string Id), long> _new = [];
    private readonly Dictionary<(string Kind, string Id), string> _named = [];

    private KnownThings(string source, Dictionary<(string, string), long> known) => (_source, _known) = (source, known);

    public static async Task<KnownThings> Of(Sql sql, string source, CancellationToken stop)
    {
        foreach (var (kind, here) in Tables)
        {
            await sql.Run($"delete from foreign_thing where source = @source and kind = @kind and own_id not in ({here})", stop, ("@source", source), ("@kind", kind));
        }

        var known = new Dictionary<(string, string), long>();
        await foreach (var (kind, id, own) in sql.Each(
            "select kind, foreign_id, own_id from foreign_thing where source = @source", r => (r.GetString(0), r.GetString(1), r.GetInt64(2)), stop, ("@source", source)))
        {
            known[(kind, id)] = own;
        }

        return new(source, known);
    }

    /// <summary>What it became, by an earlier import or by this one.</summary>
    public long? Of(string kind, string id) =>
        _known.TryGetValue((kind, Stored(id)), out var own) || _new.TryGetValue((kind, Stored(id)), out own) ? own : null;

    /// <summary>An earlier import has taken it.</summary>
    public bool IsOld(string kind, string id) => _known.ContainsKey((kind, Stored(id)));

    /// <summary>It is to become the thing of that number or key, if that can be taken.</summary>
    public void Note(string kind, string id, long own) => _new.TryAdd((kind, Stored(id)), own);

    /// <summary>It is to become the thing of that name.</summary>
    public void Note(string kind, string id, string name) => _named.TryAdd((kind, Stored(id)), name);

    /// <summary>Keeps what has really come in.</summary>
    public async Task Write(ImportRun run, CancellationToken stop)
    {
        var rows = new List<(string Kind, string Id, long Own)>();
        rows.AddRange(_named.Select(n => (n.Key.Kind, n.Key.Id, Own: Names(run, n.Key.Kind).At(n.Value) ?? 0)).Where(n => n.Own > 0));
        rows.AddRange(_new.Where(n => n.Key.Kind is PortableTypes.Contact && run.People.At(n.Value) is not null).Select(n => (n.Key.Kind, n.Key.Id, n.Value)));
        foreach (var (kind, table) in new[] { (PortableTypes.Ticket, "ticket"), (PortableTypes.WorkItem, "work_item") })
        {
            var ours = _new.Where(n => string.Equals(n.Key.Kind, kind, StringComparison.Ordinal)).ToList();
            foreach (var portion in ours.Chunk(Portion))
            {
                var there = (await run.Desk.Sql.List(
                    $"select number from {table} where {run.Desk.Sql.Dialect.Among("number", "@numbers")}", r => Convert.ToInt64(r.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), stop,
                    ("@numbers", portion.Select(p => p.Value).ToList()))).ToHashSet();
                rows.AddRange(portion.Where(p => there.Contains(p.Value)).Select(p => (p.Key.Kind, p.Key.Id, p.Value)));
            }
        }

        await run.Desk.Sql.Insert(
            "foreign_thing", ["source", "kind", "foreign_id", "own_id"],
            [.. rows.Where(r => !_known.ContainsKey((r.Kind, r.Id))).Select(r => new object?[] { _source, r.Kind, r.Id, r.Own })], stop);
    }

    /// <summary>Numbers as they are; of what may hold somebody's name or address only a hash is kept, so that nothing of it is left when they are forgotten.</summary>
    private static string Stored(string id) =>
        id.All(char.IsAsciiDigit) ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40];

    private static NamedKeys Names(ImportRun run, string kind) => kind switch
    {
        PortableTypes.Organization => run.Organizations,
        PortableTypes.Project => run.Projects,
        PortableTypes.TestSuite => run.Suites,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not known by name."),
    };
}
