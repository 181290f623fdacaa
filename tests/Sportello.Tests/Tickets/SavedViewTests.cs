using Sportello.Access;
using Sportello.Data;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

/// <summary>Lists with a name: whose they are, who has them, in which order, and how many rows they say they have.</summary>
public sealed class SavedViewTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_view_is_its_makers_until_it_is_shared_and_then_of_all_who_work_here(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.OfTicketUsers);
        var own = await Keep(town, "luca", "Mine, new", "status=new");
        var shared = await Keep(town, "sandro", "Urgent", "priority=urgent&columns=kind", shared: true);
        Assert.Equal(["Mine, new", "Urgent"], await Names(town, "luca"));
        Assert.Equal(["Urgent"], await Names(town, "sandro"));
        Assert.Equal([], await Names(town, "francesca"));
        Assert.Equal([], await Names(town, "marco"));

        foreach (var (who, id) in new[] { ("sandro", own), ("luca", shared), ("francesca", own), ("marco", shared) })
        {
            await using var desk = await town.DeskOf(who);
            Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new KeepView(desk).Run(id, "Stolen", "", false, default))).Reason);
            Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new MoveView(desk).Run(id, true, default))).Reason);
            Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new DropView(desk).Run(id, false, default))).Reason);
        }

        foreach (var who in new[] { "luca", "francesca", "marco" })
        {
            await using var desk = await town.DeskOf(who);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new KeepView(desk).Run(null, "For all", "", true, default))).Reason);
        }

        // An administrator may rename what is shared; the order of a rail is its owner's.
        await town.Permit(Permission.All);
        await using (var luca = await town.DeskOf("luca"))
        {
            await new KeepView(luca).Run(shared, "Very urgent", "priority=urgent", true, default);
            Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new MoveView(luca).Run(shared, true, default))).Reason);
        }

        await town.Permit(Permission.OfTicketUsers);

        await using var nobody = await town.House.DeskOfNobody(default);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new KeepView(nobody).Run(null, "x", "", false, default))).Reason);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Views_are_renamed_moved_taken_out_and_put_back(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var (one, two, three) = (await Keep(town, "luca", "One", ""), await Keep(town, "luca", "Two", "q=a%20b"), await Keep(town, "luca", "Three", "view=all"));
        await using (var luca = await town.DeskOf("luca"))
        {
            await new MoveView(luca).Run(three, true, default);
            await new MoveView(luca).Run(one, true, default);
            await new KeepView(luca).Run(two, "  Second ", "status=new", false, default);
        }

        Assert.Equal(["One", "Three", "Second"], await Names(town, "luca"));
        await using (var luca = await town.DeskOf("luca"))
        {
            await new DropView(luca).Run(three, back: false, default);
        }

        Assert.Equal(["One", "Second"], await Names(town, "luca"));
        await using (var luca = await town.DeskOf("luca"))
        {
            await new DropView(luca).Run(three, back: true, default);
        }

        Assert.Equal(["One", "Three", "Second"], await Names(town, "luca"));
    }

    [Theory]
    [InlineData("", "status=new", "name")]
    [InlineData("A name that is longer than anybody could read in a rail", "status=new", "name")]
    [InlineData("x", "javascript:alert(1)", "state")]
    [InlineData("x", "status=new&evil=1", "state")]
    public async Task A_view_without_a_name_or_of_no_list_is_refused(string name, string state, string field)
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => Keep(town, "luca", name, state))).Field);
        Assert.Equal([], await Names(town, "luca"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_list_is_counted_within_reach_and_no_further_than_it_says(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var first = await town.Ticket();
        await town.Ticket(TicketStatus.Closed);
        Assert.Equal((1, 2, 0), (await Count(town, "luca", new() { OpenOnly = true }), await Count(town, "francesca", new()), await Count(town, "marco", new())));
        await town.Sql(
            $"with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200) insert into ticket (number, project_id, kind, status, open, priority, subject, requester_id, origin, opened_at, updated_at, version) select 90000 + i, project_id, kind, status, open, priority, subject, requester_id, origin, opened_at, updated_at, 1 from ticket, n where number = {first}");
        Assert.Equal((TicketList.MostCounted, 1), (await Count(town, "luca", new() { OpenOnly = true }), await Count(town, "luca", new() { Statuses = [TicketStatus.Closed] })));
    }

    private static async Task<int> Count(Town town, string who, TicketFilter filter)
    {
        await using var desk = await town.DeskOf(who);
        return await new TicketList(desk).Count(filter, default);
    }

    private static async Task<long> Keep(Town town, string who, string name, string state, bool shared = false)
    {
        await using var desk = await town.DeskOf(who);
        return (await new KeepView(desk).Run(null, name, state, shared, default)).Id;
    }

    private static async Task<List<string>> Names(Town town, string who)
    {
        await using var desk = await town.DeskOf(who);
        return [.. desk.Actor.Views.Select(v => v.Name)];
    }
}
