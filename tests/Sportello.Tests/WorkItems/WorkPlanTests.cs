using System.Collections.Frozen;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;
using Sportello.Tests.Access;
using Sportello.WorkItems;

namespace Sportello.Tests.WorkItems;

/// <summary>Board and list walk an index in the order they are shown in, however they are narrowed.</summary>
public sealed class WorkPlanTests
{
    [Fact]
    public async Task Every_shape_of_the_list_walks_an_index_in_its_order()
    {
        await using var town = await WorkingTests.Open(DatabaseProvider.Sqlite);
        await town.WorkItem();
        WorkItemFilter[] narrowed = [new(), new() { Project = Town.Project }, new() { Developer = "me" }, new() { Tester = "me" }, new() { Developer = "none" }, new() { Type = WorkType.BugFix }];
        WorkItemFilter[] shapes =
        [
            .. narrowed,
            .. narrowed.SelectMany(f => new[] { WorkState.Ended, WorkState.Any }.Select(s => f with { State = s })),
            .. narrowed.Select(f => f with { State = WorkState.Any, Sort = WorkSort.NumberUp }),
            WorkItemFilter.OfStatuses([WorkItemStatus.Done]),
        ];
        foreach (var actor in new[] { new Actor { Name = "admin", Door = Door.Web, ContactId = 1, Superuser = true }, Manager(1), Manager(12), Manager(200) })
        {
            await using var desk = await Desk.Open(town.House, actor, default);
            foreach (var filter in shapes.SelectMany(f => new[] { f, f with { After = "2.40" } }))
            {
                var (text, parameters) = (await new WorkItemList(desk).Statement(filter, default))!.Value;
                var plan = await desk.Sql.List("explain query plan " + text, r => (Parent: r.GetInt64(1), Detail: r.GetString(3)), default, parameters);
                var reads = plan.Where(s => s.Detail.Contains("work_item", StringComparison.Ordinal)).ToList();
                Assert.NotEmpty(reads);
                var fault = reads.Find(s => !s.Detail.Contains("INDEX", StringComparison.Ordinal)).Detail
                    ?? plan.Find(s => s.Detail.Contains("TEMP B-TREE", StringComparison.Ordinal) && reads.Exists(r => r.Parent == s.Parent)).Detail;
                Assert.True(fault is null, $"{fault} in the list of {actor.Name}, {filter}:\n{string.Join('\n', plan.Select(s => s.Detail))}");
            }
        }
    }

    private static Actor Manager(int projects) => new()
    {
        Name = $"a manager of {projects} projects",
        Door = Door.Web,
        ContactId = 1,
        Permissions = Permission.All.ToFrozenDictionary(p => p, _ => "a group", StringComparer.Ordinal),
        Explicit = Enumerable.Range(1, projects).ToFrozenDictionary(i => (long)i, _ => Roles.Manager),
    };
}
