using Sportello.Wire.Imap;

namespace Sportello.Mailroom.Stores;

/// <summary>A Maildir with the subfolders of Maildir++: the folder <c>INBOX</c> is the root, others lie in it as <c>.Name</c> in modified UTF-7.</summary>
internal sealed class MaildirStore : IMailStore
{
    private readonly string _root;
    private readonly TimeProvider _clock;

    private MaildirStore(string root, TimeProvider clock)
    {
        _root = root;
        _clock = clock;
    }

    public string Box => $"maildir:{_root}";

    public static MaildirStore At(string root, TimeProvider clock) => System.IO.Directory.Exists(root)
        ? new MaildirStore(root, clock)
        : throw new StoreRefusedException($"There is no Maildir {root}.");

    /// <summary>The path of a folder, whether or not it is there.</summary>
    public static string PathOf(string root, string folder) =>
        folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? root : Path.Combine(root, "." + ModifiedUtf7.Encode(folder.Replace('/', '.')));

    public Task<string?> Find(string folder, CancellationToken stop) =>
        Task.FromResult(Candidates(folder).FirstOrDefault(name => System.IO.Directory.Exists(PathOf(_root, name))));

    public Task<T> In<T>(string folder, bool forReading, Func<IMailFolder, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        var path = Candidates(folder).Select(name => PathOf(_root, name)).FirstOrDefault(System.IO.Directory.Exists)
            ?? throw new StoreRefusedException($"There is no folder {folder} in the Maildir {_root}.");
        return work(new MaildirFolder(folder, path, _root, MaildirUids.Open(path, _clock)), stop);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Servers that show a Maildir often show all its folders below INBOX.</summary>
    private static IEnumerable<string> Candidates(string folder) =>
        folder.StartsWith("INBOX.", StringComparison.OrdinalIgnoreCase) || folder.StartsWith("INBOX/", StringComparison.OrdinalIgnoreCase)
            ? [folder, folder[6..]]
            : [folder];
}
