using System.Text;
using Sportello.Data;
using Sportello.Mailroom.Intake;

namespace Sportello.Tests.Mailroom;

/// <summary>A Maildir and a house that looks into it; letters are written as they would lie there.</summary>
internal sealed class Box : IAsyncDisposable
{
    private readonly MaildirFolders _folders;
    private readonly string _folder;
    private int _minutes;

    private Box(MailWorld world, MaildirFolders folders, string folder)
    {
        World = world;
        _folders = folders;
        _folder = folder;
    }

    public MailWorld World { get; }

    public static async Task<Box> Open(DatabaseProvider provider = DatabaseProvider.Sqlite, string folder = MailWorld.LucaFolder, int days = 100000)
    {
        var folders = new MaildirFolders();
        await folders.Create(MailWorld.LucaFolder);
        await folders.Create(MailWorld.SandroFolder);
        return new Box(await MailWorld.Open(provider, folders.Settings with { Days = days }), folders, folder);
    }

    public Task Put(string letter, string from = "Chiara@Barilla.example", string? folder = null) => _folders.Put(
        folder ?? _folder,
        Encoding.UTF8.GetBytes($"From: {from}\r\n{letter}"),
        [@"\Seen"],
        new DateTimeOffset(2013, 6, 29, 8, 0, 0, TimeSpan.Zero).AddMinutes(++_minutes));

    /// <summary>One run, seen from the folder.</summary>
    public async Task<FolderAnswer> Run() => (await World.Run()).Answer!.Folders.Single(f => f.Folder == _folder);

    public Task<List<Standing>> Now(string? folder = null) => _folders.All(folder ?? _folder);

    public string PathOf(string folder) => _folders.PathOf(folder);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await _folders.DisposeAsync();
    }
}
