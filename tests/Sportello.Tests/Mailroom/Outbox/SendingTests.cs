using System.Text;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Notices;
using Sportello.Tickets;
using Sportello.Wire.Mime;

namespace Sportello.Tests.Mailroom.Outbox;

/// <summary>Mails on their way out, through a real Postfix.</summary>
public sealed class SendingTests(MailServer server) : IClassFixture<MailServer>
{
    private static readonly TimeSpan AfterUndo = TimeSpan.FromSeconds(10);

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_reply_goes_to_the_customers_as_a_letter_and_to_us_as_a_notice_each_in_their_language(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await using var sandro = await world.DeskOf("sandro");
        var (sha, size) = await world.House.Files.Keep(new MemoryStream("%PDF"u8.ToArray()), default);
        await new ReplyToTicket(sandro).Run(number, new("Попробуйте ещё раз.\n\nGrazie <b>mille</b>.") { Files = [new("Отчёт.pdf", "application/pdf", size, sha)] }, default);
        Assert.Empty((await world.Send()).Mails);
        Assert.Equal(3, (await world.Send(AfterUndo)).Sent);

        var francesca = await server.Take("francesca");
        Assert.Equal("Re: Печать не работает DPR:10000", francesca.Subject);
        Assert.Equal(("sandro via Sportello", MailServer.Support), (francesca.From!.Name, francesca.From.Address));
        Assert.Equal("francesca@sportello.example", Assert.Single(francesca.To).Address);
        Assert.StartsWith("Попробуйте ещё раз.\n\nGrazie <b>mille</b>.\n", francesca.Text, StringComparison.Ordinal);
        Assert.Contains("Grazie &lt;b&gt;mille&lt;/b&gt;.", francesca.Html, StringComparison.Ordinal);
        var file = Assert.Single(francesca.Attachments);
        Assert.Equal(("Отчёт.pdf", sha), (file.Name, file.Sha256));
        Assert.Empty(francesca.Headers.GetAll("Auto-Submitted"));
        Assert.Contains("Basta rispondere", (await server.Take("giorgia")).Text, StringComparison.Ordinal);

        var luca = await server.Take("luca");
        Assert.Equal("auto-generated", luca.Headers.Get("Auto-Submitted"));
        Assert.StartsWith("Новый ответ в обращении DPR:10000", luca.Text, StringComparison.Ordinal);
        Assert.Contains("и клиент его прочтёт", luca.Text, StringComparison.Ordinal);
        var id = OwnMessageId.Read(luca.MessageId!.ToUpperInvariant(), world.House.MailKey.Signature)!;
        Assert.Equal((false, number, world.Contacts["luca"]), (id.Internal, id.Ticket, id.Contact));
        Assert.Null(OwnMessageId.Read(luca.MessageId!.Replace("10000", "10001", StringComparison.Ordinal), world.House.MailKey.Signature));
        Assert.Empty((await world.Send(TimeSpan.FromDays(1))).Mails);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_address_the_server_does_not_know_is_marked_and_spared_until_somebody_writes_from_it(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        await world.Change(desk => desk.Sql.Run("update contact_email set address = 'nobody@sportello.example' where address = 'francesca@sportello.example'", default));
        var number = await world.Ticket();
        await Reply("One.");
        var answer = await world.Send(AfterUndo);
        Assert.Equal((1, 1), (answer.Sent, answer.Refused));
        Assert.Contains("5.1.1", answer.Mails.Single(m => m.State == MailState.Refused).Answer, StringComparison.Ordinal);
        await Reply("Two.");
        await world.Send(AfterUndo);
        Assert.Equal("francesca Refused; francesca GivenUp; giorgia Sent; giorgia Sent", await world.Stands());

        await using (var luca = await world.DeskOf("luca"))
        {
            var foreseen = await new Sportello.Notices.RecipientsOf(luca).Run(number, new(), default);
            Assert.Contains("5.1.1", foreseen.People.Single(p => p.Name == "francesca").Undeliverable, StringComparison.Ordinal);
        }

        Assert.Equal("added", (await world.Deliver("From: nobody@sportello.example\nSubject: Re: DPR:10000\nMessage-ID: <here@i.am>\n\nHere I am.")).Outcome);
        await world.Forget();
        await Reply("Three.");
        Assert.Equal("francesca Waiting; giorgia Waiting", await world.Stands());
        await server.Take("giorgia");
        await server.Take("giorgia");

        async Task Reply(string text)
        {
            await using var luca = await world.DeskOf("luca");
            await new ReplyToTicket(luca).Run(number, new(text), default);
        }
    }

    [Fact]
    public async Task While_the_server_is_away_mails_wait_longer_and_longer_and_go_out_when_it_is_back()
    {
        await using var world = await World(DatabaseProvider.Sqlite, settings => settings with { Smtp = server.Settings with { Port = ServerProcess.FreePort() } });
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("One."), default);
        world.Test.Clock.Now += AfterUndo;
        var ended = await new SendProgram(world.House).Run(new(world.House.Now), default);
        Assert.Equal(Sportello.Jobs.Outcome.Outside, ended.Outcome);
        Assert.Equal("francesca Delayed; giorgia Waiting", await world.Stands());
        Assert.Equal([1L, 0L], await world.Rows("select attempts from mail_recipient order by id", r => r.GetInt64(0)));

        var pauses = new List<double>();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await new SendMail(world.House, world.House.Settings.Smtp!, "test").Run(world.House.Now, default);
            pauses.Add(((await world.Rows("select max(next_attempt_at) from mail_recipient where state = 4", r => Moment.FromStored(r.GetInt64(0))))[0] - world.House.Now).TotalMinutes);
            world.Test.Clock.Now += TimeSpan.FromMinutes(pauses[^1]);
        }

        Assert.Equal(pauses.Order(), pauses);
        await new SendMail(world.House, server.Settings, "test").Run(world.House.Now.AddDays(1), default);
        Assert.Equal("francesca Sent; giorgia Sent", await world.Stands());
        Assert.Equal("One.", (await server.Take("francesca")).Text.Split('\n')[0]);
        await server.Take("giorgia");

        await new ReplyToTicket(luca).Run(number, new("Two."), default);
        world.Test.Clock.Now += TimeSpan.FromDays(4);
        await world.Send();
        await world.Send(TimeSpan.FromDays(1));
        Assert.Equal("francesca Sent; francesca GivenUp; giorgia Sent; giorgia GivenUp", await world.Stands());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_reply_is_taken_back_within_its_ten_seconds_with_everything_it_did_and_never_after(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await using var sandro = await world.DeskOf("sandro");
        var comment = await new ReplyToTicket(luca).Run(number, new("Too early.") { Status = TicketStatus.Closed }, default);
        Assert.Equal((comment, world.House.Now + AfterUndo), (await new TicketPage(luca).Run(number, default)).Leaving);
        Assert.Null((await new TicketPage(sandro).Run(number, default)).Leaving);
        await Assert.ThrowsAsync<Refusal>(() => new WithdrawReply(sandro).Run(number, comment, default));

        await using (var again = await world.DeskOf("luca"))
        {
            Assert.Equal("Too early.", (await new WithdrawReply(again).Run(number, comment, default)).Body);
            var ticket = await new TicketPage(again).Run(number, default);
            Assert.Equal((TicketStatus.Accepted, "The printer is on."), (ticket.Status, Assert.Single(ticket.Comments).Body));
            Assert.Contains(ticket.History, h => h.What == "withdrawn");
        }

        Assert.Empty((await world.Send(TimeSpan.FromDays(1))).Mails);
        Assert.Equal("francesca Withdrawn; giorgia Withdrawn; sandro Withdrawn; vittorino Withdrawn", await world.Stands());

        await world.Forget();
        await using var third = await world.DeskOf("luca");
        var late = await new ReplyToTicket(third).Run(number, new("In time."), default);
        Assert.Equal(2, (await world.Send(AfterUndo)).Sent);
        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new WithdrawReply(third).Run(number, late, default))).Reason);
        await server.Take("francesca");
        await server.Take("giorgia");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_senders_at_once_send_nothing_twice_and_what_a_dead_one_left_is_doubtful_only_at_its_end(DatabaseProvider provider)
    {
        await using var world = await World(provider, settings => settings with { Outgoing = new() { Undo = TimeSpan.Zero } });
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        for (var i = 0; i < 20; i++)
        {
            await new ReplyToTicket(luca).Run(number, new($"Reply {i}."), default);
        }

        // Two mails of a sender that died on another machine: one it had taken, one whose end was on its way.
        await world.Change(desk => desk.Sql.Run(
            "update mail_recipient set state = case id when (select min(id) from mail_recipient) then 1 else 2 end, claimed_by = 'elsewhere/1/2/3', claimed_until = @over where id <= (select min(id) + 1 from mail_recipient)",
            default,
            ("@over", world.House.Now.AddSeconds(-1))));
        var senders = new[] { new SendMail(world.House, server.Settings, "one"), new SendMail(world.House, server.Settings, "two") };
        var rounds = await Task.WhenAll(senders.Select(s => Task.Run(() => s.Run(world.House.Now, default))));
        Assert.Equal(39, rounds.Sum(r => r.Mails.Count));
        var doubtful = Assert.Single(await world.Rows("select id, name from mail_recipient where state = 7", r => (Id: r.GetInt64(0), Name: r.GetString(1))));

        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            await new RetryMail(desk).Run(doubtful.Id, default);
        }

        Assert.Equal(1, (await world.Send()).Sent);
        foreach (var name in new[] { "francesca", "giorgia" })
        {
            var texts = new List<string>();
            for (var i = 0; i < 20; i++)
            {
                texts.Add((await server.Take(name)).Text.Split('\n')[0]);
            }

            Assert.Equal(Enumerable.Range(0, 20).Select(i => $"Reply {i}.").Order(StringComparer.Ordinal), texts.Order(StringComparer.Ordinal));
        }

        Assert.Empty(server.Postfix.LettersOf("francesca"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_waited_while_there_was_no_server_at_all_is_not_let_loose_days_later_but_can_be_sent_by_hand(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Old news."), default);
        Assert.Empty((await world.Send(TimeSpan.FromDays(4))).Mails);
        Assert.Equal("francesca GivenUp; giorgia GivenUp", await world.Stands());
        await using var desk = await world.House.DeskOfProgram("test", default);
        await new RetryMail(desk).Run((await world.Rows("select id from mail_recipient where name = 'giorgia'", r => r.GetInt64(0)))[0], default);
        Assert.Equal(1, (await world.Send()).Sent);
        Assert.StartsWith("Old news.", (await server.Take("giorgia")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_serve_does_beside_serving_sends_each_mail_when_it_is_due()
    {
        await using var world = await World(DatabaseProvider.Sqlite, settings => settings with { Outgoing = new() { Undo = TimeSpan.Zero } });
        var number = await world.Ticket();
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(() => new KeepSending(world.House).Run(stop.Token));
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("At once."), default);
        Assert.StartsWith("At once.", (await server.Take("francesca")).Text, StringComparison.Ordinal);
        await new ReplyToTicket(luca).Run(number, new("And again."), default);
        Assert.StartsWith("And again.", (await server.Take("francesca")).Text, StringComparison.Ordinal);
        await server.Take("giorgia");
        await server.Take("giorgia");
        await stop.CancelAsync();
        await sending;
    }

    private Task<NoticeWorld> World(DatabaseProvider provider, Func<HouseSettings, HouseSettings>? change = null) =>
        NoticeWorld.Open(provider, settings => (change ?? (s => s))(settings with { Smtp = server.Settings }));
}
