using Microsoft.EntityFrameworkCore;
using Sportello.CannedReplies;
using Sportello.Data;
using Sportello.Demo;
using Sportello.Directory;
using Sportello.History;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Demo;

public sealed class DemoTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_demo_has_two_years_of_tickets_in_three_languages_and_its_books_are_in_order(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        var holdings = await new LayDemo(test.House).Run(default);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var tickets = await desk.Db.Tickets.Include(t => t.Comments).Include(t => t.Watchers).AsNoTracking().ToListAsync();

        Assert.Equal((6, 15, 5), (holdings.Organizations, holdings.People, holdings.Projects));
        Assert.InRange(tickets.Count, 240, 270);
        Assert.Equal(holdings.Tickets, tickets.Count);
        Assert.Equal(holdings.Comments, tickets.Sum(t => t.Comments.Count));
        TheyLookLikeWork(tickets, test.House.Now);
        NothingHappensBeforeItBegan(tickets, test.House.Now);
        await CountsAreKept(desk, tickets);
        await WorkIsLinked(desk, holdings);
        await ThePageTellsWhatHappened(test.House, tickets);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everybody_of_the_worked_example_signs_in_with_the_password_of_the_document(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await new LayDemo(test.House).Run(default);

        foreach (var who in DemoSignIns.All)
        {
            Assert.NotEqual(0, (await new SignIn(test.House).Run(who.Username, who.Password, default)).UserId);
        }

        await Assert.ThrowsAsync<Refusal>(() => new SignIn(test.House).Run("marco", "marco", default));
        await using var desk = await test.House.DeskOfProgram("test", default);
        var managers = await desk.Sql.List("select u.username from user_account u join group_member m on m.user_id = u.id join access_group g on g.id = m.group_id where g.name = 'manager' order by 1", r => r.GetString(0), default);
        Assert.Equal(["sandro", "vittorino"], managers);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_an_administrator_sets_up_is_there_and_at_work(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        await new LayDemo(test.House).Run(default);
        await new FurnishDemo(test.House).Run(default);
        await using var desk = await test.House.DeskOfProgram("test", default);
        var number = await new OpenTicket(desk).Run(new("barilla sw1", TicketKind.Bug, "It does not print", "At all.") { Requester = "francesca", Priority = Priority.Urgent }, default);

        var page = await new TicketPage(desk).Run(number, default);
        Assert.Contains(await new CannedReplyList(desk).Run(default), c => c.Name == "Which version?");
        Assert.Equal(["Version", "Plant", "Seen on our machine"], page.Fields.Select(f => f.Field.Name));
        Assert.Equal(2, page.Clocks.Count);
    }

    [Fact]
    public async Task Two_demos_of_one_day_are_alike()
    {
        Assert.Equal(await Subjects(), await Subjects());

        static async Task<List<string>> Subjects()
        {
            await using var test = await TestHouse.Open(DatabaseProvider.Sqlite);
            await new LayDemo(test.House).Run(default);
            await using var desk = await test.House.DeskOfProgram("test", default);
            return await desk.Sql.List("select number, subject, status, updated_at from ticket order by number", r => $"{r.GetInt32(0)} {r.GetString(1)} {r.GetInt32(2)} {r.GetInt64(3)}", default);
        }
    }

    private static void TheyLookLikeWork(List<Ticket> tickets, DateTime now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");
        Assert.True(Enum.GetValues<TicketStatus>().All(s => tickets.Exists(t => t.Status == s)), "a status is missing");
        Assert.True(Enum.GetValues<TicketKind>().All(k => tickets.Count(t => t.Kind == k) > 25), "a kind is rare");
        Assert.True(Enum.GetValues<Priority>().All(p => tickets.Exists(t => t.Priority == p)), "a priority is missing");
        Assert.InRange(tickets.Count(t => t.Open), 25, 110);
        Assert.InRange(tickets.Count(t => t.Open && t.AssigneeId is null), 2, 20);
        Assert.Contains(tickets, t => t.Open && t.OpenedAt < now.AddDays(-60));
        Assert.InRange(tickets.Count(t => Cyrillic(t.Subject)), 50, 150);
        Assert.InRange(tickets.Max(t => t.Comments.Count), 6, 12);
        Assert.All(tickets, t => Assert.NotEmpty(t.Comments));
        Assert.True(tickets.Select(t => t.Subject).Distinct(StringComparer.Ordinal).Count() > tickets.Count * 0.9, "subjects come again too often");
        var weekends = tickets.SelectMany(t => t.Comments).Count(c => TimeZoneInfo.ConvertTimeFromUtc(c.At, zone).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.InRange(weekends, 0, 4);
        Assert.DoesNotContain(tickets.SelectMany(t => t.Comments).Select(c => c.Body).Concat(tickets.Select(t => t.Subject)), text => text.AsSpan().ContainsAny("[]{}"));
    }

    private static void NothingHappensBeforeItBegan(List<Ticket> tickets, DateTime now)
    {
        Assert.Equal(tickets.Select(t => t.Number), tickets.OrderBy(t => t.OpenedAt).ThenBy(t => t.Number).Select(t => t.Number));
        foreach (var ticket in tickets)
        {
            Assert.InRange(ticket.OpenedAt, now.AddYears(-2), now);
            Assert.All(ticket.Comments, c => Assert.InRange(c.At, ticket.OpenedAt, now));
            Assert.InRange(ticket.UpdatedAt, ticket.Comments.Max(c => c.At), now);
            Assert.Equal(!ticket.Open, ticket.ClosedAt is not null);
            Assert.Equal(ticket.CommentCount, ticket.Comments.Count);
        }
    }

    private static async Task CountsAreKept(Desk desk, List<Ticket> tickets)
    {
        var kept = await desk.Sql.List("select project_id, assignee_id, status, n from ticket_count where n <> 0", r => (r.GetInt64(0), r.GetInt64(1), r.GetInt32(2), r.GetInt64(3)), default);
        var counted = tickets.GroupBy(t => (t.ProjectId, t.AssigneeId ?? 0, (int)t.Status)).Select(g => (g.Key.ProjectId, g.Key.Item2, g.Key.Item3, (long)g.Count()));
        Assert.Equal(counted.Order(), kept.Order());
    }

    private static async Task WorkIsLinked(Desk desk, DemoHoldings holdings)
    {
        var items = await desk.Db.WorkItems.AsNoTracking().ToListAsync();
        Assert.Equal(holdings.WorkItems, items.Count);
        Assert.InRange(items.Count, 30, 160);
        Assert.True(items.Select(w => w.Status).Distinct().Count() >= 6, "work has few statuses");
        Assert.True(await desk.Db.TestSuites.CountAsync() >= 8, "there are few suites");
        Assert.True(await desk.Db.TicketWorkItems.CountAsync() >= 30, "little work is linked");
        Assert.All(items.Where(w => w.Status == WorkItemStatus.Done), w => Assert.True(w.TestedAt < w.FinishedAt && w.DeveloperId is not null));
        var missing = await desk.Sql.First("select count(*) from ticket t where t.status = 6 and not exists (select 1 from ticket_work_item l where l.ticket_id = t.id)", r => r.GetInt64(0), default);
        Assert.InRange(missing, 1, 4);
    }

    /// <summary>A closed ticket shows who took it, what became of it and when, in order.</summary>
    private static async Task ThePageTellsWhatHappened(House house, List<Ticket> tickets)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        var page = await new TicketPage(desk).Run(tickets.First(t => t is { Open: false, Comments.Count: > 3 }).Number, default);

        Assert.Equal(page.History.Select(h => h.At).Order(), page.History.Select(h => h.At));
        Assert.Contains(page.History, h => h.What == "assignee");
        Assert.Equal("closed", page.History.Last(h => h.What == "status").To);
        Assert.All(page.History, h => Assert.True(h.Door is Door.Web or Door.Mail or Door.Api));
    }

    private static bool Cyrillic(string text) => text.Any(c => c is >= 'а' and <= 'я');
}
