using System.Globalization;
using Sportello.Directory;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tickets;

namespace Sportello.Bench;

/// <summary>An empty house, a folder full of letters of one customer, and a Dovecot before it or none.</summary>
internal sealed class MailPlace : IAsyncDisposable
{
    public const string Folder = "Luca";
    private const string User = "support";

    private readonly TempFolder _data = new();
    private readonly Dovecot? _server;
    private readonly string _maildir;

    private MailPlace(Dovecot? server)
    {
        _server = server;
        _maildir = server?.Maildir(User) ?? _data["mail"];
    }

    public House House { get; private set; } = null!;

    public long LucaId { get; private set; }

    public long ProjectId { get; private set; }

    public static async Task<MailPlace> Open(bool imap, int letters, Func<int, string> number)
    {
        var server = imap ? Dovecot.Start(users: User) : null;
        var place = new MailPlace(server);
        var store = server is null
            ? new MailStoreSettings { Maildir = place._maildir, Days = 100_000 }
            : new MailStoreSettings { Host = "localhost", Port = server.Port, User = User, Password = Dovecot.Password, Security = LineSecurity.None, Days = 100_000 };
        place.Put(letters, number, first: 0);
        var settings = DeskData.Settings(place._data.Path, postgres: null) with
        {
            Imap = store,
            People = [new PersonSettings { Section = "user1", Id = "luca", Imap = Folder, OpensKind = TicketKind.Bug }],
        };
        place.House = await House.Open(settings, TimeProvider.System, default);
        await place.Found();
        return place;
    }

    public void Put(int count, Func<int, string> number, int first)
    {
        var folder = Path.Combine(_maildir, $".{Folder}");
        foreach (var part in new[] { _maildir, folder }.SelectMany(f => new[] { "cur", "new", "tmp" }.Select(p => Path.Combine(f, p))))
        {
            System.IO.Directory.CreateDirectory(part);
        }

        for (var i = first; i < first + count; i++)
        {
            var letter = string.Create(CultureInfo.InvariantCulture,
                $"Received: from relay.post.example by mail.example with ESMTPS id {i:X8}\r\nDate: {DateTimeOffset.UnixEpoch.AddDays(19_000).AddSeconds(i):ddd, dd MMM yyyy HH:mm:ss} +0000\r\nFrom: Chiara <chiara@barilla.example>\r\nTo: support@vittorino.example\r\nSubject: =?utf-8?B?0J/RgNC40LLQtdGC?= {i}{number(i)}\r\nMessage-ID: <{i}@barilla.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{Text}");
            File.WriteAllText(Path.Combine(folder, "new", string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + i}.M{i}.post")), letter);
        }

        _server?.OwnMaildirs();
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        _server?.Dispose();
        _data.Dispose();
    }

    private static string Text { get; } = string.Concat(Enumerable.Repeat("The invoice of this month does not print, and the one of last month did.\r\n", 25)) + "\r\n-- \r\nChiara\r\n";

    private async Task Found()
    {
        await using var desk = await House.DeskOfProgram("bench", default);
        var (ours, theirs) = (new Organization("vittorino srl", OrganizationCategory.Owner), new Organization("barilla", OrganizationCategory.Customer));
        desk.Db.AddRange(ours, theirs);
        await desk.Flush(default);
        var (luca, chiara) = (new Contact("luca", ours), new Contact("chiara", theirs));
        chiara.ReachableAt(["chiara@barilla.example"]);
        var project = new Project("barilla sw1", theirs);
        desk.Db.AddRange(luca, chiara, project);
        await desk.Save(default);
        (LucaId, ProjectId) = (luca.Id, project.Id);
    }
}
