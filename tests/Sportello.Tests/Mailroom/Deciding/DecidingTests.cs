using Sportello.Access;
using Sportello.Data;
using Sportello.Mailroom.Deciding;
using Sportello.Tickets;

namespace Sportello.Tests.Mailroom.Deciding;

/// <summary>The ways out of waiting.</summary>
public sealed class DecidingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_contact_is_made_of_the_sender_and_all_that_waits_of_them_comes_in(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.Put("Subject: One\r\nMessage-ID: <1@x.example>\r\n\r\nOne.\r\n", from: "Elena Rossini <Elena@Else.example>");
        await box.Put("Subject: Two\r\nMessage-ID: <2@x.example>\r\n\r\nTwo.\r\n", from: "elena@else.example");
        Assert.Equal(2, (await box.Run()).Held);
        var decided = await Use(box, desk => new MakeContactOfSender(desk).Run(1, "barilla", null, default));
        Assert.Equal("opened 10000", $"{decided.Outcome} {decided.Ticket}");
        Assert.Equal(["One.", "Two."], new[] { (await box.World.Ticket(10000)).Comments[0].Body, (await box.World.Ticket(10001)).Comments[0].Body });
        Assert.Equal(["Elena Rossini barilla"], await box.World.Rows(
            "select c.name, o.name from contact_email e join contact c on c.id = e.contact_id join organization o on o.id = c.organization_id where e.address = 'elena@else.example'",
            r => $"{r.GetString(0)} {r.GetString(1)}"));

        // The number gets into the subjects by the next run, as ever.
        var answer = await box.Run();
        Assert.Equal((0, 2), (answer.Held, answer.AlreadyNumbered));
        Assert.All(await box.Now(), s => Assert.Contains(" DPR:1000", System.Text.Encoding.UTF8.GetString(s.Bytes)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_letter_is_added_to_a_ticket_even_of_a_sender_nobody_knows(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: One\r\nMessage-ID: <1@x.example>\r\n\r\nOne.\r\n");
        await box.Put("Subject: Two\r\nMessage-ID: <2@x.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nTwo.\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--b--\r\n", from: "Elena <elena@else.example>");
        await box.Run();
        var decided = await Use(box, desk => new AddLetterToTicket(desk).Run(2, 10000, default));
        Assert.Equal("added 10000", $"{decided.Outcome} {decided.Ticket}");
        var comment = (await box.World.Ticket(10000)).Comments.Single(c => c.Body == "Two.");
        Assert.Equal(("Elena", null, "a.txt", false), (comment.AuthorName, comment.AuthorId, comment.Attachments.Single().Name, comment.ByStaff));
        Assert.Contains("sandro added it to 10000", (await box.World.Traces("id = 2"))[0].Replace("test", "sandro", StringComparison.Ordinal));

        // An answer to it finds the ticket now.
        await Assert.ThrowsAsync<Refusal>(() => Use(box, desk => new AddLetterToTicket(desk).Run(2, 10000, default)));
    }

    [Fact]
    public async Task A_ticket_is_opened_from_a_letter_of_a_machine()
    {
        await using var box = await Box.Open();
        await box.Put("Subject: Disk full\r\nAuto-Submitted: auto-generated\r\n\r\nSda1.\r\n", from: "monitor@else.example");
        await box.Run();
        Assert.Contains("has to be named", (await Assert.ThrowsAsync<Refusal>(() => Use(box, desk => new OpenTicketFromLetter(desk).Run(1, null, null, default)))).Message);
        var decided = await Use(box, desk => new OpenTicketFromLetter(desk).Run(1, "barilla sw1", TicketKind.Consultation, default));
        var ticket = await box.World.Ticket(decided.Ticket!.Value);
        Assert.Equal(("Disk full", TicketKind.Consultation, null, true), (ticket.Subject, ticket.Kind, ticket.RequesterId, ticket.Comments[0].Automatic));
        Assert.Equal("luca", (await box.World.Rows($"select name from contact where id = {ticket.AssigneeId}", r => r.GetString(0)))[0]);
    }

    [Fact]
    public async Task A_refused_letter_waits_no_more_and_stays_on_the_server()
    {
        await using var box = await Box.Open();
        await box.Put("Subject: Buy this\r\n\r\nNow.\r\n", from: "spam@else.example");
        await box.Run();
        await Use(box, async desk =>
        {
            await new RefuseLetter(desk).Run(1, default);
            return 0;
        });
        await box.World.Knows("spam", "spam@else.example");
        var answer = await box.Run();
        Assert.Equal((0, 0), (answer.LookedAt, answer.Opened.Count));
        Assert.Single(await box.Now());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_rule_for_an_address_holds_for_what_waits_and_for_what_comes(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.World.Knows("monitor", "monitor@barilla.example");
        foreach (var from in new[] { "monitor@barilla.example", "spam@else.example" })
        {
            await box.Put($"Subject: {from} 1\r\nAuto-Submitted: auto-generated\r\n\r\nOne.\r\n", from);
            await box.Put($"Subject: {from} 2\r\nAuto-Submitted: auto-generated\r\n\r\nTwo.\r\n", from);
        }

        Assert.Equal(4, (await box.Run()).Held);
        Assert.Equal(2, await Use(box, desk => new AlwaysForAddress(desk).Run(1, takes: true, default)));
        Assert.Equal(2, await Use(box, desk => new AlwaysForAddress(desk).Run(3, takes: false, default)));
        Assert.Equal(2, await box.World.Count("ticket"));
        await box.Put("Subject: Again\r\nAuto-Submitted: auto-generated\r\n\r\nThree.\r\n", "monitor@barilla.example");
        await box.Put("Subject: Again\r\n\r\nThree.\r\n", "Spam@Else.example");
        var answer = await box.Run();
        Assert.Equal((1, 0), (answer.Opened.Count, answer.Held));
        Assert.Equal(["monitor@barilla.example True", "spam@else.example False"], (await Use(box, desk => new MailRules(desk).Run(default))).Select(r => $"{r.Address} {r.Takes}"));

        await Use(box, async desk =>
        {
            await new ForgetMailRule(desk).Run("spam@else.example", default);
            return 0;
        });
        await box.Put("Subject: Once more\r\n\r\nFour.\r\n", "spam@else.example");
        Assert.Equal(1, (await box.Run()).Held);
    }

    private static async Task<T> Use<T>(Box box, Func<Desk, Task<T>> use)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        return await use(desk);
    }
}
