using Sportello.Data;
using Sportello.Mailroom.Replaying;

namespace Sportello.Tests.Mailroom;

/// <summary>A stored letter read again: what was read wrong before is seen, and taken over when somebody wants it.</summary>
public sealed class ReplayingTests
{
    private const string Letter = "Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\nReferences: <0@barilla.example>\r\nDate: Fri, 28 Jun 2013 10:00:00 +0200\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nIt is broken.\r\n\r\nOn 28/06/2013 10:00, luca wrote:\r\n> Does it work?\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--b--\r\n";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_was_read_rightly_is_read_the_same_again(DatabaseProvider provider)
    {
        await using var box = await Taken(provider);
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <2@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\n\r\nTwo.\r\n");
        await box.Put("Subject: Unknown\r\n\r\nThree.\r\n", from: "nobody@else.example");
        await box.Put("Subject: Invoice\r\nMessage-ID: <1@barilla.example>\r\n\r\nFour.\r\n");
        await box.Run();
        foreach (var id in await box.World.Rows("select id from letter where sha256 is not null", r => r.GetInt64(0)))
        {
            Assert.Equal([], (await Replay(box, id)).Differences.Select(d => $"{id} {d}"));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_an_older_parser_got_wrong_is_shown_and_mended_on_acceptance(DatabaseProvider provider)
    {
        await using var box = await Taken(provider);
        await Sql(box, "update comment set body = 'garbled', folds = null", "update attachment set name = 'b.txt'", "update letter set subject = '???' where outcome = 2");
        Assert.Equal(["subject", "text", "folds", "files"], (await Replay(box, 1)).Differences.Select(d => d.What));
        Assert.Equal("garbled", (await box.World.Ticket(10000)).Comments[0].Body);
        Assert.True((await Accept(box, 1)).Accepted);
        var comment = (await box.World.Ticket(10000)).Comments[0];
        Assert.StartsWith("It is broken.", comment.Body);
        Assert.Equal("a.txt", comment.Attachments.Single().Name);
        Assert.Empty((await Replay(box, 1)).Differences);
        Assert.Contains("reread", await box.World.Rows("select what from history", r => r.GetString(0)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_letter_in_the_wrong_ticket_goes_to_the_right_one_but_one_that_opened_its_ticket_stays(DatabaseProvider provider)
    {
        await using var box = await Taken(provider);
        await box.Put("Subject: Else\r\nMessage-ID: <3@barilla.example>\r\nDate: Fri, 28 Jun 2013 11:00:00 +0200\r\n\r\nElse.\r\n");
        await box.Put("Subject: Re: Invoice\r\nMessage-ID: <2@barilla.example>\r\nIn-Reply-To: <1@barilla.example>\r\nDate: Fri, 28 Jun 2013 12:00:00 +0200\r\n\r\nTwo.\r\n");
        await box.Run();
        var answer = (await box.World.Rows("select id from letter where message_id = '2@barilla.example' and outcome = 3", r => r.GetInt64(0)))[0];
        await Sql(box, "update comment set ticket_id = (select id from ticket where number = 10001) where message_id = '2@barilla.example'", "update known_message set ticket_id = (select id from ticket where number = 10001) where id = '2@barilla.example'");
        var difference = Assert.Single((await Replay(box, answer)).Differences);
        Assert.Equal(new ReplayDifference("thread", "in ticket 10001", "in ticket 10000"), difference);
        await Accept(box, answer);
        Assert.Equal((2, 1), ((await box.World.Ticket(10000)).CommentCount, (await box.World.Ticket(10001)).CommentCount));

        await Sql(box, "update known_message set ticket_id = (select id from ticket where number = 10001), comment_id = null where id = '0@barilla.example'");
        Assert.Equal("in ticket 10001", Assert.Single((await Replay(box, 1)).Differences).Now);
        Assert.Contains("merge ticket 10000 into 10001", (await Assert.ThrowsAsync<Refusal>(() => Accept(box, 1))).Message);
    }

    [Fact]
    public async Task A_held_letter_comes_in_by_todays_rules()
    {
        await using var box = await Box.Open();
        await box.Put("Subject: Invoice\r\n\r\nOne.\r\n");
        await box.Run();
        await box.World.Knows("chiara", "chiara@barilla.example");
        Assert.Equal(new ReplayDifference("thread", "in no ticket: unknown sender Chiara@Barilla.example", "a new ticket in barilla sw1"), Assert.Single((await Replay(box, 1)).Differences));
        await Accept(box, 1);
        Assert.Equal("One.", (await box.World.Ticket(10000)).Comments[0].Body);
    }

    private static async Task<Box> Taken(DatabaseProvider provider)
    {
        var box = await Box.Open(provider);
        await box.World.Knows("chiara", "chiara@barilla.example");
        await box.Put(Letter);
        await box.Run();
        return box;
    }

    private static async Task<Replay> Replay(Box box, long letter)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        return await new ReplayLetter(desk).Run(letter, default);
    }

    private static async Task<Replay> Accept(Box box, long letter)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        return await new AcceptReplay(desk).Run(letter, default);
    }

    private static async Task Sql(Box box, params string[] statements)
    {
        await using var desk = await box.World.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        foreach (var statement in statements)
        {
            await desk.Sql.Run(statement, default);
        }

        await desk.Save(default);
    }
}
