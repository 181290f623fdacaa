using Sportello.Access;
using Sportello.Data;
using Sportello.Feeds;
using Sportello.Tests.Access;
using Sportello.WorkItems;

namespace Sportello.Tests.Feeds;

/// <summary>Whose calendar holds which work.</summary>
public sealed class PlannedEndsTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Open_work_with_a_planned_end_is_in_the_calendars_of_developer_tester_and_manager_while_they_see_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var developed = await Work(town, "luca", null, new DateOnly(2013, 7, 31));
        var tested = await Work(town, "sandro", "luca", new DateOnly(2013, 7, 15));
        await Work(town, "luca", null, null);
        var ended = await Work(town, "luca", null, new DateOnly(2013, 7, 1));
        await using (var program = await town.House.DeskOfProgram("test", default))
        {
            await new ChangeWorkItem(program).Run(ended, new() { Status = WorkItemStatus.Done }, default);
        }

        Assert.Equal([$"{tested} Tester 2013-07-15", $"{developed} Developer 2013-07-31"], await Of(town, "luca"));
        Assert.Equal([$"{tested} Developer 2013-07-15", $"{developed} Manager 2013-07-31"], await Of(town, "sandro"));
        Assert.Empty(await Of(town, "francesca"));
        Assert.Empty(await Of(town, "marco"));

        await town.Permit(Permission.All.Except([Permission.WorkItemView]));
        Assert.Empty(await Of(town, "luca"));
        await town.Permit(Permission.All);
        await town.Sql("delete from project_member where role = 2");
        await town.Sql("update counter set value = value + 1 where name = 'access'");
        Assert.Empty(await Of(town, "luca"));
    }

    [Fact]
    public async Task Each_part_walks_an_index_of_its_own()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await using var desk = await town.House.DeskOfProgram("test", default);
        foreach (var sight in new[] { Sight.Everything, Sight.Of([1, 2]) })
        {
            var plan = await desk.Sql.List("explain query plan " + new PlannedEnds(desk).Statement(sight, [1, 2]), r => r.GetString(3), default, [("@self", 1L), .. sight.All ? Array.Empty<(string, object?)>() : [("@projects", sight.Projects)]]);
            var reads = plan.Where(s => s.Contains("work_item", StringComparison.Ordinal)).ToList();
            Assert.Equal(4, reads.Count);
            Assert.All(reads, s => Assert.Contains("ix_work_item_planned_", s, StringComparison.Ordinal));
        }
    }

    private static async Task<List<string>> Of(Town town, string name)
    {
        await using var desk = await town.DeskOf(name);
        return [.. (await new PlannedEnds(desk).Run(default)).Select(e => $"{e.Number} {e.Role} {e.Day:yyyy-MM-dd}")];
    }

    private static async Task<int> Work(Town town, string developer, string? tester, DateOnly? end)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        return await new AddWorkItem(desk).Run(new("Mend the printing") { Project = Town.Project, Developer = developer, Tester = tester, PlannedEnd = end }, default);
    }
}
