using FsCheck;
using FsCheck.Fluent;
using Sportello.Access;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Notices;
using Sportello.Projects;
using Sportello.Search;
using Sportello.Tickets;

namespace Sportello.Tests.Access;

/// <summary>The law stands twice, as a decision in memory and as a condition in SQL: in random worlds both must say the same of everybody.</summary>
public sealed class SightTests
{
    private const int Worlds = 15;

    [Theory, ClassData(typeof(BothDatabases))]
    public Task Lists_counts_search_exports_mail_pages_and_explanations_show_each_person_exactly_what_the_law_allows(DatabaseProvider provider) =>
        InRandomWorlds(provider, async (house, world) =>
        {
            foreach (var (actor, username) in world.Actors)
            {
                await using var desk = await Desk.Open(house, actor, default);
                var allowed = world.Tickets.Where(t => Law.Allows(actor, Right.See, t.Place)).ToList();
                await ListsAgree(desk, world, allowed);
                await CountsAgree(desk, world, allowed);
                await SearchAndExportsAgree(desk, allowed);
                await PagesAgree(desk, world, allowed);
                await ExplanationsAgree(house, desk, username, world, allowed);
            }

            await MailAgrees(house, world);
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

    /// <summary>By a word of every subject, of what was said to all, and of what was noted among us.</summary>
    private static async Task SearchAndExportsAgree(Desk desk, List<StoredTicket> allowed)
    {
        (string Words, IEnumerable<StoredTicket> Tickets)[] searches =
        [
            ("ticket", allowed),
            ("everybody", allowed.Where(t => t.Said)),
            ("colleagues", allowed.Where(t => t.Noted && Law.Allows(desk.Actor, Right.SeeNotes, t.Place))),
        ];
        foreach (var (words, tickets) in searches)
        {
            var expected = tickets.Select(t => t.Number).Order().ToList();
            var narrowed = new TicketFilter { Words = words, Sort = TicketSort.NumberUp, Limit = 4 };
            Assert.Equal(expected, (await Found(desk, words)).Order());
            Assert.Equal(expected, await AllPages(desk, narrowed));
            Assert.Equal(expected, await Exported(desk, narrowed));
            Assert.Equal(expected.Count, await new TicketList(desk).Count(narrowed, default));
        }
    }

    private static async Task<List<int>> Found(Desk desk, string words)
    {
        var found = new List<int>();
        string? after = null;
        do
        {
            var page = (await new SearchPage(desk).Run(new(words, after, 3), default)).Tickets;
            found.AddRange(page.Items.Select(t => t.Number));
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    private static async Task<List<int>> Exported(Desk desk, TicketFilter filter)
    {
        var exported = new List<int>();
        await foreach (var row in new TicketList(desk).All(filter, default))
        {
            exported.Add(row.Number);
        }

        return exported;
    }

    /// <summary>
    /// Mail goes to nobody who may not see what it tells. Who asked and has no role hears of the answer all the same, by mail alone; who has
    /// one, and may see it by more than being an administrator, is not left out.
    /// </summary>
    private static async Task MailAgrees(House house, SettledWorld world)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        var actors = world.Actors.Where(a => a.Actor.ContactId is not null).ToDictionary(a => a.Actor.ContactId!.Value, a => a.Actor);
        var members = (await desk.Sql.List("select project_id, contact_id from project_member", r => (r.GetInt64(0), r.GetInt64(1)), default)).ToHashSet();
        foreach (var ticket in world.Tickets)
        {
            var audience = (await Audience.Of(desk, ticket.Id, ticket.Place, default))!;
            foreach (var kind in Enum.GetValues<NoticeKind>())
            {
                var right = kind switch { NoticeKind.Note => Right.SeeNotes, NoticeKind.WorkEnded => Right.SeeWork, _ => Right.See };
                var told = await audience.Hear(kind, new HashSet<long>(), "", statusMoved: true, default);
                Assert.All(told, t => Assert.True(
                    Law.Allows(actors[t.Person.Id], right, ticket.Place) || (right == Right.See && t.Person.Requested && !members.Contains((ticket.Project, t.Person.Id))),
                    $"{t.Person.Name} is told of {ticket.Number} ({kind})"));
                if (kind == NoticeKind.Reply)
                {
                    var concerned = new[] { ticket.Requester, ticket.Assignee }.OfType<long>().Where(c => members.Contains((ticket.Project, c)) && !actors[c].Superuser && Law.Allows(actors[c], Right.See, ticket.Place));
                    Assert.All(concerned, c => Assert.True(told.Exists(t => t.Person.Id == c), $"{actors[c].Name} is not told of {ticket.Number}"));
                }
            }
        }
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
