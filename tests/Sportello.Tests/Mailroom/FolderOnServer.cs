using System.Text;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Tests.Mailroom;

/// <summary>A letter as it stands in a folder: everything that must not change but for its number.</summary>
internal sealed record Standing(long Uid, byte[] Bytes, string Flags, DateTimeOffset? ArrivedAt)
{
    /// <summary>All bytes but the Subject field, found here by its name at a line's start and nothing else.</summary>
    public byte[] ButSubject()
    {
        var lines = Encoding.Latin1.GetString(Bytes).Split('\n').Select(l => l + "\n").ToList();
        var at = lines.FindIndex(l => l.StartsWith("subject", StringComparison.OrdinalIgnoreCase) && l[7..].TrimStart(' ', '\t').StartsWith(':'));
        var end = lines.FindIndex(l => l.Trim('\r', '\n').Length == 0);
        if (at >= 0 && (end < 0 || at < end))
        {
            lines.RemoveRange(at, 1 + lines.Skip(at + 1).TakeWhile(l => l[0] is ' ' or '\t').Count());
        }

        return Encoding.Latin1.GetBytes(string.Concat(lines)[..^1]);
    }
}

/// <summary>A look at a store that is not the product's own: what is there now, and putting letters in.</summary>
internal interface IFoldersOfTest : IAsyncDisposable
{
    MailStoreSettings Settings { get; }

    Task Create(string folder);

    Task Put(string folder, byte[] letter, IEnumerable<string> flags, DateTimeOffset arrivedAt);

    Task<List<Standing>> All(string folder);
}

internal sealed class DovecotFolders : IFoldersOfTest
{
    private static readonly Lazy<Dovecot> Shared = new(() => Dovecot.Start(users: Enumerable.Range(1, 60).Select(n => $"posta{n}")));
    private static int _users;

    private readonly Dovecot? _own;
    private readonly string _user = $"posta{Interlocked.Increment(ref _users)}";

    public DovecotFolders()
    {
    }

    /// <summary>A server of its own, with further lines of configuration.</summary>
    public DovecotFolders(string settings) => _own = Dovecot.Start(settings, _user);

    /// <summary>The server of its own, to be stopped and started.</summary>
    public Dovecot Own => _own ?? throw new InvalidOperationException("This one is shared.");

    private Dovecot Server => _own ?? Shared.Value;

    public MailStoreSettings Settings => new()
    {
        Host = "localhost", Port = Server.Port, User = _user, Password = Dovecot.Password, Security = LineSecurity.None, Days = 100000,
    };

    public async Task Create(string folder)
    {
        await using var client = await Client();
        await client.CreateAsync(folder);
    }

    public async Task Put(string folder, byte[] letter, IEnumerable<string> flags, DateTimeOffset arrivedAt)
    {
        await using var client = await Client();
        await client.AppendAsync(folder, new MemoryStream(letter), letter.Length, flags, arrivedAt);
    }

    public async Task<List<Standing>> All(string folder)
    {
        await using var client = await Client();
        await client.ExamineAsync(folder);
        var all = new List<Standing>();
        await foreach (var body in client.FetchBodiesAsync(UidSet.From(1)))
        {
            var bytes = new MemoryStream();
            await body.Content.CopyToAsync(bytes);
            all.Add(new Standing(body.Uid, bytes.ToArray(), Written(body.Flags!), body.ArrivedAt));
        }

        return all;
    }

    public static string Written(IEnumerable<string> flags) => string.Join(' ', flags.Where(f => f is not @"\Recent").Order(StringComparer.Ordinal));

    public ValueTask DisposeAsync()
    {
        _own?.Dispose();
        return ValueTask.CompletedTask;
    }

    public async Task<ImapClient> Client()
    {
        var client = await ImapClient.ConnectAsync(new WireEndpoint("localhost", Server.Port, ConnectionSecurity.None));
        await client.SignInAsync(SaslCredentials.Password(_user, Dovecot.Password), allowInClear: true);
        return client;
    }
}

internal sealed class MaildirFolders : IFoldersOfTest
{
    private readonly TempFolder _folder = new();
    private int _names;

    public MaildirFolders() => System.IO.Directory.CreateDirectory(_folder.Path);

    public MailStoreSettings Settings => new() { Maildir = _folder.Path, Days = 100000 };

    public Task Create(string folder)
    {
        foreach (var part in new[] { "cur", "new", "tmp" })
        {
            System.IO.Directory.CreateDirectory(Path.Combine(PathOf(folder), part));
        }

        return Task.CompletedTask;
    }

    public Task Put(string folder, byte[] letter, IEnumerable<string> flags, DateTimeOffset arrivedAt)
    {
        var letters = string.Concat(flags.Select(f => f switch { @"\Seen" => "S", @"\Answered" => "R", @"\Flagged" => "F", _ => "a" }).Order());
        var name = $"{arrivedAt.ToUnixTimeSeconds()}.M{++_names}P1.host";
        var path = letters.Length == 0 ? Path.Combine(PathOf(folder), "new", name) : Path.Combine(PathOf(folder), "cur", $"{name}:2,{letters}");
        File.WriteAllBytes(path, letter);
        File.SetLastWriteTimeUtc(path, arrivedAt.UtcDateTime);
        return Task.CompletedTask;
    }

    public Task<List<Standing>> All(string folder) => Task.FromResult(new[] { "new", "cur" }
        .SelectMany(part => System.IO.Directory.GetFiles(Path.Combine(PathOf(folder), part)).Select(file => (part, file)))
        .Select(f => new Standing(
            0,
            File.ReadAllBytes(f.file),
            f.part is "new" ? "new" : f.file[(f.file.IndexOf(":2,", StringComparison.Ordinal) + 3)..],
            new DateTimeOffset(File.GetLastWriteTimeUtc(f.file))))
        .ToList());

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public string PathOf(string folder) => Path.Combine(_folder.Path, "." + ModifiedUtf7.Encode(folder.Replace('/', '.')));
}
