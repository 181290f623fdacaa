using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Live;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Live;

/// <summary>What an open page is told of what others do: at once, within reach only, and nothing twice or never.</summary>
public sealed class FollowingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_hears_what_their_page_would_show_and_nothing_else(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var air = new Air(town.House);
        await using var luca = await air.Page(town, "luca");
        await using var francesca = await air.Page(town, "francesca");
        await using var marco = await air.Page(town, "marco");
        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ReplyToTicket(sandro).Run(number, new("Among us.", Internal: true), default);
            await new ReplyToTicket(sandro).Run(number, new("To all."), default);
        }

        var item = await town.WorkItem();
        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ChangeTicket(sandro).Run(number, new() { Priority = Priority.Urgent }, default);
            await new ChangeTicket(sandro).Run(number, new() { Kind = TicketKind.Consultation }, default);
        }

        Assert.Equal([$"ticket {number} sandro", $"ticket {number} sandro", $"task {item} test", $"ticket {number} sandro", $"ticket {number} sandro"], await luca.Hears(5));
        Assert.Equal([$"ticket {number} sandro", $"ticket {number} sandro"], await francesca.Hears(2));
        Assert.Empty(marco.Heard);
        Assert.Equal(2, francesca.Heard.Count);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_another_process_of_the_house_writes_is_told_too(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var air = new Air(town.House);
        await using var luca = await air.Page(town, "luca");
        await using var second = await House.Open(town.House.Settings, town.Test.Clock, default);
        await using (var program = await second.DeskOfProgram("mail", default))
        {
            await new ReplyToTicket(program).Run(number, new("By another way."), default);
        }

        Assert.Equal([$"ticket {number} mail"], await luca.Hears(1));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_was_away_goes_on_where_they_were_and_is_told_when_it_is_too_much(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var air = new Air(town.House);
        long last;
        await using (var luca = await air.Page(town, "luca"))
        {
            await Reply(town, number);
            await luca.Hears(1);
            last = luca.Last;
        }

        await Reply(town, number);
        await Reply(town, number);
        await using (var again = await air.Page(town, "luca", new(last)))
        {
            Assert.Equal(2, (await again.Hears(2)).Count);
            last = again.Last;
        }

        await town.Sql($"insert into history (subject, subject_id, subject_version, at, who, door, what) with recursive n(i) as (select 1 union all select i + 1 from n where i < 600) select 1, t.id, 1, 0, 'test', 1, 'status' from ticket t, n where t.number = {number}");
        await using var late = await air.Page(town, "luca", new(last));
        Assert.Equal("much", (await late.Hears(1))[0]);
    }

    /// <summary>Of two who save at once the one whose entry has the lower key may be the later one.</summary>
    [Fact]
    public async Task What_is_saved_behind_a_later_entry_is_not_passed_over()
    {
        await using var town = await Town.Open(DatabaseProvider.PostgreSql);
        await town.Permit(Permission.All);
        var (one, other) = (await town.Ticket(), await town.Ticket());
        await using var air = new Air(town.House);
        await using var luca = await air.Page(town, "luca");
        await using var slow = await town.DeskOf("sandro");
        await slow.Begin(default);
        await slow.Sql.Run($"insert into history (subject, subject_id, subject_version, at, who, door, what) select 1, id, 9, 0, 'slow', 1, 'status' from ticket where number = {one}", default);
        await Reply(town, other);
        Assert.Equal([$"ticket {other} sandro"], await luca.Hears(1));
        await slow.Save(default);
        Assert.Equal($"ticket {one} slow", (await luca.Hears(2))[1]);
    }

    [Fact]
    public async Task A_page_whose_session_has_ended_is_told_nothing_more()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var air = new Air(town.House);
        await using var luca = await air.Page(town, "luca");
        await using (var program = await town.House.DeskOfProgram("test", default))
        {
            await new DisableUser(program).Run("luca", default);
        }

        await Reply(town, number);
        await luca.Ended.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(luca.Heard);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Those_who_work_with_a_ticket_see_who_else_has_it_open_and_writes_and_customers_do_not(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var air = new Air(town.House);
        await using var luca = await air.Page(town, "luca", new(Ticket: number));
        await using var francesca = await air.Page(town, "francesca", new(Ticket: number));
        await using var marco = await air.Page(town, "marco", new(Ticket: number));
        await using (await air.Page(town, "sandro", new(Ticket: number)))
        {
            Assert.Equal("here sandro", await luca.Hears(t => t.EndsWith("sandro", StringComparison.Ordinal)));
            await using var writing = await air.Page(town, "sandro", new(Ticket: number, Writing: true));
            Assert.Equal("here sandro writing", await luca.Hears(t => t.EndsWith("writing", StringComparison.Ordinal)));
        }

        Assert.Equal("here ", await luca.Hears(t => t == "here "));
        Assert.Empty(francesca.Heard);
        Assert.Empty(marco.Heard);
    }

    [Fact]
    public async Task On_several_nodes_they_see_one_another_too()
    {
        await using var town = await Town.Open(DatabaseProvider.PostgreSql);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var second = await House.Open(town.House.Settings, town.Test.Clock, default);
        await using var air = new Air(town.House);
        await using var beyond = new Air(second);
        await using var luca = await air.Page(town, "luca", new(Ticket: number));
        await using (await beyond.Page(town, "sandro", new(Ticket: number)))
        {
            Assert.Equal("here sandro", await luca.Hears(t => t == "here sandro"));
        }

        Assert.Equal("here ", await luca.Hears(t => t == "here "));
    }

    private static async Task Reply(Town town, int number)
    {
        await using var sandro = await town.DeskOf("sandro");
        await new ReplyToTicket(sandro).Run(number, new("A word."), default);
    }
}
