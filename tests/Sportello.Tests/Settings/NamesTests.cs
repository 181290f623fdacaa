using Sportello.Access;
using Sportello.Data;
using Sportello.Settings.Names;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Tests.Settings;

/// <summary>A house that calls things its own way: in that house alone, in that language alone, until it is taken back.</summary>
public sealed class NamesTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_status_of_another_name_is_said_so_in_every_process_of_the_house_and_nowhere_else(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var other = await Town.Open(DatabaseProvider.Sqlite);
        await using var second = await House.Open(town.House.Settings, town.Test.Clock, default);
        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ChangeNames(sandro).Run(Names(("status.returned.it", "In attesa del cliente"), ("kind.bug.en", "Defect"), ("priority.urgent.ru", " Горит \n")), default);
        }

        await (await town.DeskOf("luca")).DisposeAsync();
        var user = long.Parse((await town.Rows("select id from user_account where username = 'luca'"))[0]);
        await (await second.DeskOfUser(user, Sportello.History.Door.Web, default))!.DisposeAsync();
        foreach (var house in new[] { town.House, second })
        {
            Assert.Equal("In attesa del cliente", house.Speech("it").Say("status", TicketStatus.Returned));
            Assert.Equal("Returned", house.Speech("en").Say("status", TicketStatus.Returned));
            Assert.Equal("Defect", house.Speech("en").Say("kind", TicketKind.Bug));
            Assert.Equal("Горит", house.Speech("ru").Say("priority", Priority.Urgent));
            Assert.Equal("changed New to In attesa", house.Speech("en").Say("did.status", ("from", "New"), ("to", "In attesa")));
        }

        Assert.Equal("Restituito", other.House.Speech("it").Say("status", TicketStatus.Returned));
        Assert.Equal("Restituito", Language.In("it").Say("status", TicketStatus.Returned));
        Assert.Equal("returned", Name.Of(TicketStatus.Returned));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Names_go_back_to_the_usual_ones_one_by_one_or_all_together_and_each_change_is_noted(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var sandro = await town.DeskOf("sandro");
        await new ChangeNames(sandro).Run(Names(("status.new.en", "Fresh"), ("status.closed.en", "Done"), ("status.accepted.en", "Accepted")), default);
        await new ChangeNames(sandro).Run(Names(("status.new.en", "")), default);
        Assert.Equal(["status.closed.en"], (await new NamesPage(sandro).Run(default)).Own.Keys);

        await new ChangeNames(sandro).Reset(default);

        var view = await new NamesPage(sandro).Run(default);
        Assert.Empty(view.Own);
        Assert.Equal(
            ["status.new New (en) Fresh (en)", "status.closed Closed (en) Done (en)", "status.new Fresh (en) New (en)", "status.closed Done (en) Closed (en)"],
            view.History.Reverse().Select(h => $"{h.What} {h.From} {h.To}"));
        Assert.Equal("Closed", town.House.Speech("en").Say("status", TicketStatus.Closed));
    }

    [Fact]
    public async Task Two_of_one_name_and_names_that_are_too_long_are_refused()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        foreach (var (field, name) in new[] { ("status.new.en", "closed"), ("status.closed.it", "Nuovo"), ("kind.bug.en", new string('x', 41)) })
        {
            await using var sandro = await town.DeskOf("sandro");
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeNames(sandro).Run(Names((field, name)), default));
            Assert.Equal((RefusalReason.Invalid, field), (refusal.Reason, refusal.Field));
        }

        // Changed round in one go, they never were the same.
        await using var desk = await town.DeskOf("sandro");
        await new ChangeNames(desk).Run(Names(("status.new.en", "Closed"), ("status.closed.en", "New")), default);
        await new ChangeNames(desk).Run(Names(("kind.bug.en", "New")), default);
        Assert.Equal(3, (await new NamesPage(desk).Run(default)).Own.Count);
    }

    private static Dictionary<string, string> Names(params (string Field, string Name)[] names) => names.ToDictionary(n => n.Field, n => n.Name, StringComparer.Ordinal);
}
