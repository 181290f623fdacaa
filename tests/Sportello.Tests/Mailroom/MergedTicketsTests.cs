using Sportello.Access;
using Sportello.Data;
using Sportello.Jobs;
using Sportello.Mailroom.Intake;
using Sportello.Tickets;

namespace Sportello.Tests.Mailroom;

/// <summary>Two tickets made one: letters find the way, and everything can be taken back.</summary>
public sealed class MergedTicketsTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Letters_to_a_merged_ticket_reach_the_one_it_was_merged_into_by_message_and_by_number(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.World.Knows("chiara", "chiara@barilla.example");
        foreach (var n in new[] { 1, 2, 3 })
        {
            await box.Put($"Subject: Invoice {n}\r\nMessage-ID: <{n}@barilla.example>\r\nDate: Fri, 28 Jun 2013 1{n}:00:00 +0200\r\n\r\nNumber {n}.\r\n");
        }

        await box.Run();
        await Merge(box, 10000, 10001);
        await Merge(box, 10001, 10002);
        await box.Put("Subject: Re: Invoice 1\r\nMessage-ID: <4@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\n\r\nFour.\r\n");
        Assert.Equal([10002], (await box.Run()).AddedTo);
        Assert.Equal(["Number 1.", "Number 2.", "Number 3.", "Four."], (await box.World.Ticket(10002)).Comments.OrderBy(c => c.Id).Select(c => c.Body));
        Assert.Empty((await box.World.Ticket(10000)).Comments);

        // The same letter again is still the same letter.
        await box.Put("Subject: Invoice 1\r\nMessage-ID: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 11:00:00 +0200\r\n\r\nNumber 1.\r\n");
        Assert.Empty((await box.Run()).AddedTo);

        // Parted again, the answer goes where its own conversation is.
        await using (var desk = await box.World.House.DeskOfProgram("test", default))
        {
            await new UnmergeTicket(desk).Run(10001, default);
        }

        Assert.Equal(["Number 1.", "Number 2."], (await box.World.Ticket(10001)).Comments.OrderBy(c => c.Id).Select(c => c.Body));
        await box.Put("Subject: Re: Invoice 1\r\nMessage-ID: <5@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\n\r\nFive.\r\n");
        Assert.Equal([10001], (await box.Run()).AddedTo);
    }

    [Fact]
    public async Task The_number_of_a_merged_ticket_in_the_journal_leads_to_the_target()
    {
        var folders = new MaildirFolders();
        await using var world = await MailWorld.Open(DatabaseProvider.Sqlite, folders.Settings with { Journal = "Journal" });
        await using var _ = folders;
        foreach (var folder in new[] { MailWorld.LucaFolder, MailWorld.SandroFolder, "Journal" })
        {
            await folders.Create(folder);
        }

        await world.Knows("chiara", "chiara@barilla.example");
        await Put(MailWorld.LucaFolder, "One", 1);
        await Put(MailWorld.LucaFolder, "Two", 2);
        await world.Run();
        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            await new MergeTickets(desk).Run(10000, 10001, default);
        }

        await Put("Journal", "Re: One DPR:10000", 3);
        await Put("Journal", "One DPR:10000", 1);
        var answer = (await new JournalProgram(world.House).Run(new Manner(world.House.Now), default)).Answer!;
        Assert.Equal((10001, 1), (Assert.Single(answer.AddedTo), answer.Duplicates));

        Task Put(string folder, string subject, int id) => folders.Put(
            folder,
            System.Text.Encoding.ASCII.GetBytes($"From: chiara@barilla.example\r\nSubject: {subject}\r\nMessage-ID: <{id}@barilla.example>\r\n\r\nText {id}.\r\n"),
            [@"\Seen"],
            new DateTimeOffset(2013, 6, 29, 8, id, 0, TimeSpan.Zero));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_answers_a_moved_letter_or_our_answer_beside_it_reaches_the_ticket_where_it_is_now(DatabaseProvider provider)
    {
        await using var box = await Box.Open(provider);
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 11:00:00 +0200\r\n\r\nOne.\r\n");
        await box.Put("Subject: Delivery\r\nMessage-ID: <2@barilla.example>\r\nDate: Fri, 28 Jun 2013 12:00:00 +0200\r\n\r\nTwo.\r\n");
        await box.Run();
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <3@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 13:00:00 +0200\r\n\r\nWhere is the delivery?\r\n");
        Assert.Equal([10000], (await box.Run()).AddedTo);
        var moved = (await box.World.Ticket(10000)).Comments.Max(c => c.Id);
        long ours;
        await using (var desk = await box.World.House.DeskOfProgram("test", default))
        {
            ours = await new ReplyToTicket(desk).Run(10000, new("On its way."), default);
            await new MoveComment(desk).Run(10000, moved, 10001, default);
            await new MoveComment(desk).Run(10000, ours, 10001, default);
        }

        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <4@barilla.example>\r\nIn-Reply-To: <3@barilla.example>\r\nReferences: <1@barilla.example> <3@barilla.example>\r\n\r\nFour.\r\n");
        Assert.Equal([10001], (await box.Run()).AddedTo);

        // A mail of ours says in its id in which ticket it was sent; its comment is elsewhere now.
        var own = new Sportello.Mailroom.Outbox.OwnMessageId(false, 10000, ours, 1, 999).Write(box.World.House.MailKey.Signature, "vittorino.example");
        await box.Put($"Subject: Re: Invoice\r\nMessage-ID: <5@barilla.example>\r\nIn-Reply-To: <{own}>\r\n\r\nFive.\r\n");
        Assert.Equal([10001], (await box.Run()).AddedTo);

        // The moved letter once more is the same letter; its own first one is where it was.
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <3@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 13:00:00 +0200\r\n\r\nWhere is the delivery?\r\n");
        Assert.Empty((await box.Run()).AddedTo);
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <6@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\n\r\nSix.\r\n");
        Assert.Equal([10000], (await box.Run()).AddedTo);

        await using (var desk = await box.World.House.DeskOfProgram("test", default))
        {
            await new MoveCommentBack(desk).Run(10001, moved, default);
        }

        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <7@barilla.example>\r\nIn-Reply-To: <3@barilla.example>\r\n\r\nSeven.\r\n");
        Assert.Equal([10000], (await box.Run()).AddedTo);
    }

    [Theory]
    [InlineData("Re: One DPR:10000", "<3@barilla.example>", 10001)]
    [InlineData("Re: One DPR:10000", "<1@barilla.example>", 10000)]
    [InlineData("Re: Two DPR:10001", "<1@barilla.example>", 10001)]
    public async Task In_the_journal_the_old_number_leads_after_the_moved_letter_and_nothing_else(string subject, string answers, int number)
    {
        var folders = new MaildirFolders();
        await using var world = await MailWorld.Open(DatabaseProvider.Sqlite, folders.Settings with { Journal = "Journal" });
        await using var _ = folders;
        foreach (var folder in new[] { MailWorld.LucaFolder, MailWorld.SandroFolder, "Journal" })
        {
            await folders.Create(folder);
        }

        await world.Knows("chiara", "chiara@barilla.example");
        await Put(MailWorld.LucaFolder, "One", 1, null);
        await Put(MailWorld.LucaFolder, "Two", 2, null);
        await world.Run();
        await Put("Journal", "Re: One DPR:10000", 3, "<1@barilla.example>");
        Assert.Equal([10000], (await new JournalProgram(world.House).Run(new Manner(world.House.Now), default)).Answer!.AddedTo);
        await using (var desk = await world.House.DeskOfProgram("test", default))
        {
            await new MoveComment(desk).Run(10000, (await world.Ticket(10000)).Comments.Max(c => c.Id), 10001, default);
        }

        await Put("Journal", subject, 4, answers);
        await Put("Journal", "Re: One DPR:10000", 3, "<1@barilla.example>");
        var answer = (await new JournalProgram(world.House).Run(new Manner(world.House.Now), default)).Answer!;
        Assert.Equal((number, 1), (Assert.Single(answer.AddedTo), answer.Duplicates));

        Task Put(string folder, string about, int id, string? answered) => folders.Put(
            folder,
            System.Text.Encoding.ASCII.GetBytes($"From: chiara@barilla.example\r\nSubject: {about}\r\nMessage-ID: <{id}@barilla.example>\r\n{(answered is null ? "" : $"In-Reply-To: {answered}\r\n")}\r\nText {id}.\r\n"),
            [@"\Seen"],
            new DateTimeOffset(2013, 6, 29, 8, id, 0, TimeSpan.Zero));
    }

    private static async Task Merge(Box box, int number, int into)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        await new MergeTickets(desk).Run(number, into, default);
    }
}
