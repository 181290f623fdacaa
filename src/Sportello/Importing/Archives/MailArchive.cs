using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Mailroom.Spool;
using Sportello.Portable.Reading;
using Sportello.Portable.Taking;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Importing.Archives;

/// <summary>
/// Reads an archive of mail: letters that name each other, or a ticket's number in their subject, become one ticket, with the dates they were
/// written. Letters that are here already, by whatever way they came, are passed over.
/// </summary>
internal sealed class MailArchive
{
    private const int Portion = 500;

    private readonly Intake _intake;
    private readonly LetterShelf _shelf;
    private readonly List<ArchivedLetter> _letters = [];
    private readonly Dictionary<string, KnownMessage> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MailThread> _threads = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _numbers = [];
    private readonly HashSet<int> _tickets = [];
    private readonly List<MailThread> _all = [];
    private int _lone;
    private int _here;

    private MailArchive(Intake intake, LetterShelf shelf) => (_intake, _shelf) = (intake, shelf);

    public static async Task Mbox(Intake intake, string path, CancellationToken stop)
    {
        using var shelf = new LetterShelf(intake);
        var archive = new MailArchive(intake, shelf);
        await using var file = OpenFile(path);
        var count = 0;
        await foreach (var (bytes, arrived) in MboxFile.Letters(file, stop))
        {
            await archive.Lay(new(Path.GetFileName(path), ++count), new MemoryStream(bytes), arrived, stop);
        }

        if (count == 0)
        {
            throw Refusal.Invalid("file", $"{path}: this is no mbox file; each letter in one begins behind a line such as “From name@company.example Sat Jun  1 09:00:00 2013”.");
        }

        await archive.Take(stop);
    }

    public static async Task Maildir(Intake intake, string path, CancellationToken stop)
    {
        using var shelf = new LetterShelf(intake);
        var archive = new MailArchive(intake, shelf);
        var folders = System.IO.Directory.Exists(path)
            ? System.IO.Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Where(d => Path.GetFileName(d) is "cur" or "new").Order(StringComparer.Ordinal).ToList()
            : [];
        if (folders.Count == 0)
        {
            throw Refusal.Invalid("file", $"{path}: this is no Maildir; it would have folders “cur” and “new”.");
        }

        foreach (var letter in folders.SelectMany(f => System.IO.Directory.EnumerateFiles(f).Order(StringComparer.Ordinal)))
        {
            await using var bytes = OpenFile(letter);
            await archive.Lay(new(Path.GetRelativePath(path, letter), 0), bytes, File.GetLastWriteTimeUtc(letter), stop);
        }

        await archive.Take(stop);
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Refusal(RefusalReason.NotFound, $"{path}: there is no such file.", "file");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refusal.Invalid("file", $"{path}: the file cannot be read: {e.Message}");
        }
    }

    private async Task Lay(Spot at, Stream raw, DateTime? arrived, CancellationToken stop)
    {
        if (raw.Length == 0)
        {
            _intake.Draft.Fault(at, "", "the letter is empty.");
            return;
        }

        _letters.Add(await _shelf.Lay(at, raw, arrived, stop));
    }

    private async Task Take(CancellationToken stop)
    {
        var project = _intake.Project;
        var status = _intake.Data.Map.GetValueOrDefault("status", Name.Of(TicketStatus.Closed));
        await LearnKnown(stop);
        foreach (var letter in _letters.OrderBy(l => l.SentAt))
        {
            Sort(letter);
        }

        var numbers = await Numbering.Of(_intake, PortableTypes.Ticket, stop);
        var fresh = _all.Where(t => t.Ticket is null).ToList();
        numbers.Give(fresh.Select(t => t.Id).Where(id => id.All(char.IsAsciiDigit)), keep: true);
        numbers.Give(fresh.Select(t => t.Id), keep: false);
        foreach (var thread in _all)
        {
            await Add(thread, thread.Ticket ?? (int)numbers[thread.Id], project, status, stop);
        }

        Say();
        _intake.Last = KeepKnown;
    }

    private void Say()
    {
        if (_here > 0)
        {
            _intake.Findings.Notice(string.Create(CultureInfo.InvariantCulture, $"Letters that were here already, or stand in the archive twice: {_here}."));
        }

        if (_lone > 0)
        {
            _intake.Findings.Notice(string.Create(CultureInfo.InvariantCulture, $"Letters that machines sent, in no conversation, which were left out: {_lone}."));
        }
    }

    private async Task LearnKnown(CancellationToken stop)
    {
        var db = _intake.Desk.Db;
        foreach (var keys in _letters.SelectMany(l => l.Names.Append(l.Key).Append(l.OtherKey)).Distinct(StringComparer.Ordinal).Chunk(Portion))
        {
            foreach (var message in await db.KnownMessages.AsNoTracking().Where(k => keys.Contains(k.Id)).ToListAsync(stop))
            {
                _known[message.Id] = message;
            }
        }

        foreach (var ticket in _known.Values.Select(k => k.TicketId).Distinct())
        {
            var into = await Merging.Follow(_intake.Desk.Sql, ticket, stop);
            _numbers[ticket] = await _intake.Desk.Sql.First("select number from ticket where id = @id", r => r.GetInt32(0), stop, ("@id", into));
        }

        foreach (var number in _letters.Select(l => l.Number).OfType<int>().Distinct())
        {
            if (await Merging.Followed(_intake.Desk, number, stop) is { } ticket)
            {
                _tickets.Add(number);
                _numbers[-number] = ticket.Number;
            }
        }
    }

    private void Sort(ArchivedLetter letter)
    {
        var key = letter.Key;
        if (IsHere(key, letter.Content) || IsHere(letter.OtherKey, letter.Content))
        {
            _here++;
            return;
        }

        if (_threads.TryGetValue(key, out var same) && same.Holds(key))
        {
            // Another letter has its id: both are taken, the second under a name of its own.
            key = letter.OtherKey;
        }

        var thread = Find(letter);
        if (thread is null && letter.Automatic)
        {
            _lone++;
            return;
        }

        if (thread is null)
        {
            _all.Add(thread = new MailThread(letter.Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : key, null));
        }

        thread.Add(key, letter);
        foreach (var name in letter.Names.Append(key))
        {
            _threads.TryAdd(name, thread);
        }

        if (letter.Number is { } named)
        {
            _threads.TryAdd($"number {named}", thread);
        }
    }

    private bool IsHere(string key, string content) =>
        (_known.TryGetValue(key, out var known) && known.CommentId is not null && string.Equals(known.Content, content, StringComparison.Ordinal))
        || (_threads.TryGetValue(key, out var thread) && thread.Says(key, content));

    private MailThread? Find(ArchivedLetter letter)
    {
        if (letter.Number is { } number)
        {
            if (_tickets.Contains(number))
            {
                return Of(_numbers[-number]);
            }

            if (_threads.TryGetValue($"number {number}", out var numbered))
            {
                return numbered;
            }
        }

        foreach (var name in letter.Names.Prepend(letter.Key))
        {
            if (_threads.TryGetValue(name, out var thread))
            {
                return thread;
            }

            if (_known.TryGetValue(name, out var known))
            {
                return Of(_numbers[known.TicketId]);
            }
        }

        return null;
    }

    /// <summary>The conversation of a ticket that is here.</summary>
    private MailThread Of(int ticket)
    {
        var name = $"ticket {ticket}";
        if (!_threads.TryGetValue(name, out var thread))
        {
            _threads[name] = thread = new MailThread(name, ticket);
            _all.Add(thread);
        }

        return thread;
    }

    private async Task Add(MailThread thread, int number, string project, string status, CancellationToken stop)
    {
        thread.Number = number;
        var first = thread.Letters[0].Letter;
        var ticket = new JsonObject { ["number"] = number };
        if (thread.Ticket is null)
        {
            var subject = Storable.Cut(OneLine.Of(first.Subject), Ticket.SubjectLength).Trim();
            ticket["project"] = project;
            ticket["subject"] = subject.Length > 0 ? subject : Language.In(_intake.Desk.House.Settings.Work.Language).Say("mail.no-subject");
            ticket["status"] = status;
            ticket["origin"] = Name.Of(Origin.Mail);
            ticket["opened"] = Portable.Times.Write(first.SentAt.AddTicks(-(first.SentAt.Ticks % TimeSpan.TicksPerMillisecond)));
            if (first.Sender is { } requester)
            {
                ticket["requester"] = requester;
            }
        }

        var comments = new JsonArray();
        foreach (var (_, letter) in thread.Letters)
        {
            comments.Add(await _shelf.Comment(letter, stop));
        }

        ticket["comments"] = comments;
        _intake.Draft.Add(PortableTypes.Ticket, first.At, ticket);
    }

    /// <summary>By their ids the letters are known from now on, also to those that come by mail.</summary>
    private async Task KeepKnown(ImportRun run, CancellationToken stop)
    {
        foreach (var thread in _all)
        {
            if (await run.Desk.Sql.First("select id from ticket where number = @number", r => r.Key(0), stop, ("@number", (long)thread.Number)) is not { } ticket)
            {
                continue;
            }

            foreach (var (key, letter) in thread.Letters)
            {
                await run.Desk.Sql.Run(
                    """
                    insert into known_message (id, ticket_id, comment_id, content)
                    select @id, @ticket, max(id), @content from comment where ticket_id = @ticket and at = @at and (message_id = @name or (message_id is null and @name = ''))
                    on conflict (id) do update set ticket_id = excluded.ticket_id, comment_id = excluded.comment_id, content = excluded.content
                    where known_message.comment_id is null
                    """,
                    stop,
                    ("@id", key), ("@ticket", ticket), ("@content", letter.Content), ("@at", letter.SentAt), ("@name", letter.Key.StartsWith("sha256:", StringComparison.Ordinal) ? "" : letter.Key));
                foreach (var name in letter.Names)
                {
                    await run.Desk.Sql.Run(
                        "insert into known_message (id, ticket_id) values (@id, @ticket) on conflict (id) do nothing", stop, ("@id", name), ("@ticket", ticket));
                }
            }
        }
    }
}

/// <summary>Letters of one conversation, the oldest first.</summary>
/// <param name="id">By what its ticket is known again.</param>
/// <param name="ticket">The ticket that is here; none where it is new.</param>
internal sealed class MailThread(string id, int? ticket)
{
    private readonly Dictionary<string, string> _contents = new(StringComparer.Ordinal);

    public string Id => id;

    public int? Ticket => ticket;

    public int Number { get; set; }

    public List<(string Key, ArchivedLetter Letter)> Letters { get; } = [];

    public void Add(string key, ArchivedLetter letter)
    {
        Letters.Add((key, letter));
        _contents[key] = letter.Content;
    }

    public bool Holds(string key) => _contents.ContainsKey(key);

    public bool Says(string key, string content) => _contents.TryGetValue(key, out var said) && string.Equals(said, content, StringComparison.Ordinal);
}
