using System.Globalization;
using System.Text;

namespace Sportello.Mailroom.Stores;

/// <summary>
/// The UIDs of a Maildir folder, kept in a file beside its letters: a letter keeps its UID as long as the unchanging part of its file's name does.
/// The first line holds the UIDVALIDITY and the next UID, every other one a UID and a name.
/// </summary>
internal sealed class MaildirUids
{
    private const string FileName = "sportello-uidlist";

    private readonly string _file;
    private readonly Dictionary<string, long> _uids;
    private long _next;

    private MaildirUids(string file, long validity, long next, Dictionary<string, long> uids)
    {
        _file = file;
        Validity = validity;
        _next = next;
        _uids = uids;
    }

    public long Validity { get; }

    public static MaildirUids Open(string folder, TimeProvider clock)
    {
        var file = Path.Combine(folder, FileName);
        return (File.Exists(file) ? Read(file) : null) ?? new MaildirUids(file, clock.GetUtcNow().ToUnixTimeSeconds(), 1, new(StringComparer.Ordinal));
    }

    /// <summary>The UIDs of the letters that are there; new ones get theirs in the order given, written down before anybody hears of them.</summary>
    public IReadOnlyDictionary<string, long> Of(IReadOnlyList<string> names)
    {
        var here = names.ToHashSet(StringComparer.Ordinal);
        var changed = !File.Exists(_file);
        foreach (var gone in _uids.Keys.Where(name => !here.Contains(name)).ToList())
        {
            changed |= _uids.Remove(gone);
        }

        foreach (var name in names.Where(name => !_uids.ContainsKey(name)))
        {
            _uids.Add(name, _next++);
            changed = true;
        }

        if (changed)
        {
            Write();
        }

        return _uids;
    }

    /// <summary>More letters, after all others; their lines are added to the file without writing the rest again.</summary>
    public IReadOnlyList<long> Add(IReadOnlyList<string> names)
    {
        var given = new List<long>();
        var lines = new StringBuilder();
        foreach (var name in names)
        {
            var uid = _next++;
            _uids.Add(name, uid);
            given.Add(uid);
            lines.Append(CultureInfo.InvariantCulture, $"{uid} {name}\n");
        }

        using var stream = new FileStream(_file, FileMode.Append, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        stream.Flush(flushToDisk: true);
        return given;
    }

    private static MaildirUids? Read(string file)
    {
        var lines = File.ReadAllLines(file);
        if (lines is not [var first, .. var rest] || first.Split(' ') is not ["1", var validity, var next] || !IsNumber(validity, out var known) || !IsNumber(next, out var following))
        {
            return null;
        }

        var uids = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in rest)
        {
            // A line that was cut off by a crash names a letter that will get another UID.
            if (line.Split(' ', 2) is [var uid, var name] && IsNumber(uid, out var number))
            {
                uids[name] = number;
                following = Math.Max(following, number + 1);
            }
        }

        return new MaildirUids(file, known, following, uids);
    }

    private void Write()
    {
        var temporary = _file + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"1 {Validity} {_next}\n"));
            foreach (var (name, uid) in _uids.OrderBy(u => u.Value))
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{uid} {name}\n"));
            }

            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, _file, overwrite: true);
    }

    private static bool IsNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
