using System.Globalization;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Settings;
using Sportello.Testing;
using Sportello.Tests.Notices;
using Sportello.Tickets;

namespace Sportello.Tests.Mailroom.Outbox;

/// <summary>What comes back to our mails: answers of people, answers of machines, reports, forgeries.</summary>
public sealed class AnswersTests(MailServer server) : IClassFixture<MailServer>
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_mail_that_comes_back_marks_its_recipient_and_the_address(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        await world.Change(desk => desk.Sql.Run($"update contact_email set address = '{Postfix.Gone}@sportello.example' where address = 'francesca@sportello.example'", default));
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Hello.") { Status = TicketStatus.Returned }, default);
        Assert.Equal(0, (await world.Send()).Refused);
        Assert.Equal("francesca Sent; giorgia Sent; sandro Sent; vittorino Sent", await world.Stands());
        foreach (var name in new[] { "giorgia", "sandro", "vittorino" })
        {
            await server.Take(name);
        }

        var delivered = await world.Deliver(await server.Postfix.TakeAsync("support"));
        Assert.Equal(("report", number), (delivered.Outcome, delivered.Ticket));
        Assert.Equal("francesca Bounced; giorgia Sent; sandro Sent; vittorino Sent", await world.Stands());
        Assert.Contains("5.1.2", (await world.Rows("select undeliverable_why from contact_email where undeliverable_at is not null", r => r.GetString(0)))[0], StringComparison.Ordinal);
        var ticket = await new TicketPage(luca).Run(number, default);
        Assert.Equal((2, TicketStatus.Returned), (ticket.Comments.Count, ticket.Status));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_answer_to_a_notice_of_an_internal_note_stays_internal_or_waits(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Between us.", Internal: true), default);
        var note = (await Sent(world))["sandro"];
        await world.Forget();
        Assert.Equal("added", (await Answer(world, "sandro", note, "Keep it so.")).Outcome);
        Assert.Equal("True", await Last(luca, number, c => c.Internal));
        Assert.Equal("Note luca (Assignee); Note vittorino (Manager)", await After(world));

        // A colleague answers that answer, whose Message-ID is not ours.
        Assert.Equal("added", (await Answer(world, "vittorino", "sandro-1@sportello.example", "I agree.")).Outcome);
        Assert.Equal("True", await Last(luca, number, c => c.Internal));
        await world.Forget();

        // Somebody passed the notice on to the customer.
        var held = await Answer(world, "francesca", note, "What do you keep from me?");
        Assert.Equal("held", held.Outcome);
        Assert.Contains("internal note", held.Reason, StringComparison.Ordinal);
        Assert.Equal("", await After(world));

        // A notice that only our side got is answered among us as well; a public one in public.
        await using (var again = await world.DeskOf("luca"))
        {
            await new ChangeTicket(again).Run(number, new() { Status = TicketStatus.UnderReview }, default);
        }

        await Answer(world, "sandro", (await Sent(world))["sandro"], "Why?");
        Assert.Equal("True", await Last(luca, number, c => c.Internal));
        await world.Forget();
        await Reply(world, "luca", number, "For all.");
        await Answer(world, "francesca", (await Sent(world))["francesca"], "Thanks.");
        Assert.Equal("False", await Last(luca, number, c => c.Internal));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Out_of_office_is_kept_folded_changes_no_status_and_tells_nobody(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Tell us more.") { Status = TicketStatus.Returned }, default);
        var id = (await Sent(world))["francesca"];
        await world.Forget();
        Assert.Equal("added", (await Answer(world, "francesca", id, "I am away.", "Auto-Submitted: auto-replied (vacation)\n")).Outcome);
        var ticket = await new TicketPage(luca).Run(number, default);
        Assert.Equal((TicketStatus.Returned, true), (ticket.Status, ticket.Comments[^1].Automatic));
        Assert.Equal("", await After(world));
        Assert.Equal("held", (await world.Deliver("From: stranger@else.example\nAuto-Submitted: auto-replied\nMessage-ID: <auto@else>\nIn-Reply-To: <" + id + ">\n\nAway.")).Outcome);
        Assert.Equal("held", (await world.Deliver("From: francesca@sportello.example\nPrecedence: bulk\nMessage-ID: <bulk@else>\n\nBuy.")).Outcome);
        Assert.Equal("", await After(world));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_forged_sender_gets_nowhere(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Hello."), default);
        var id = (await Sent(world))["francesca"];
        await world.Forget();

        // The number alone, from somebody who is no part of it, known and unknown.
        Assert.Equal(("held", "elena is not a participant of DPR:10000"), Said(await world.Deliver("From: elena@sportello.example\nSubject: Re: DPR:10000\nMessage-ID: <1@x>\n\nLet me in.")));
        Assert.Equal(("held", "unknown sender thief@else.example"), Said(await world.Deliver("From: thief@else.example\nSubject: Re: DPR:10000\nMessage-ID: <2@x>\n\nLet me in.")));

        // The customer's address, which the mail server knows to be forged; what the forger wrote below does not help.
        var forged = await world.Deliver(
            "Authentication-Results: mx.sportello.example; spf=fail smtp.mailfrom=else.example; dmarc=fail (p=none) header.from=sportello.example\n"
            + "Authentication-Results: mx.sportello.example; dmarc=pass\nFrom: francesca@sportello.example\nSubject: Re: DPR:10000\nMessage-ID: <3@x>\n\nClose it.");
        Assert.Equal(("held", "the mail server says that the sender is forged (dmarc=fail)"), Said(forged));

        // A Message-ID like ours that we never wrote threads nothing.
        var wrong = id.Replace($".{world.Contacts["francesca"].ToString(CultureInfo.InvariantCulture)}.", ".999.", StringComparison.Ordinal);
        Assert.NotEqual(id, wrong);
        Assert.Equal("held", (await world.Deliver($"From: elena@sportello.example\nSubject: Hm\nMessage-ID: <4@x>\nIn-Reply-To: <{wrong}>\n\nLet me in.")).Outcome);
        Assert.Equal(2, (await new TicketPage(luca).Run(number, default)).Comments.Count);
        Assert.Equal("", await After(world));

        // And without all that the customer comes in by the number.
        Assert.Equal("added", (await world.Deliver("From: francesca@sportello.example\nSubject: Re: dpr: 10000\nMessage-ID: <5@x>\n\nIt is me.")).Outcome);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_report_that_brings_nothing_of_the_letter_back_is_known_by_its_envelope_or_else_by_the_address(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        await world.Change(desk => desk.Sql.Run($"update contact_email set address = '{Postfix.Gone}@sportello.example' where address = 'francesca@sportello.example'", default));
        var number = await world.Ticket();
        await Reply(world, "luca", number, "Hello.");
        await world.Send();
        await server.Take("giorgia");

        // A real report of Postfix, of which somebody on the way has cut off the letter it brings back.
        var report = System.Text.Encoding.Latin1.GetString(await server.Postfix.TakeAsync("support"));
        var returned = report.IndexOf("Content-Description: Undelivered Message", StringComparison.Ordinal);
        Assert.True(returned > 0 && report.Contains("Original-Envelope-Id: s1p.", StringComparison.Ordinal), report);
        var boundary = report.LastIndexOf("\n--", returned, StringComparison.Ordinal);
        var cut = report[..boundary] + report[boundary..report.IndexOf('\n', boundary + 1)] + "--\n";
        Assert.Equal(("report", number), Where(await world.Deliver(cut)));
        Assert.Equal("francesca Bounced; giorgia Sent", await world.Stands());
        Assert.Single(await world.Rows("select undeliverable_why from contact_email where undeliverable_at is not null", r => r.GetString(0)));

        // Another server names only the address; anybody could write that, so the address itself stays good.
        static string Of(string id, string fields) => $"From: MAILER-DAEMON@else.example\nReturn-Path: <>\nSubject: failure\nMessage-ID: <{id}@else.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.else.example\n\n{fields}--b--\n";
        Assert.Equal(("report", number), Where(await world.Deliver(Of("1", "Final-Recipient: rfc822; Giorgia@sportello.example\nAction: failed\nStatus: 5.1.1\n"))));
        Assert.Equal("francesca Bounced; giorgia Bounced", await world.Stands());
        Assert.Single(await world.Rows("select undeliverable_why from contact_email where undeliverable_at is not null", r => r.GetString(0)));

        Assert.Equal(
            ("held", "it reports on a letter to marco@sportello.example, and no mail of ours went there of late"),
            Said(await world.Deliver(Of("2", "Final-Recipient: rfc822; marco@sportello.example\nAction: failed\nStatus: 5.1.1\n"))));
        Assert.Equal(("held", "it reports on a letter and names neither it nor its recipient"), Said(await world.Deliver(Of("3", "Final-Recipient: rfc822; someone\nAction: failed\n"))));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_mail_that_may_have_gone_out_has_gone_out_when_its_copy_turns_up(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        var number = await world.Ticket();
        await Reply(world, "luca", number, "Hello.");
        await world.Send();
        var copy = await server.Postfix.TakeAsync("francesca");
        await world.Change(desk => desk.Sql.Run("update mail_recipient set state = case when name = 'giorgia' then 7 else 3 end", default));
        await world.Change(desk => desk.Sql.Run("update mail_recipient set state = 7, sent_at = null where name = 'francesca'", default));

        Assert.Equal(("duplicate", number), Where(await world.Deliver(copy)));

        Assert.Equal("francesca Sent; giorgia Doubtful", await world.Stands());
        await using var desk = await world.House.DeskOfProgram("test", default);
        var rows = (await new OutboxList(desk).Run(OutboxView.Sent, 10, null, default)).Rows;
        Assert.Equal("Its copy turned up, so the server has taken it.", rows.Single(r => r.Name is "francesca").Answer!.ToString());
        await server.Take("giorgia");
    }

    private static (string, int?) Where(Sportello.Mailroom.Intake.Delivered delivered) => (delivered.Outcome, delivered.Ticket);

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Machines_that_answer_each_other_through_us_stop_within_the_limit(DatabaseProvider provider)
    {
        const int Limit = 5;
        await using var world = await World(provider, Limit);
        var number = await world.Ticket();

        // Both answer whatever they get, and neither says that it is a machine.
        await Reply(world, "sandro", number, "Hello.");
        var answers = 0;
        for (var round = 0; round < 100; round++)
        {
            var mails = await Sent(world);
            if (mails.Count == 0)
            {
                break;
            }

            foreach (var (name, id) in mails.Where(m => m.Key is "francesca" or "luca"))
            {
                Assert.Equal("added", (await Answer(world, name, id, $"Thank you for your message ({++answers}).")).Outcome);
            }
        }

        Assert.Empty(await Sent(world));
        var tried = await world.Rows("select name, state from mail_recipient where name in ('francesca', 'luca')", r => (Name: r.GetString(0), State: (MailState)r.GetInt32(1)));
        Assert.All(tried.Where(t => t.State == MailState.Sent).GroupBy(t => t.Name), g => Assert.InRange(g.Count(), 2, Limit + 1));
        Assert.Contains(tried, t => t.State == MailState.GivenUp);
        Assert.InRange(answers, 2, 2 * (Limit + 1));

        // What one of ours writes goes out all the same.
        await Reply(world, "sandro", number, "Is anybody there?");
        Assert.Contains("francesca", (await Sent(world)).Keys);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_same_letter_handed_over_twice_at_the_same_moment_opens_one_ticket(DatabaseProvider provider)
    {
        await using var world = await World(provider);
        const string Letter = "From: francesca@sportello.example\nTo: support@sportello.example, giorgia@sportello.example\nSubject: It does not print\nMessage-ID: <one@x>\n\nAt all.";
        var both = await Task.WhenAll(Task.Run(() => world.Deliver(Letter)), Task.Run(() => world.Deliver(Letter)));
        Assert.Equal(["duplicate", "opened"], both.Select(d => d.Outcome).Order(StringComparer.Ordinal));
        Assert.Equal(both[0].Ticket, both[1].Ticket);
        Assert.Equal("Opened sandro (Manager); Opened vittorino (Manager)", await After(world));

        // Whom the customer put in copy watches it, and has what was sent there already.
        await using var sandro = await world.DeskOf("sandro");
        Assert.Equal("giorgia", Assert.Single((await new TicketPage(sandro).Run(both[0].Ticket!.Value, default)).Watchers).Name);
        await world.Deliver("From: francesca@sportello.example\nCc: giorgia@sportello.example\nSubject: Re\nMessage-ID: <two@x>\nIn-Reply-To: <one@x>\n\nStill.");
        Assert.Equal("", await After(world));
        await world.Deliver("From: francesca@sportello.example\nSubject: Re\nMessage-ID: <three@x>\nIn-Reply-To: <two@x>\n\nStill not.");
        Assert.Equal("Reply giorgia (Watcher)", await After(world));
        Assert.Equal("held", (await world.Deliver("From: elena@sportello.example\nSubject: New\nMessage-ID: <four@x>\n\nHello")).Outcome);
    }

    private static async Task Reply(NoticeWorld world, string who, int number, string text)
    {
        await using var desk = await world.DeskOf(who);
        await new ReplyToTicket(desk).Run(number, new(text), default);
    }

    private static (string, string?) Said(Sportello.Mailroom.Intake.Delivered delivered) => (delivered.Outcome, delivered.Reason);

    private static async Task<string> Last(Desk desk, int number, Func<CommentView, bool> what) =>
        what((await new TicketPage(desk).Run(number, default)).Comments.OrderBy(c => c.Id).Last()).ToString();

    private static Task<string> After(NoticeWorld world) => world.Told();

    /// <summary>Sends what waits, and gives the Message-ID that each person got last.</summary>
    private async Task<Dictionary<string, string>> Sent(NoticeWorld world)
    {
        var before = await world.Rows("select coalesce(max(id), 0) from mail_recipient where state = 3", r => r.GetInt64(0));
        await world.Send();
        var sent = await world.Rows($"select name, message_id from mail_recipient where state = 3 and id > {before[0]} order by id", r => (Name: r.GetString(0), Id: r.GetString(1)));
        foreach (var name in sent.Select(s => s.Name))
        {
            await server.Take(name);
        }

        return sent.GroupBy(s => s.Name).ToDictionary(g => g.Key, g => g.Last().Id);
    }

    private int _answers;

    private Task<Sportello.Mailroom.Intake.Delivered> Answer(NoticeWorld world, string name, string id, string text, string headers = "") => world.Deliver(
        $"From: {name} <{name}@sportello.example>\nTo: {MailServer.Support}\nSubject: Re: something else\nMessage-ID: <{name}-{++_answers}@sportello.example>\nIn-Reply-To: <{id}>\n{headers}\n{text}\n");

    private Task<NoticeWorld> World(DatabaseProvider provider, int perHour = 30) =>
        NoticeWorld.Open(provider, settings => settings with { Smtp = server.Settings, Outgoing = new() { Undo = TimeSpan.Zero, PerHour = perHour } });
}
