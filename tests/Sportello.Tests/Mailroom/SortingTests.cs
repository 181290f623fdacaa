using System.Text;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Tickets;

namespace Sportello.Tests.Mailroom;

/// <summary>What becomes of a letter in a person's folder, one rule at a time.</summary>
public sealed class SortingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_letter_of_somebody_known_opens_a_ticket_for_the_folders_owner(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        var chiara = await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Принтер =?koi8-r?B?zsUg0MXewdTBxdQ=?=\r\nMessage-ID: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 10:00:00 +0200\r\n\r\nHelp.\r\n");

        var answer = await box.Run();

        var number = Assert.Single(answer.Opened);
        var ticket = await box.World.Ticket(number);
        Assert.Equal(("Принтер не печатает", TicketKind.Bug, TicketStatus.UnderReview, Origin.Mail), (ticket.Subject, ticket.Kind, ticket.Status, ticket.Origin));
        Assert.Equal(chiara, ticket.RequesterId);
        Assert.Equal(box.World.House.Now, ticket.OpenedAt);
        Assert.Equal("luca", (await box.World.Rows($"select name from contact where id = {ticket.AssigneeId}", r => r.GetString(0)))[0]);
        Assert.Equal(("Help.", new DateTime(2013, 6, 28, 8, 0, 0, DateTimeKind.Utc)), (ticket.Comments[0].Body, ticket.Comments[0].At));
        Assert.Contains("ticket.add through the group ticket user", (await box.World.Traces("outcome = 2"))[0]);
    }

    [Fact]
    public async Task Without_the_switch_the_ticket_is_new()
    {
        await using var box = await Box.Open(folder: MailWorld.SandroFolder);
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\n\r\nHelp.\r\n");
        var ticket = await box.World.Ticket(Assert.Single((await box.Run()).Opened));
        Assert.Equal((TicketStatus.New, TicketKind.Consultation), (ticket.Status, ticket.Kind));
    }

    [Fact]
    public async Task A_long_subject_is_cut_where_a_character_ends_and_an_empty_one_is_named()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put($"Subject: {new string('a', 99)}👩‍👩‍👧 and more\r\nMessage-ID: <1@x.example>\r\n\r\nOne.\r\n");
        await box.Put("Message-ID: <2@x.example>\r\n\r\nTwo.\r\n");
        var answer = await box.Run();
        Assert.Equal(new string('a', 99), (await box.World.Ticket(answer.Opened[0])).Subject);
        Assert.Equal("(no subject)", (await box.World.Ticket(answer.Opened[1])).Subject);
        Assert.Contains((await box.Now()).Select(s => Encoding.UTF8.GetString(s.Bytes)), text => text.Contains("Subject: DPR:10001\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_to_a_known_letter_becomes_its_comment_and_gets_its_number()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\nReferences: <0@barilla.example>\r\nDate: Fri, 28 Jun 2013 10:00:00 +0200\r\n\r\nOne.\r\n");
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <2@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 11:00:00 +0200\r\n\r\nTwo.\r\n");
        await box.Put("Subject: Fwd: Invoice\r\nMessage-ID: <3@barilla.example>\r\nReferences: <0@barilla.example> <9@else.example>\r\nDate: Fri, 28 Jun 2013 12:00:00 +0200\r\n\r\nThree.\r\n");
        var answer = await box.Run();
        Assert.Equal("10000 | 10000 10000", $"{string.Join(' ', answer.Opened)} | {string.Join(' ', answer.AddedTo)}");
        Assert.Equal(["One.", "Two.", "Three."], (await box.World.Ticket(10000)).Comments.Select(c => c.Body));
        Assert.All(await box.Now(), s => Assert.Contains("DPR:10000\r\n", Encoding.UTF8.GetString(s.Bytes)));
    }

    [Fact]
    public async Task An_answer_brings_a_closed_ticket_back_under_review()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\n\r\nOne.\r\n");
        await box.Run();
        await box.World.Change(async db => (await db.Tickets.SingleAsync()).Close(new(null, "test", History.Door.Web, box.World.House.Now)));
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <2@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\n\r\nNot solved.\r\n");
        await box.Run();
        Assert.Equal(TicketStatus.UnderReview, (await box.World.Ticket(10000)).Status);
    }

    [Fact]
    public async Task Who_takes_no_part_in_a_ticket_is_held_at_its_door()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.World.Knows("elena", "elena@else.example");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 10:00:00 +0200\r\n\r\nOne.\r\n");
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <2@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 11:00:00 +0200\r\n\r\nTwo.\r\n", from: "elena@else.example");
        var answer = await box.Run();
        Assert.Equal("elena is not a participant of DPR:10000", Assert.Single(answer.Waiting).Reason);
        Assert.Single((await box.World.Ticket(10000)).Comments);
    }

    [Fact]
    public async Task The_same_letter_again_gets_the_same_number_and_opens_nothing()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        foreach (var id in new[] { "Message-ID: <1@barilla.example>\r\n", "" })
        {
            var letter = $"Subject: Invoice\r\n{id}\r\nOne.\r\n";
            await box.Put(letter);
            var number = Assert.Single((await box.Run()).Opened);
            await box.Put(letter);
            await box.Put(letter, folder: MailWorld.SandroFolder);
            Assert.Empty((await box.Run()).Opened);
            Assert.Single((await box.World.Ticket(number)).Comments);
            Assert.Equal(2, (await box.Now()).Count(s => Encoding.UTF8.GetString(s.Bytes).Contains($"DPR:{number}\r\n", StringComparison.Ordinal)));
            Assert.Contains((await box.Now(MailWorld.SandroFolder)).Select(s => Encoding.UTF8.GetString(s.Bytes)), text => text.Contains($"DPR:{number}\r\n", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Another_letter_under_the_same_id_is_not_lost()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\n\r\nOne.\r\n");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\n\r\nSomething else.\r\n");
        var answer = await box.Run();
        Assert.Equal("10000 | 10000", $"{string.Join(' ', answer.Opened)} | {string.Join(' ', answer.AddedTo)}");
        Assert.Equal(["One.", "Something else."], (await box.World.Ticket(10000)).Comments.Select(c => c.Body).Order());
    }

    [Fact]
    public async Task A_number_in_the_subject_is_left_to_the_journal()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: =?utf-8?B?0J7RgtCy0LXRgiBEUFI6?=\r\n =?utf-8?Q?_12345?=\r\n\r\nOne.\r\n");
        var answer = await box.Run();
        Assert.Equal((1, 1, 0), (answer.LookedAt, answer.AlreadyNumbered, answer.Held));
        Assert.Equal(0, await box.World.Count("ticket"));
    }

    [Fact]
    public async Task A_held_letter_comes_in_when_its_sender_has_become_known()
    {
        await using var box = await Box.Open();
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        Assert.Equal("unknown sender Chiara@Barilla.example", Assert.Single((await box.Run()).Waiting).Reason);
        Assert.Contains("ERROR mail folders", string.Concat(System.IO.Directory.GetFiles(box.World.Data, "*.log").Select(File.ReadAllText).Where(log => log.Contains("Chiara@Barilla.example"))));
        await box.World.Knows("chiara", "chiara@barilla.example");
        Assert.Single((await box.Run()).Opened);
    }

    [Fact]
    public async Task An_inactive_contact_opens_nothing()
    {
        await using var box = await Box.Open();
        var chiara = await box.World.Knows("chiara", "chiara@barilla.example");
        await box.World.Change(async db => (await db.Contacts.SingleAsync(c => c.Id == chiara)).Active = false);
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        Assert.Equal("the contact chiara is inactive", Assert.Single((await box.Run()).Waiting).Reason);
    }

    [Fact]
    public async Task Two_projects_and_no_default_are_a_reason_to_wait()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.World.Change(async db => db.Add(new Sportello.Projects.Project("barilla sw2", await db.Organizations.SingleAsync(o => o.Name == "barilla"))));
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        Assert.Equal("barilla has 2 active projects (barilla sw1, barilla sw2), and [work] defaultProject is not set", Assert.Single((await box.Run()).Waiting).Reason);
    }

    [Fact]
    public async Task Old_letters_are_left_alone_until_the_days_grow()
    {
        await using var box = await Box.Open(days: 3);
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Old\r\nMessage-ID: <1@x.example>\r\nDate: Mon, 24 Jun 2013 10:00:00 +0200\r\n\r\nOne.\r\n");
        await box.Put("Subject: Young\r\nMessage-ID: <2@x.example>\r\nDate: Thu, 27 Jun 2013 00:10:00 +0200\r\n\r\nTwo.\r\n");
        Assert.Equal((1, 1), ((await box.Run()).LookedAt, await box.World.Count("ticket")));
        var later = box.World.House.Settings with { Imap = box.World.House.Settings.Imap! with { Days = 30 } };
        await using var house = await House.Open(later, box.World.Test.Clock, default);
        var answer = await new Sportello.Mailroom.Intake.FoldersProgram(house).Run(new Manner(house.Now), default);
        Assert.Single(answer.Answer!.Folders[0].Opened);
    }

    [Fact]
    public async Task A_dry_run_says_all_and_changes_nothing()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n", from: "elena@else.example");
        var before = (await box.Now()).Select(s => Convert.ToHexString(s.Bytes)).ToList();
        var answer = (await box.World.Run(dryRun: true)).Answer!.Folders[0];
        Assert.Equal((10000, 1), (Assert.Single(answer.Opened), answer.Held));
        Assert.Equal((0L, 0L), (await box.World.Count("ticket"), await box.World.Count("letter")));
        Assert.Equal(before, (await box.Now()).Select(s => Convert.ToHexString(s.Bytes)));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_does_not_hold_up_the_others()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        System.IO.Directory.Delete(box.PathOf(MailWorld.SandroFolder), recursive: true);
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        var ended = await box.World.Run();
        Assert.Equal(Outcome.Partly, ended.Outcome);
        Assert.Contains(MailWorld.SandroFolder, Assert.Single(ended.Notes));
        Assert.Single(ended.Answer!.Folders[0].Opened);
    }

    [Fact]
    public async Task New_UIDs_for_the_same_letters_change_nothing()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        await box.Put("Subject: Unknown\r\n\r\nOne.\r\n", from: "elena@else.example");
        await box.Run();
        File.Delete(Path.Combine(box.PathOf(MailWorld.LucaFolder), "sportello-uidlist"));
        box.World.Test.Clock.Now = box.World.Test.Clock.Now.AddMinutes(5);
        var answer = await box.Run();
        Assert.Equal((2, 1, 1, 0), (answer.LookedAt, answer.AlreadyNumbered, answer.Held, answer.Opened.Count));
        Assert.Equal(1, await box.World.Count("ticket"));
    }

    [Fact]
    public async Task The_trace_says_why_a_letter_waits()
    {
        await using var box = await Box.Open();
        await box.Put("Subject: Invoice\r\nAuto-Submitted: auto-generated\r\n\r\nOne.\r\n");
        await box.Run();
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        var letter = Assert.Single(await new Sportello.Mailroom.Spool.LetterFiles(desk).Waiting(10, default));
        Assert.Equal(("held", "automatic"), (letter.Outcome, letter.Verdict));
        Assert.Equal(["parse", "classify", "held"], letter.Trace.Select(t => t.Step));
        await using var nobody = await box.World.House.DeskOfNobody(default);
        await Assert.ThrowsAsync<Refusal>(() => new Sportello.Mailroom.Spool.LetterFiles(nobody).Get(letter.Id, default));
    }

    [Fact]
    public async Task A_letter_that_ends_the_program_is_not_laid_to_the_account_of_those_behind_it_and_in_the_end_waits_behind_them()
    {
        await using var box = await Box.Open();
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Broken\r\nMessage-ID: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 10:00:00 +0200\r\n\r\nOne.\r\n");
        await box.Put("Subject: Whole\r\nMessage-ID: <2@barilla.example>\r\nDate: Fri, 28 Jun 2013 11:00:00 +0200\r\n\r\nTwo.\r\n");
        var manner = new Manner(box.World.House.Now);
        await using (var store = Sportello.Mailroom.Stores.MailStores.Of(box.World.House.Settings.Imap!, TimeProvider.System, _ => { }))
        {
            // As if the program had ended when both were in the spool, and nothing was decided.
            await store.In(MailWorld.LucaFolder, forReading: true, async (folder, stop) =>
            {
                var ledger = new Sportello.Mailroom.Intake.Ledger(box.World.House, store.Box, MailWorld.LucaFolder, "test");
                var seen = new List<Sportello.Mailroom.Intake.SeenLetter>();
                await foreach (var head in folder.Heads([.. (await folder.Standing(stop)).Order()], stop))
                {
                    seen.Add(await Sportello.Mailroom.Intake.LetterRows.See(head, manner.Moment, stop));
                }

                return await ledger.Receive(seen, folder, null, stop);
            }, default);
        }

        var broken = (await box.World.Rows("select sha256 from letter order by id", r => r.GetString(0)))[0];
        File.Delete(Path.Combine(box.World.Data, "files", broken[..2], broken));
        Assert.NotNull((await box.Run()).Error);
        Assert.Equal([2, 1], await Attempts());
        Assert.NotNull((await box.Run()).Error);
        Assert.Equal([3, 1], await Attempts());

        var third = await box.Run();

        Assert.Single(third.Opened);
        Assert.Equal([4, 2], await Attempts());

        Task<List<int>> Attempts() => box.World.Rows("select attempts from letter where outcome <> 9 order by id", r => r.GetInt32(0));
    }
}
