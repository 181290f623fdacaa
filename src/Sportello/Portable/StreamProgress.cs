using System.Globalization;
using System.Security.Cryptography;

namespace Sportello.Portable;

/// <summary>
/// How far a stream has come in, by the hash of its bytes: written in the transaction of each batch, so that after a break, whatever broke it, the
/// next run goes on behind the last batch that is here. A file that has changed since is another one, and begins from its beginning.
/// </summary>
internal sealed class StreamProgress
{
    /// <summary>After which time nobody is expected to come back.</summary>
    private const int Days = 90;

    private readonly Desk _desk;
    private readonly string _file;
    private readonly Dictionary<string, int> _done;

    private StreamProgress(Desk desk, string file, Dictionary<string, int> done) => (_desk, _file, _done) = (desk, file, done);

    public static async Task<StreamProgress> Of(Desk desk, PortableFile file, CancellationToken stop)
    {
        var (text, raw) = file.OpenToRead();
        await using var both = raw;
        await using var unpacked = text;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(raw, stop));
        var done = await desk.Sql.List("select type, done from import_progress where file = @file", r => (Type: r.GetString(0), Done: r.GetInt32(1)), stop, ("@file", hash));
        return new(desk, hash, done.ToDictionary(d => d.Type, d => d.Done, StringComparer.Ordinal));
    }

    /// <summary>How many objects of this type are here from a run that broke off.</summary>
    public int Done(string type) => _done.GetValueOrDefault(type);

    /// <summary>Within the transaction of a batch.</summary>
    public Task Note(string type, int done, CancellationToken stop) => _desk.Sql.Run(
        "insert into import_progress (file, type, done, at) values (@file, @type, @done, @at) on conflict (file, type) do update set done = excluded.done, at = excluded.at",
        stop,
        ("@file", _file), ("@type", type), ("@done", done), ("@at", _desk.Now));

    /// <summary>Within the transaction that ends it.</summary>
    public Task End(CancellationToken stop) => _desk.Sql.Run(
        "delete from import_progress where file = @file or at < @old", stop, ("@file", _file), ("@old", _desk.Now.AddDays(-Days)));

    public void Say(Findings findings)
    {
        foreach (var (type, done) in _done.Where(d => d.Value > 0))
        {
            findings.Notice(string.Create(CultureInfo.InvariantCulture, $"{type}: {done} were here from a run that broke off; this one went on behind them."));
        }
    }
}
