using System.Globalization;

namespace Sportello.Mailroom.Stores;

/// <summary>One folder of a Maildir. A letter's internal date is the time its file was last written.</summary>
internal sealed class MaildirFolder(string name, string path, string root, MaildirUids uids) : IMailFolder
{
    private const int LongestHeader = 1024 * 1024;

    private static int _written;

    private Dictionary<long, FileInfo> _files = [];

    public string Name => name;

    public long UidValidity => uids.Validity;

    public Task<HashSet<long>> Standing(CancellationToken stop)
    {
        Look();
        return Task.FromResult(_files.Where(f => !MaildirName.Flags(f.Value.Name, isNew: false).Contains(@"\Deleted", StringComparer.Ordinal)).Select(f => f.Key).ToHashSet());
    }

    public async IAsyncEnumerable<LetterHead> Heads(
        IReadOnlyCollection<long> wanted, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var uid in wanted)
        {
            if (Opened(uid) is var (file, bytes))
            {
                await using (bytes)
                {
                    yield return new LetterHead(uid, await Header(bytes, stop), bytes.Length, MarksOf(file));
                }
            }
        }
    }

    public async IAsyncEnumerable<(long Uid, Stream Bytes)> Bodies(
        IReadOnlyCollection<long> wanted, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var uid in wanted)
        {
            stop.ThrowIfCancellationRequested();
            if (Opened(uid) is var (_, bytes))
            {
                await using (bytes)
                {
                    yield return (uid, bytes);
                }
            }
        }
    }

    public Task<Dictionary<long, Marks>> MarksOf(IReadOnlyCollection<long> wanted, CancellationToken stop)
    {
        LookAgainFor(wanted);
        return Task.FromResult(wanted.Where(_files.ContainsKey).ToDictionary(uid => uid, uid => MarksOf(_files[uid])));
    }

    public async Task<IReadOnlyList<PutThere>> Append(IReadOnlyList<NewLetter> letters, CancellationToken stop)
    {
        foreach (var part in new[] { "tmp", "cur", "new" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(path, part));
        }

        var put = new List<(string Name, string Target)>();
        foreach (var letter in letters)
        {
            put.Add(await Write(letter, stop));
        }

        var given = uids.Add([.. put.Select(p => p.Name)]);
        foreach (var (uid, target) in given.Zip(put.Select(p => p.Target)))
        {
            _files[uid] = new FileInfo(target);
        }

        return [.. given.Select(uid => new PutThere(uid, Refused: null))];
    }

    private async Task<(string Name, string Target)> Write(NewLetter letter, CancellationToken stop)
    {
        var arrived = (letter.Marks.ArrivedAt ?? TimeProvider.System.GetUtcNow()).UtcDateTime;
        var unchanging = string.Create(
            CultureInfo.InvariantCulture,
            $"{new DateTimeOffset(arrived).ToUnixTimeSeconds()}.P{Environment.ProcessId}Q{Interlocked.Increment(ref _written)}R{Guid.NewGuid():N}.{Environment.MachineName.Replace(':', '_').Replace('/', '_')}");
        var temporary = Path.Combine(path, "tmp", unchanging);
        await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            await letter.Bytes.CopyToAsync(file, stop);
            file.Flush(flushToDisk: true);
        }

        File.SetLastWriteTimeUtc(temporary, arrived);
        var target = Path.Combine(path, MaildirName.PathOf(unchanging, letter.Marks.Flags));
        File.Move(temporary, target);
        return (unchanging, target);
    }

    public Task Remove(IReadOnlyCollection<long> wanted, CancellationToken stop)
    {
        LookAgainFor(wanted);
        foreach (var uid in wanted.Where(_files.ContainsKey))
        {
            File.Delete(_files[uid].FullName);
            _files.Remove(uid);
        }

        return Task.CompletedTask;
    }

    public Task MoveTo(string other, IReadOnlyCollection<long> wanted, CancellationToken stop)
    {
        var target = MaildirStore.PathOf(root, other);
        foreach (var part in new[] { "tmp", "cur", "new" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(target, part));
        }

        LookAgainFor(wanted);
        foreach (var uid in wanted.Where(_files.ContainsKey))
        {
            var file = _files[uid];
            File.Move(file.FullName, Path.Combine(target, file.Directory!.Name, file.Name));
            _files.Remove(uid);
        }

        return Task.CompletedTask;
    }

    /// <summary>Another program may have changed the flags, and with them the name, since the folder was looked at.</summary>
    private void LookAgainFor(IReadOnlyCollection<long> wanted)
    {
        if (wanted.Any(uid => _files.TryGetValue(uid, out var file) && !File.Exists(file.FullName)))
        {
            Look();
        }
    }

    private void Look()
    {
        var files = new[] { "new", "cur" }
            .Select(part => new DirectoryInfo(Path.Combine(path, part)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles())
            .Where(file => file.Name[0] != '.')
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var known = uids.Of([.. files.Select(file => MaildirName.Unchanging(file.Name))]);
        _files = [];
        foreach (var file in files)
        {
            _files[known[MaildirName.Unchanging(file.Name)]] = file;
        }
    }

    private (FileInfo File, FileStream Bytes)? Opened(long uid)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (!_files.TryGetValue(uid, out var file))
            {
                return null;
            }

            try
            {
                return (file, file.OpenRead());
            }
            catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                Look();
            }
        }

        return null;
    }

    private static Marks MarksOf(FileInfo file) =>
        new(MaildirName.Flags(file.Name, isNew: file.Directory!.Name is "new"), new DateTimeOffset(file.LastWriteTimeUtc));

    private static async Task<byte[]> Header(FileStream bytes, CancellationToken stop)
    {
        var header = new byte[(int)Math.Min(bytes.Length, LongestHeader)];
        for (int length = 0, read; length < header.Length; length += read)
        {
            read = await bytes.ReadAsync(header.AsMemory(length, Math.Min(16 * 1024, header.Length - length)), stop);
            if (read == 0)
            {
                return header[..length];
            }

            if (EndOfHeader(header.AsSpan(0, length + read), Math.Max(0, length - 3)) is { } end)
            {
                return header[..end];
            }
        }

        return header;
    }

    private static int? EndOfHeader(ReadOnlySpan<byte> bytes, int from)
    {
        var crlf = bytes[from..].IndexOf("\r\n\r\n"u8);
        var lf = bytes[from..].IndexOf("\n\n"u8);
        return (crlf, lf) switch
        {
            (< 0, < 0) => null,
            (>= 0, < 0) => from + crlf + 4,
            (< 0, _) => from + lf + 2,
            _ => Math.Min(from + crlf + 4, from + lf + 2),
        };
    }
}
