using Sportello.Data;
using Sportello.Mailroom.Reading;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom;

/// <summary>The folder with every letter in it, and what must have become of each.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private static readonly string[][] Flags = [[], [@"\Seen"], [@"\Seen", @"\Answered"], [@"\Flagged"], [@"\Seen", "urgent"]];

    private readonly IFoldersOfTest _folders;
    private readonly HashSet<string> _known;

    private Scene(MailWorld world, IFoldersOfTest folders, List<Standing> letters, HashSet<string> known)
    {
        World = world;
        _folders = folders;
        Letters = letters;
        _known = known;
    }

    public MailWorld World { get; }

    /// <summary>As they stood before anything looked at them.</summary>
    public List<Standing> Letters { get; }

    public static async Task<Scene> Set(DatabaseProvider provider, IFoldersOfTest folders)
    {
        var mail = SharedMail.All();
        var world = await MailWorld.Open(provider, folders.Settings);
        await folders.Create(MailWorld.LucaFolder);
        await folders.Create(MailWorld.SandroFolder);
        for (var i = 0; i < mail.Count; i++)
        {
            // No two letters arrived in the same minute, so that each can be found again.
            await folders.Put(MailWorld.LucaFolder, mail[i].Bytes, Flags[i % Flags.Length], new DateTimeOffset(2013, 6, 1, 8, 0, 0, TimeSpan.FromHours(2)).AddMinutes(i));
        }

        var letters = await folders.All(MailWorld.LucaFolder);
        Assert.Equal(mail.Count, letters.Count);
        var senders = new List<string>();
        foreach (var letter in letters.OrderBy(l => l.ArrivedAt))
        {
            var from = (await Read(letter)).From?.Address.ToLowerInvariant() ?? "";
            if (from.Length > 0 && !senders.Contains(from))
            {
                senders.Add(from);
            }
        }

        var known = senders.Where((_, i) => i % 2 == 0).ToHashSet();
        foreach (var sender in known)
        {
            await world.Knows($"writer {sender}", sender);
        }

        return new Scene(world, folders, letters, known);
    }

    public async Task<List<Standing>> Now() => [.. (await _folders.All(MailWorld.LucaFolder)).OrderBy(s => s.ArrivedAt)];

    public async Task Check()
    {
        var now = (await Now()).ToLookup(s => s.ArrivedAt);
        Assert.Equal(Letters.Count, now.Sum(g => g.Count()));
        var tickets = new HashSet<int>();
        var held = 0;
        foreach (var letter in Letters)
        {
            var stands = Assert.Single(now[letter.ArrivedAt]);
            Assert.Equal(letter.Flags, stands.Flags);
            var read = await Read(letter);
            if (IsOfSomebodyKnown(read))
            {
                tickets.Add(await InItsTicket(letter, read, stands));
            }
            else
            {
                Assert.Equal((letter.Uid, Convert.ToHexString(letter.Bytes)), (stands.Uid, Convert.ToHexString(stands.Bytes)));
                held++;
            }
        }

        Assert.Equal(tickets.Count, await World.Count("ticket"));
        var reasons = await World.Rows("select reason from letter where outcome = 6", r => r.IsDBNull(0) ? "" : r.GetString(0));
        Assert.Equal(held, reasons.Count);
        Assert.DoesNotContain("", reasons);
        Assert.True(tickets.Count > 20 && held > 30, $"{tickets.Count} tickets, {held} held");
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await _folders.DisposeAsync();
    }

    private bool IsOfSomebodyKnown(Letter letter) =>
        letter.From is { } from && _known.Contains(from.Address.ToLowerInvariant()) && !new Classification(new OwnMail([], _ => false)).Of(letter).IsAutomatic;

    private async Task<int> InItsTicket(Standing letter, Letter read, Standing stands)
    {
        Assert.Equal(Convert.ToHexString(letter.ButSubject()), Convert.ToHexString(stands.ButSubject()));
        var subject = (await Read(stands)).Subject;
        var number = (int)new TicketNumber("DPR").In(subject)!.Value;
        Assert.Equal($"{read.Subject} DPR:{number}".Trim(), subject);

        var ticket = await World.Ticket(number);
        var files = read.Attachments.Select(a => a.Sha256).ToList();
        var comment = Assert.Single(ticket.Comments, c => c.Body == read.Text && c.Attachments.OrderBy(a => a.Id).Select(a => a.Sha256).SequenceEqual(files));
        Assert.Equal(read.Html is not null, comment.Html is not null);
        using var raw = new MemoryStream(letter.Bytes);
        foreach (var (file, attachment) in comment.Attachments.OrderBy(a => a.Id).Zip((await Letter.ReadAsync(raw)).Attachments))
        {
            var expected = new MemoryStream();
            await attachment.CopyToAsync(expected);
            var kept = new MemoryStream();
            await using (var stream = World.House.Files.Open(file.Sha256))
            {
                await stream.CopyToAsync(kept);
            }

            Assert.True(expected.ToArray().AsSpan().SequenceEqual(kept.ToArray()), $"{file.Name} differs");
        }

        return number;
    }

    private static async Task<Letter> Read(Standing letter)
    {
        using var bytes = new MemoryStream(letter.Bytes);
        return await Letter.ReadAsync(bytes);
    }
}
