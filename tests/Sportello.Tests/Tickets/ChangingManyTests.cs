using Sportello.Access;
using Sportello.Data;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

/// <summary>Many tickets at once: each by its own law and version, and one step back of all of it.</summary>
public sealed class ChangingManyTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task All_that_can_be_is_changed_the_rest_is_named_and_one_step_takes_all_of_it_back(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] numbers = [await town.Ticket(), await town.Ticket(TicketStatus.Accepted, "luca"), await town.Ticket(TicketStatus.Returned)];
        await using var sandro = await town.DeskOf("sandro");
        var stale = new Ticked(numbers[2], 0);
        var done = await new ChangeTickets(sandro).Run(
            [new(numbers[0], null), new(numbers[1], null), stale, new(99999, null), new(numbers[0], null)],
            new() { Status = TicketStatus.Closed, Priority = Priority.High, SetAssignee = true, Assignee = "sandro" },
            default);
        Assert.Equal((2, $"{numbers[2]} Conflict, 99999 NotFound"), (done.Done, string.Join(", ", done.Failed.Select(f => $"{f.Number} {f.Why.Reason}"))));
        Assert.Equal([$"{numbers[0]} closed high sandro", $"{numbers[1]} closed high sandro", $"{numbers[2]} returned normal -"], await States(town, numbers));
        Assert.Equal((2, 2), ((await new ManyChanges(sandro).Run(done.Id, default))!.Done, (await new ManyChanges(sandro).Run(done.Id, default))!.Failed.Count));

        var back = await new UndoChangeOfTickets(sandro).Run(done.Id, default);
        Assert.Equal((2, 0, true), (back.Done, back.Failed.Count, back.Undone));
        Assert.Equal([$"{numbers[0]} new normal -", $"{numbers[1]} accepted normal luca", $"{numbers[2]} returned normal -"], await States(town, numbers));
        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new UndoChangeOfTickets(sandro).Run(done.Id, default))).Reason);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_somebody_has_changed_since_stays_theirs(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] numbers = [await town.Ticket(), await town.Ticket()];
        await using var sandro = await town.DeskOf("sandro");
        var done = await new ChangeTickets(sandro).Run([.. numbers.Select(n => new Ticked(n, null))], new() { Priority = Priority.Urgent }, default);
        await using (var luca = await town.DeskOf("luca"))
        {
            await new ChangeTicket(luca).Run(numbers[0], new() { Kind = TicketKind.Enhancement }, default);
        }

        var back = await new UndoChangeOfTickets(sandro).Run(done.Id, default);
        Assert.Equal((1, numbers[0]), (back.Done, Assert.Single(back.Failed).Number));
        Assert.Equal([$"{numbers[0]} new urgent -", $"{numbers[1]} new normal -"], await States(town, numbers));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Two_clicks_on_undo_take_back_once(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        int[] numbers = [await town.Ticket(), await town.Ticket()];
        await using var sandro = await town.DeskOf("sandro");
        var done = await new ChangeTickets(sandro).Run([.. numbers.Select(n => new Ticked(n, null))], new() { Priority = Priority.Urgent }, default);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            await using var desk = await town.DeskOf("sandro");
            return await Record.ExceptionAsync(() => new UndoChangeOfTickets(desk).Run(done.Id, default));
        })));
        Assert.Single(answers, a => a is null);
        Assert.Single(answers, a => a is Refusal { Reason: RefusalReason.Conflict });
        Assert.Equal([.. numbers.Select(n => $"{n} new normal -")], await States(town, numbers));
        Assert.Equal(["2 4"], await town.Rows($"select count(distinct subject_id), count(*) from history where what = 'priority'"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Nobody_changes_many_that_they_may_not_change_one_by_one_nor_undoes_what_others_did(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        foreach (var (who, reason) in new[] { ("francesca", RefusalReason.Denied), ("marco", RefusalReason.NotFound) })
        {
            await using var desk = await town.DeskOf(who);
            var done = await new ChangeTickets(desk).Run([new(number, null)], new() { Priority = Priority.Urgent }, default);
            Assert.Equal((0, reason), (done.Done, Assert.Single(done.Failed).Why.Reason));
        }

        await using var sandro = await town.DeskOf("sandro");
        var own = await new ChangeTickets(sandro).Run([new(number, null)], new() { Priority = Priority.Urgent }, default);
        foreach (var who in new[] { "luca", "francesca", "marco" })
        {
            await using var desk = await town.DeskOf(who);
            Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new UndoChangeOfTickets(desk).Run(own.Id, default))).Reason);
            Assert.Null(await new ManyChanges(desk).Run(own.Id, default));
        }

        Assert.Equal([$"{number} new urgent -"], await States(town, number));
        // What could not be taken back is not done to many.
        Assert.Equal("tickets", (await Assert.ThrowsAsync<Refusal>(() => new ChangeTickets(sandro).Run([new(number, null)], new() { Subject = "The same for all", Priority = Priority.Low }, default))).Field);
        foreach (var many in new[] { 0, ChangeTickets.Most + 1 })
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeTickets(sandro).Run([.. Enumerable.Range(1, many).Select(n => new Ticked(n, null))], new(), default));
            Assert.Equal("tickets", refusal.Field);
        }
    }

    [Fact]
    public async Task All_of_a_list_is_read_in_its_order_however_many_pages_it_has()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var first = await town.Ticket();
        await town.Sql(
            $"with recursive n(i) as (select 1 union all select i + 1 from n where i < 450) insert into ticket (number, project_id, kind, status, open, priority, subject, requester_id, origin, opened_at, updated_at, version) select {first} + i, project_id, kind, status, open, priority, subject, requester_id, origin, opened_at, updated_at, 1 from ticket, n");
        await using var luca = await town.DeskOf("luca");
        var numbers = new List<int>();
        await foreach (var row in new TicketList(luca).All(new() { Sort = TicketSort.NumberUp, Limit = 3 }, default))
        {
            numbers.Add(row.Number);
        }

        Assert.Equal(Enumerable.Range(first, 451), numbers);
        await using var marco = await town.DeskOf("marco");
        await foreach (var row in new TicketList(marco).All(new(), default))
        {
            Assert.Fail($"{row.Number} is out of reach");
        }
    }

    private static async Task<List<string>> States(Town town, params int[] numbers)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        var states = new List<string>();
        foreach (var number in numbers)
        {
            var t = await new TicketPage(desk).Run(number, default);
            states.Add($"{number} {Sportello.Words.Name.Of(t.Status)} {Sportello.Words.Name.Of(t.Priority)} {t.Assignee?.Name ?? "-"}");
        }

        return states;
    }
}
