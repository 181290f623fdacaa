using FsCheck;
using FsCheck.Fluent;
using Sportello.Access;
using Sportello.Data;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Tests.Access;

/// <summary>The law stands twice, as a decision in memory and as a condition in SQL: in random worlds both must say the same of everybody.</summary>
public sealed class SightTests
{
    private const int Worlds = 15;

    [Theory, ClassData(typeof(BothDatabases))]
    public Task Lists_pages_and_explanations_show_each_person_exactly_what_the_law_allows(DatabaseProvider provider) =>
        InRandomWorlds(provider, async (house, world) =>
        {
            foreach (var (actor, username) in world.Actors)
            {
                await using var desk = await Desk.Open(house, actor, default);
                var allowed = world.Tickets.Where(t => Law.Allows(actor, Right.See, t.Place)).ToList();
                await ListsAgree(desk, world, allowed);
                await CountsAgree(desk, world, allowed);
                await PagesAgree(desk, world, allowed);
                await ExplanationsAgree(house, desk, username, world, allowed);
            }
        });

    private static async Task ListsAgree(Desk desk, SettledWorld world, List<StoredTicket> allowed)
    {
        var me = desk.Actor.ContactId ?? -1;
        var project = world.Projects[0];
        (TicketFilter Filter, Func<StoredTicket, bool> Passes)[] filters =
        [
            (new(), _ => true),
            (new() { OpenOnly = true }, t => t.Open),
            (new() { Statuses = [TicketStatus.New, TicketStatus.Closed] }, t => t.Status is TicketStatus.New or TicketStatus.Closed),
            (new() { Project = project.Name }, t => t.Project == project.Id),
            (new() { Assignee = "me" }, t => t.Assignee == me),
            (new() { Assignee = "me", OpenOnly = true }, t => t.Assignee == me && t.Open),
            (new() { Assignee = "none", Kind = TicketKind.Bug }, t => t.Assignee is null && t.Kind == TicketKind.Bug),
            (new() { Requester = "me" }, t => t.Requester == me),
            (new() { Project = project.Name, Assignee = "me", Statuses = [TicketStatus.Accepted] }, t => t.Project == project.Id && t.Assignee == me && t.Status == TicketStatus.Accepted),
        ];
        foreach (var (sort, limit) in new[] { (TicketSort.UpdatedDown, 4), (TicketSort.UpdatedUp, 3), (TicketSort.NumberDown, 5), (TicketSort.NumberUp, 7) })
        {
            foreach (var (filter, passes) in filters)
            {
                var expected = InOrder(allowed.Where(passes), TicketList.SortFor(desk.Actor, sort)).Select(t => t.Number);
                var shown = await AllPages(desk, filter with { Sort = sort, Limit = limit });
                Assert.True(expected.SequenceEqual(shown), $"{desk.Actor.Name} lists {filter} by {sort}: expected {string.Join(' ', expected)}, got {string.Join(' ', shown)}");
            }
        }
    }

    private static async Task<List<int>> AllPages(Desk desk, TicketFilter filter)
    {
        var shown = new List<int>();
        var rows = await new TicketList(desk).Run(filter, default);
        shown.AddRange(rows.Items.Select(r => r.Number));
        while (rows.Next is { } next)
        {
            Assert.Equal(filter.Limit, rows.Items.Count);
            rows = await new TicketList(desk).Run(filter with { After = next }, default);
            Assert.NotEmpty(rows.Items);
            shown.AddRange(rows.Items.Select(r => r.Number));
        }

        return shown;
    }

    private static IEnumerable<StoredTicket> InOrder(IEnumerable<StoredTicket> tickets, TicketSort sort) => sort switch
    {
        TicketSort.UpdatedDown => tickets.OrderByDescending(t => (t.UpdatedAt, t.Id)),
        TicketSort.UpdatedUp => tickets.OrderBy(t => (t.UpdatedAt, t.Id)),
        TicketSort.NumberDown => tickets.OrderByDescending(t => t.Number),
        _ => tickets.OrderBy(t => t.Number),
    };

    private static async Task CountsAgree(Desk desk, SettledWorld world, List<StoredTicket> allowed)
    {
        var counts = await new TicketViews(desk).Run(default);
        var open = allowed.Where(t => t.Open).ToList();
        Assert.Equal(
            (open.Count, open.Count(t => t.Assignee is null), open.Count(t => t.Assignee == desk.Actor.ContactId && t.Assignee is not null),
                open.Count(t => t.Status == TicketStatus.New), open.Count(t => t.Status == TicketStatus.Returned)),
            (counts.Open, counts.Unassigned, counts.Mine, counts.New, counts.Returned));

        var projects = await new ProjectList(desk).Run(default);
        Assert.Equal(world.Projects.Where(p => Law.Allows(desk.Actor, Right.See, new Place(p.Id))).Select(p => p.Id).Order(), projects.Select(p => p.Id).Order());
        Assert.Equal(projects.Select(p => p.Name), await new ProjectList(desk).Names(default));
        Assert.All(projects, p => Assert.Equal(open.Count(t => t.Project == p.Id), p.Open));
    }

    private static async Task PagesAgree(Desk desk, SettledWorld world, List<StoredTicket> allowed)
    {
        foreach (var ticket in world.Tickets)
        {
            if (!allowed.Contains(ticket))
            {
                Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new TicketPage(desk).Run(ticket.Number, default))).Reason);
                continue;
            }

            var page = await new TicketPage(desk).Run(ticket.Number, default);
            Assert.All(page.Others, other => Assert.Contains(allowed, t => t.Number == other.Number));
            Assert.Equal(Enum.GetValues<Right>().Where(r => Law.Allows(desk.Actor, r, ticket.Place)), page.May.Rights.Order());
            if (!Law.Allows(desk.Actor, Right.SeeNotes, ticket.Place))
            {
                Assert.DoesNotContain(page.Comments, c => c.Internal);
                Assert.DoesNotContain(page.History, h => h.What is "note" or "assignee" or "priority");
                Assert.Empty(page.Watchers);
                Assert.Empty(page.Work);
            }
        }
    }

    private static async Task ExplanationsAgree(House house, Desk desk, string? username, SettledWorld world, List<StoredTicket> allowed)
    {
        await using var above = await house.DeskOfProgram("test", default);
        foreach (var ticket in world.Tickets)
        {
            var expected = allowed.Contains(ticket);
            if (expected)
            {
                var own = await new ExplainAccess(desk).ToTicket(null, ticket.Number, default);
                Assert.True(own.Allowed && own.Conditions.All(c => c.Holds), $"{desk.Actor.Name} asks about {ticket.Number}");
            }
            else
            {
                await Assert.ThrowsAsync<Refusal>(() => new ExplainAccess(desk).ToTicket(null, ticket.Number, default));
            }

            if (username is not null)
            {
                var told = await new ExplainAccess(above).ToTicket(username, ticket.Number, default);
                Assert.Equal((expected, expected), (told.Allowed, told.Conditions.All(c => c.Holds)));
                Assert.Equal(Enum.GetValues<Right>().Where(r => Law.Allows(desk.Actor, r, ticket.Place)).Select(r => Words.Name.Of(r)), told.Rights);
            }
        }
    }

    private static async Task InRandomWorlds(DatabaseProvider provider, Func<House, SettledWorld, Task> holds)
    {
        await using var test = await TestHouse.Open(provider);
        var property = Prop.ForAll(DrawnWorld.Any, world => Task.Run(async () => await holds(test.House, await SettledWorld.Settle(test.House, world))).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Worlds), property));
    }
}
