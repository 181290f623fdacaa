using FsCheck;
using FsCheck.Fluent;
using Sportello.Access;
using Sportello.Data;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.WorkItems;

/// <summary>In random worlds, each person is shown exactly the work that the law allows: in lists, on the board, on pages, and on tickets.</summary>
public sealed class WorkSightTests
{
    private const int Worlds = 10;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Lists_boards_pages_and_tickets_show_each_person_exactly_the_work_that_the_law_allows(DatabaseProvider provider)
    {
        await using var test = await TestHouse.Open(provider);
        var property = Prop.ForAll(DrawnWorld.Any, world => Task.Run(async () => await Holds(test.House, world)).GetAwaiter().GetResult());
        await Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Worlds), property));
    }

    private static async Task Holds(House house, DrawnWorld drawn)
    {
        await using (var desk = await house.DeskOfProgram("test", default))
        {
            await desk.Begin(default);
            await desk.Sql.Run("delete from ticket_work_item", default);
            await desk.Sql.Run("delete from work_item", default);
            await desk.Save(default);
        }

        var world = await SettledWorld.Settle(house, drawn);
        var work = await Lay(house, world);
        foreach (var (actor, _) in world.Actors)
        {
            await using var desk = await Desk.Open(house, actor, default);
            var allowed = work.Where(w => Law.Allows(actor, Right.SeeWork, new Place(w.Project))).ToList();
            await ListsAgree(desk, allowed);
            await PagesAgree(desk, world, work, allowed);
        }
    }

    private static async Task ListsAgree(Desk desk, List<Laid> allowed)
    {
        if (!WorkItemList.IsFor(desk.Actor))
        {
            Assert.Empty(allowed);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new WorkItemList(desk).Run(new(), default))).Reason);
            return;
        }

        var me = desk.Actor.ContactId ?? -1;
        (WorkItemFilter Filter, Func<Laid, bool> Passes)[] filters =
        [
            (new() { Sort = WorkSort.Urgent, Limit = 3 }, w => w.Open),
            (new() { State = WorkState.Ended, Limit = 2 }, w => !w.Open),
            (new() { State = WorkState.Any, Sort = WorkSort.NumberUp, Limit = 4 }, _ => true),
            (new() { State = WorkState.Any, Developer = "me", Limit = 3 }, w => w.Developer == me),
            (new() { Developer = "none", Sort = WorkSort.Urgent, Limit = 3 }, w => w.Open && w.Developer is null),
            (WorkItemFilter.OfStatuses([WorkItemStatus.InProgress, WorkItemStatus.Done]), w => w.Status is WorkItemStatus.InProgress or WorkItemStatus.Done),
        ];
        foreach (var (filter, passes) in filters)
        {
            var expected = (filter.Sort switch
            {
                WorkSort.Urgent => allowed.Where(passes).OrderByDescending(w => (w.Priority, w.Number)),
                WorkSort.NumberUp => allowed.Where(passes).OrderBy(w => w.Number),
                _ => allowed.Where(passes).OrderByDescending(w => w.Number),
            }).Select(w => w.Number);
            var shown = new List<int>();
            for (string? after = null; ;)
            {
                var rows = await new WorkItemList(desk).Run(filter with { After = after }, default);
                shown.AddRange(rows.Items.Select(r => r.Number));
                if ((after = rows.Next) is null)
                {
                    break;
                }
            }

            Assert.True(expected.SequenceEqual(shown), $"{desk.Actor.Name} lists {filter}: expected {string.Join(' ', expected)}, got {string.Join(' ', shown)}");
        }

        var board = await new WorkBoard(desk).Run(new(), default);
        Assert.Equal(allowed.Where(w => w.Open).Select(w => w.Number).Order(), board.ByStatus.Where(b => b.Key is not (WorkItemStatus.Done or WorkItemStatus.Cancelled)).SelectMany(b => b.Value).Select(w => w.Number).Order());
        Assert.All(board.ByStatus, b => Assert.All(b.Value, w => Assert.Equal(b.Key, w.Status)));
    }

    private static async Task PagesAgree(Desk desk, SettledWorld world, List<Laid> work, List<Laid> allowed)
    {
        var tickets = world.Tickets.Where(t => Law.Allows(desk.Actor, Right.See, t.Place)).ToList();
        foreach (var item in work)
        {
            if (!allowed.Contains(item))
            {
                Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new WorkItemPage(desk).Run(item.Number, default))).Reason);
                continue;
            }

            var page = await new WorkItemPage(desk).Run(item.Number, default);
            Assert.Equal(tickets.Where(t => item.Tickets.Contains(t.Number)).Select(t => t.Number).Order(), page.Tickets.Select(t => t.Number));
        }

        foreach (var ticket in tickets)
        {
            var page = await new TicketPage(desk).Run(ticket.Number, default);
            var serving = work.Where(w => w.Tickets.Contains(ticket.Number)).ToList();
            var seen = Law.Allows(desk.Actor, Right.SeeWork, ticket.Place) ? serving.Where(allowed.Contains) : [];
            Assert.Equal(seen.Select(w => w.Number).Order(), page.Work.Select(w => w.Number));
            Assert.Equal(serving.Exists(w => w.Open), page.WorkUnderWay);
        }
    }

    /// <summary>Two jobs in each project, of which one serves tickets of this project and of the next.</summary>
    private static async Task<List<Laid>> Lay(House house, SettledWorld world)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        await desk.Begin(default);
        var contacts = await desk.Sql.List("select id from contact order by id", r => (long?)r.GetInt64(0), default);
        var statuses = Enum.GetValues<WorkItemStatus>();
        var laid = new List<Laid>();
        for (var i = 0; i < world.Projects.Count * 2; i++)
        {
            var project = world.Projects[i / 2].Id;
            var next = world.Projects[((i / 2) + 1) % world.Projects.Count].Id;
            var served = i % 2 == 0 ? [] : new[] { project, next }.Select(p => world.Tickets.FirstOrDefault(t => t.Project == p)).OfType<StoredTicket>().Distinct().ToList();
            var record = new WorkItemRecord(project, $"Job {i}")
            {
                Status = statuses[i * 5 % statuses.Length],
                Priority = (Priority)((i % 4) + 1),
                Developer = i % 3 == 0 || contacts.Count == 0 ? null : contacts[i % contacts.Count],
            };
            var item = WorkItem.Imported(i + 1, record);
            desk.Db.Add(item);
            await desk.Flush(default);
            desk.Db.AddRange(served.Select(t => new TicketWorkItem(t.Id, item.Id)));
            laid.Add(new(i + 1, project, record.Status, record.Priority, record.Developer, [.. served.Select(t => t.Number)]));
        }

        await desk.Save(default);
        return laid;
    }

    private sealed record Laid(int Number, long Project, WorkItemStatus Status, Priority Priority, long? Developer, IReadOnlyList<int> Tickets)
    {
        public bool Open => Status is not (WorkItemStatus.Done or WorkItemStatus.Cancelled);
    }
}
