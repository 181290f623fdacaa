using Sportello.Access;
using Sportello.Data;
using Sportello.Search;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

/// <summary>Comments go to where they belong, with all that hangs on them, and back.</summary>
public sealed class MovingCommentsTests
{
    private static readonly string Hash = new('a', 64);

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_comment_goes_with_its_files_is_found_there_and_both_tickets_know_what_is_left(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var (one, two) = (await town.Ticket(), await town.Ticket(TicketStatus.Accepted, "luca"));
        Later(town);
        var comment = await Write(town, "francesca", one, new("The elephant is heavy?") { Files = [new("trunk.txt", "text/plain", 1, Hash)] });
        Later(town);
        var before = (await Told(town, one), await Told(town, two));
        await Use(town, "luca", desk => new MoveComment(desk).Run(one, comment, two, default));

        Assert.Equal("1 comments, last by staff True, public True, asked never", await Told(town, one));
        Assert.Equal("2 comments, last by staff False, public False, asked once", await Told(town, two));
        await Use(town, "francesca", async desk =>
        {
            var there = await new TicketPage(desk).Run(two, default);
            Assert.Equal("trunk.txt", there.Comments.Single(c => c.Id == comment).Attachments.Single().Name);
            Assert.Null(there.Comments.Single(c => c.Id == comment).MovedFrom);
            Assert.Single((await new TicketPage(desk).Run(one, default)).Comments);
            foreach (var word in new[] { "elephant", "trunk" })
            {
                Assert.Equal(two, Assert.Single((await new SearchPage(desk).Run(new(word), default)).Tickets.Items).Number);
            }
        });
        await Use(town, "luca", async desk =>
        {
            var (here, there) = (await new TicketPage(desk).Run(one, default), await new TicketPage(desk).Run(two, default));
            Assert.Equal(one, there.Comments.Single(c => c.Id == comment).MovedFrom);
            Assert.Equal(("comment-moved-to", $"{two}"), (here.History[^1].What, here.History[^1].To));
            Assert.Equal(("comment-moved-from", $"{one}"), (there.History[^1].What, there.History[^1].From));
            Assert.Equal([two, one], (await new TicketList(desk).Run(new(), default)).Items.Select(r => r.Number).Order().Reverse());
        });

        await Use(town, "luca", async desk => Assert.Equal(one, await new MoveCommentBack(desk).Run(two, comment, default)));
        Assert.Equal(before, (await Told(town, one), await Told(town, two)));
        await Use(town, "francesca", async desk => Assert.Equal(one, Assert.Single((await new SearchPage(desk).Run(new("elephant"), default)).Tickets.Items).Number));
        await Use(town, "luca", async desk => Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new MoveCommentBack(desk).Run(one, comment, default))).Reason));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_comment_becomes_a_ticket_of_whoever_asked_and_taken_back_that_ticket_leads_to_the_first(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket(TicketStatus.Accepted, "luca");
        Later(town);
        var comment = await Write(town, "francesca", number, new("By the way, the scanner is broken too."));
        var made = 0;
        await Use(town, "luca", async desk => made = await new SplitTicket(desk).Run(number, comment, new("The scanner is broken"), default));
        await Use(town, "luca", async desk =>
        {
            var page = await new TicketPage(desk).Run(made, default);
            Assert.Equal(("The scanner is broken", "francesca", "luca", TicketStatus.New, TicketKind.Bug), (page.Subject, page.Requester?.Name, page.Assignee?.Name, page.Status, page.Kind));
            Assert.Equal(number, Assert.Single(page.Comments).MovedFrom);
            Assert.Equal(["opened", "assignee", "split-from"], page.History.Select(h => h.What));
            Assert.Equal("split-into", (await new TicketPage(desk).Run(number, default)).History[^1].What);
            Assert.Equal(made, Assert.Single((await new SearchPage(desk).Run(new("scanner broken"), default)).Tickets.Items).Number);
            Assert.Equal(number, await new MoveCommentBack(desk).Run(made, comment, default));
            page = await new TicketPage(desk).Run(made, default);
            Assert.Equal((TicketStatus.Closed, number, 0), (page.Status, page.MergedInto, page.Comments.Count));
            Assert.Equal(2, (await new TicketPage(desk).Run(number, default)).Comments.Count);
        });

        // What has been answered in it since keeps it open.
        var again = 0;
        await Use(town, "luca", async desk => again = await new SplitTicket(desk).Run(number, comment, new("The scanner again", TicketKind.Consultation), default));
        await Write(town, "luca", again, new("Which scanner?"));
        await Use(town, "luca", desk => new MoveCommentBack(desk).Run(again, comment, default));
        await Use(town, "luca", async desk =>
        {
            var page = await new TicketPage(desk).Run(again, default);
            Assert.Equal((TicketStatus.New, null, 1, TicketKind.Consultation), (page.Status, page.MergedInto, page.Comments.Count, page.Kind));
        });
        Assert.Equal(
            await town.Rows("select project_id, coalesce(assignee_id, 0) as a, status, count(*) from ticket group by project_id, assignee_id, status order by 1, 2, 3"),
            await town.Rows("select project_id, assignee_id, status, n from ticket_count where n <> 0 order by 1, 2, 3"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Moved_twice_and_merged_meanwhile_it_finds_its_way_back_step_by_step(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] t = [await town.Ticket(), await town.Ticket(), await town.Ticket(), await town.Ticket()];
        Later(town);
        var comment = await Write(town, "francesca", t[0], new("On its way."));
        await Use(town, "sandro", desk => new MoveComment(desk).Run(t[0], comment, t[1], default));
        await Use(town, "sandro", desk => new MoveComment(desk).Run(t[1], comment, t[2], default));

        // The one it is in is merged: it goes along, and comes back with it.
        await Use(town, "sandro", desk => new MergeTickets(desk).Run(t[2], t[3], default));
        Assert.Equal(t[3], await Where(town, comment));
        await Use(town, "sandro", desk => new UnmergeTicket(desk).Run(t[2], default));
        Assert.Equal(t[2], await Where(town, comment));

        // The one it came from is merged: back is where that one's conversation is, and parted again it is its own.
        await Use(town, "sandro", desk => new MergeTickets(desk).Run(t[1], t[3], default));
        await Use(town, "sandro", async desk => Assert.Equal(t[3], await new MoveCommentBack(desk).Run(t[2], comment, default)));
        await Use(town, "sandro", desk => new UnmergeTicket(desk).Run(t[1], default));
        Assert.Equal(t[1], await Where(town, comment));
        await Use(town, "sandro", async desk => Assert.Equal(t[0], await new MoveCommentBack(desk).Run(t[1], comment, default)));
        Assert.Equal(t[0], await Where(town, comment));
    }

    [Fact]
    public async Task What_cannot_be_moved_is_refused_with_what_would_be_right()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var (one, two, merged) = (await town.Ticket(), await town.Ticket(), await town.Ticket());
        Later(town);
        var comment = await Write(town, "francesca", one, new("Not here."));
        var other = await Elsewhere(town);
        await Use(town, "sandro", desk => new MergeTickets(desk).Run(merged, two, default));
        var first = long.Parse((await town.Rows($"select min(c.id) from comment c join ticket t on t.id = c.ticket_id where t.number = {one}"))[0], System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (use, reason) in new (Func<Desk, Task>, RefusalReason)[]
        {
            (desk => new MoveComment(desk).Run(one, comment, one, default), RefusalReason.Invalid),
            (desk => new MoveComment(desk).Run(one, first, two, default), RefusalReason.Conflict),
            (desk => new SplitTicket(desk).Run(one, first, new("All of it"), default), RefusalReason.Conflict),
            (desk => new MoveComment(desk).Run(two, comment, one, default), RefusalReason.NotFound),
            (desk => new MoveComment(desk).Run(one, comment, merged, default), RefusalReason.Conflict),
            (desk => new MoveComment(desk).Run(one, comment, 99999, default), RefusalReason.NotFound),
            (desk => new SplitTicket(desk).Run(one, comment, new(" "), default), RefusalReason.Invalid),
            (desk => new MoveCommentBack(desk).Run(one, comment, default), RefusalReason.Conflict),
        })
        {
            await Use(town, "sandro", async desk => Assert.Equal(reason, (await Assert.ThrowsAsync<Refusal>(() => use(desk))).Reason));
        }

        await using (var program = await town.House.DeskOfProgram("test", default))
        {
            Assert.Equal("to", (await Assert.ThrowsAsync<Refusal>(() => new MoveComment(program).Run(one, comment, other, default))).Field);
        }

        Assert.Equal(one, await Where(town, comment));
        Assert.Equal(["0"], await town.Rows("select count(*) from comment_move"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_who_move_it_at_once_move_it_once(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] t = [await town.Ticket(), await town.Ticket(), await town.Ticket()];
        Later(town);
        var comment = await Write(town, "francesca", t[0], new("Pulled both ways."));
        var answers = await Task.WhenAll(new[] { t[1], t[2] }.Select(to => Task.Run(async () =>
        {
            await using var desk = await town.DeskOf("sandro");
            return await Record.ExceptionAsync(() => new MoveComment(desk).Run(t[0], comment, to, default));
        })));
        Assert.Single(answers, a => a is null);
        Assert.Single(answers, a => a is Refusal { Reason: RefusalReason.Conflict or RefusalReason.NotFound });
        Assert.Equal(["1"], await town.Rows("select count(*) from comment_move"));
        Assert.Equal(["4"], await town.Rows("select sum(comment_count) from ticket"));
    }

    private static async Task<int> Elsewhere(Town town)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        var other = new Sportello.Directory.Organization("else", Sportello.Directory.OrganizationCategory.Customer);
        desk.Db.Add(other);
        await desk.Flush(default);
        desk.Db.Add(new Sportello.Projects.Project("else sw1", other.Id));
        await desk.Save(default);
        return await new OpenTicket(desk).Run(new("else sw1", TicketKind.Bug, "Theirs", "Text."), default);
    }

    private static void Later(Town town) => town.Test.Clock.Now = town.Test.Clock.Now.AddMinutes(5);

    private static async Task<long> Write(Town town, string who, int number, NewComment what)
    {
        await using var desk = await town.DeskOf(who);
        return await new ReplyToTicket(desk).Run(number, what, default);
    }

    private static async Task Use(Town town, string who, Func<Desk, Task> use)
    {
        await using var desk = await town.DeskOf(who);
        await use(desk);
    }

    private static async Task<int> Where(Town town, long comment) =>
        int.Parse((await town.Rows($"select t.number from comment c join ticket t on t.id = c.ticket_id where c.id = {comment}"))[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> Told(Town town, int number)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        var t = await desk.Tickets.Get(number, Right.See, default);
        return $"{t.CommentCount} comments, last by staff {t.LastCommentByStaff}, public {t.LastPublicByStaff}, asked {(t.AskedAt is null ? "never" : "once")}";
    }
}
