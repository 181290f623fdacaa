using System.Collections.Frozen;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Tests.Access;

/// <summary>Each list is walked along an index in the order it is shown in: no page reads a table through, and none sorts tickets.</summary>
public sealed class PlanTests
{
    private static readonly Actor Superuser = new() { Name = "admin", Door = Door.Web, ContactId = 1, Superuser = true };
    private static readonly Actor Few = Manager(12);
    private static readonly Actor Many = Manager(200);

    [Fact]
    public async Task Every_shape_of_the_list_walks_an_index_in_its_order()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Ticket();
        TicketFilter[] filters =
        [
            new(),
            new() { OpenOnly = true },
            new() { Statuses = [TicketStatus.New] },
            new() { Project = Town.Project },
            new() { Project = Town.Project, OpenOnly = true },
            new() { Requester = "me" },
            new() { Assignee = "me" },
            new() { Assignee = "me", OpenOnly = true },
            new() { Assignee = "me", Statuses = [TicketStatus.Accepted, TicketStatus.Returned] },
            new() { Assignee = "none", OpenOnly = true },
            new() { Kind = TicketKind.Bug },
            new() { Since = "2013-06-29" },
            new() { Since = "yesterday", Project = Town.Project },
            new() { Snoozed = true },
            new() { Snoozed = true, Project = Town.Project },
            new() { Snoozed = false, OpenOnly = true, Assignee = "me" },
            new() { Snoozed = false, OpenOnly = true, Assignee = "none" },
            new() { Snoozed = false, Statuses = [TicketStatus.New] },
        ];
        foreach (var actor in new[] { Superuser, Few, Many })
        {
            await using var desk = await Desk.Open(town.House, actor, default);
            foreach (var filter in filters.SelectMany(f => new[] { f, f with { After = "1370000000000.5" }, f with { Sort = TicketSort.UpdatedUp } }))
            {
                var plan = await Plan(desk, filter);
                Assert.True(Fault(plan) is null, $"{Fault(plan)} in the list of {actor.Name}, {filter}:\n{string.Join('\n', plan.Select(s => s.Detail))}");
            }
        }
    }

    [Fact]
    public async Task Lists_of_what_was_opened_walk_the_days()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        foreach (var actor in new[] { Superuser, Few, Many })
        {
            await using var desk = await Desk.Open(town.House, actor, default);
            foreach (var filter in new TicketFilter[] { new() { Opened = "2013" }, new() { Opened = "2013-06", Project = Town.Project }, new() { Opened = "today", After = "1370000000000.5" } })
            {
                var plan = await Plan(desk, filter);
                Assert.All(plan.Where(s => s.Detail.StartsWith("SEARCH ticket", StringComparison.Ordinal)), s => Assert.Contains("opened_at>", s.Detail, StringComparison.Ordinal));

                // What was opened in the same millisecond is put in order, and no more.
                plan.RemoveAll(s => s.Detail.EndsWith("LAST TERM OF ORDER BY", StringComparison.Ordinal));
                Assert.True(Fault(plan) is null, $"{Fault(plan)} in the list of {actor.Name}, {filter}:\n{string.Join('\n', plan.Select(s => s.Detail))}");
            }
        }
    }

    [Fact]
    public async Task Lists_by_number_walk_the_numbers()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        foreach (var actor in new[] { Superuser, Few, Many })
        {
            await using var desk = await Desk.Open(town.House, actor, default);
            foreach (var filter in new TicketFilter[] { new(), new() { Project = Town.Project }, new() { After = "10050.0" } })
            {
                foreach (var sort in new[] { TicketSort.NumberDown, TicketSort.NumberUp })
                {
                    var plan = await Plan(desk, filter with { Sort = sort });
                    Assert.True(Fault(plan) is null, $"{Fault(plan)} in the list of {actor.Name}, {filter}:\n{string.Join('\n', plan.Select(s => s.Detail))}");
                }
            }
        }
    }

    [Fact]
    public async Task What_is_due_to_come_back_is_found_by_its_index()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await using var desk = await town.House.DeskOfProgram("test", default);
        var plan = await desk.Sql.List("explain query plan " + WakeTickets.Due, r => r.GetString(3), default, ("@now", desk.Now));
        Assert.Equal("SEARCH ticket USING INDEX ix_ticket_snoozed (snoozed_until<?)", Assert.Single(plan));
    }

    /// <summary>A step that reads all tickets, or sorts what it reads of them. What is sorted further out is a page at most for each part.</summary>
    private static string? Fault(List<Step> plan)
    {
        var reads = plan.Where(s => s.Detail.StartsWith("SCAN ticket", StringComparison.Ordinal) || s.Detail.StartsWith("SEARCH ticket", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(reads);
        return reads.Find(s => s.Detail.StartsWith("SCAN", StringComparison.Ordinal) && !s.Detail.Contains("INDEX", StringComparison.Ordinal))?.Detail
            ?? plan.Find(s => s.Detail.Contains("TEMP B-TREE", StringComparison.Ordinal) && reads.Exists(r => r.Parent == s.Parent))?.Detail;
    }

    private static async Task<List<Step>> Plan(Desk desk, TicketFilter filter)
    {
        var statement = await new TicketList(desk).Statement(filter, default);
        Assert.NotNull(statement);
        return await desk.Sql.List("explain query plan " + statement.Text, r => new Step(r.GetInt64(1), r.GetString(3)), default, statement.Parameters);
    }

    private static Actor Manager(int projects) => new()
    {
        Name = $"a manager of {projects} projects",
        Door = Door.Web,
        ContactId = 1,
        Permissions = Permission.All.ToFrozenDictionary(p => p, _ => "a group", StringComparer.Ordinal),
        Explicit = Enumerable.Range(1, projects).ToFrozenDictionary(i => (long)i, _ => Roles.Manager),
    };

    private sealed record Step(long Parent, string Detail);
}
