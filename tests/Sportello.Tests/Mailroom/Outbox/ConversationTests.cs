using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Mailroom.Reading;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Notices;
using Sportello.Tickets;
using Sportello.Wire.Mime;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Smtp;
using Sportello.Wire.Transport;

namespace Sportello.Tests.Mailroom.Outbox;

/// <summary>
/// Ten mails between a customer's mail program and an agent in the web, with a colleague in copy: out through a real Postfix, in through the
/// folders of a real Dovecot. One ticket here, and one thread there.
/// </summary>
public sealed class ConversationTests(MailServer server) : IClassFixture<MailServer>
{
    private const string Folder = "Письма/Лука";
    private const string Journal = "Журнал";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Ten_mails_stay_one_ticket_and_one_thread(DatabaseProvider provider)
    {
        await using var folders = new DovecotFolders();
        await folders.Create(Folder);
        await folders.Create(Journal);
        await using var world = await NoticeWorld.Open(provider, settings => settings with
        {
            Smtp = server.Settings,
            Imap = folders.Settings with { Journal = Journal },
            Outgoing = new() { Undo = TimeSpan.Zero },
            People = [new PersonSettings { Section = "user1", Id = "luca", Imap = Folder, OpensKind = TicketKind.Bug }],
        });
        var program = new MailProgram("francesca", "giorgia");
        var number = 0;
        for (var turn = 0; turn < 5; turn++)
        {
            var file = $"файл {turn}\n";
            await program.Write(server, turn == 0 ? "Не печатает накладная" : null, $"Письмо {turn}.", file);
            var raw = await server.Postfix.TakeAsync("support");
            await folders.Put(turn == 0 ? Folder : Journal, raw, [], DateTimeOffset.UnixEpoch.AddMinutes(turn));
            if (turn == 0)
            {
                number = Assert.Single((await new FoldersProgram(world.House).Run(new Manner(world.House.Now), default)).Answer!.Folders[0].Opened);
            }
            else
            {
                Assert.Equal([number], (await new JournalProgram(world.House).Run(new Manner(world.House.Now), default)).Answer!.AddedTo);
            }

            // The colleague got it from the customer directly, and not once more from us.
            Assert.Equal($"Письмо {turn}.", (await server.Take("giorgia")).Text.Trim());
            Assert.Empty(server.Postfix.LettersOf("giorgia"));

            var (sha, size) = await world.House.Files.Keep(new MemoryStream("ответ"u8.ToArray()), default);
            await using var luca = await world.DeskOf("luca");
            await new ReplyToTicket(luca).Run(number, new($"Ответ {turn}.") { Files = [new("ответ.txt", "text/plain", size, sha)] }, default);
            await world.Send();
            await program.Read(await server.Take("francesca"), $"Ответ {turn}.");
            var colleague = await server.Take("giorgia");
            Assert.StartsWith($"Ответ {turn}.", colleague.Text, StringComparison.Ordinal);
            Assert.Contains(program.Written[^1], colleague.References);

            // The journal gets copies of what we sent, too.
            await folders.Put(Journal, program.RawOfLast, [], DateTimeOffset.UnixEpoch.AddMinutes(turn));
            world.Test.Clock.Now += TimeSpan.FromMinutes(10);
        }

        Assert.Equal(1L, (await world.Rows("select count(*) from ticket", r => r.GetInt64(0)))[0]);
        await new JournalProgram(world.House).Run(new Manner(world.House.Now), default);
        await using var reader = await world.DeskOf("luca");
        var ticket = await new TicketPage(reader).Run(number, default);
        Assert.Equal("Не печатает накладная", ticket.Subject);
        Assert.Equal(
            Enumerable.Range(0, 5).SelectMany(t => new[] { $"Письмо {t}.", $"Ответ {t}." }).Order(StringComparer.Ordinal),
            ticket.Comments.Select(c => c.Body.Trim()).Order(StringComparer.Ordinal));
        Assert.All(ticket.Comments, c => Assert.Single(c.Attachments));
        Assert.Equal("giorgia", Assert.Single(ticket.Watchers).Name);
    }

    /// <summary>A customer's mail program: it answers the newest letter it has, and puts each letter under the one that it names.</summary>
    private sealed class MailProgram(string name, string copy)
    {
        private readonly List<string> _has = [];
        private Letter? _last;

        public List<string> Written { get; } = [];

        public byte[] RawOfLast { get; private set; } = [];

        public async Task Write(MailServer server, string? subject, string text, string file)
        {
            var id = $"{Guid.NewGuid():N}@{name}.example";
            var letter = new OutgoingLetter
            {
                From = new Mailbox($"{name}@{Postfix.Domain}", "Франческа"),
                Date = new DateTimeOffset(2013, 6, 30, 9, 0, 0, TimeSpan.Zero),
                MessageId = id,
                To = [new Mailbox(MailServer.Support)],
                Cc = [new Mailbox($"{copy}@{Postfix.Domain}")],
                Subject = subject ?? _last!.Subject,
                InReplyTo = _last?.MessageId,
                References = [.. (_last?.References ?? []).Append(_last?.MessageId ?? "").Where(r => r.Length > 0)],
                Text = text,
                Files = [OutgoingFile.FromBytes("text/plain; charset=utf-8", "файл.txt", System.Text.Encoding.UTF8.GetBytes(file))],
            };
            await using var client = await SmtpClient.ConnectAsync(new WireEndpoint("127.0.0.1", server.Postfix.Port, ConnectionSecurity.None), "client.example");
            Assert.True((await client.SendAsync(new SmtpEnvelope($"{name}@{Postfix.Domain}", MailServer.Support, $"{copy}@{Postfix.Domain}"), letter)).IsAccepted);
            _has.Add(id);
            Written.Add(id);
        }

        public async Task Read(Letter letter, string expected)
        {
            Assert.StartsWith(expected, letter.Text, StringComparison.Ordinal);
            Assert.Equal("Re: Не печатает накладная", new TicketNumber("DPR").Without(letter.Subject));
            Assert.Equal(Written[^1], Assert.Single(letter.InReplyTo));
            Assert.Equal(_has, letter.References);
            Assert.Single(letter.Attachments);
            _has.Add(letter.MessageId!);
            _last = letter;
            RawOfLast = System.Text.Encoding.UTF8.GetBytes(
                $"From: {MailServer.Support}\r\nSubject: Re: DPR:{new TicketNumber("DPR").In(letter.Subject)}\r\nMessage-ID: <{letter.MessageId}>\r\n\r\n{letter.Text}");
            await Task.CompletedTask;
        }
    }
}
