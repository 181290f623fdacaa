using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

/// <summary>What is typed is there again, for nobody but its writer, until it is sent.</summary>
public sealed class DraftTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_draft_is_its_writers_alone_one_for_each_ticket_and_gone_when_sent(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var (one, other) = (await town.Ticket(), await town.Ticket());
        await Keep(town, "luca", one, "Half a");
        await Keep(town, "luca", one, "Half a sentence");
        await Keep(town, "luca", other, "Among us", "true");
        await Keep(town, "sandro", one, "Another hand");

        Assert.Equal("Half a sentence", await Kept(town, "luca", one));
        Assert.Equal("Among us", await Kept(town, "luca", other));
        Assert.Equal("Another hand", await Kept(town, "sandro", one));
        Assert.Null(await Kept(town, "francesca", one));
        await using (var program = await town.House.DeskOfProgram("test", default))
        {
            Assert.Null((await new TicketPage(program).Run(one, default)).Draft);
        }

        await using (var luca = await town.DeskOf("luca"))
        {
            await new ReplyToTicket(luca).Run(one, new("Half a sentence, whole."), default);
        }

        Assert.Null(await Kept(town, "luca", one));
        Assert.Equal("Among us", await Kept(town, "luca", other));
        Assert.Equal("Another hand", await Kept(town, "sandro", one));
        await Keep(town, "luca", other, "  ");
        Assert.Null(await Kept(town, "luca", other));
        Assert.Equal(["1"], await town.Rows("select count(*) from draft"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_new_ticket_has_a_draft_too_and_what_is_refused_leaves_it(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var desk = await town.DeskOf("francesca");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { [KeepDraft.Subject] = "It does", ["Project"] = Town.Project };
        await new KeepDraft(desk).Run(null, fields, default);
        await Assert.ThrowsAsync<Refusal>(() => new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, "It does", ""), default));
        await desk.Undo();
        Assert.Equal(fields, (await new KeepDraft(desk).OfNewTicket(default))?.Fields);
        await new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, "It does not", "At all."), default);
        Assert.Null(await new KeepDraft(desk).OfNewTicket(default));

        // What is refused late leaves neither a number used nor half a ticket, though its draft is kept at the same desk.
        await Assert.ThrowsAsync<Refusal>(() => new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, " ", "At all."), default));
        await new KeepDraft(desk).Run(null, fields, default);
        var last = long.Parse((await town.Rows("select max(number) from ticket"))[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(last + 1, await new OpenTicket(desk).Run(new(Town.Project, TicketKind.Bug, "It does not", "Still."), default));

        await using var nobody = await town.House.DeskOfNobody(default);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new KeepDraft(nobody).Run(null, fields, default))).Reason);
        await town.Permit(Permission.All.Except([Permission.TicketAdd]));
        await using var without = await town.DeskOf("francesca");
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new KeepDraft(without).Run(null, fields, default))).Reason);
    }

    [Fact]
    public async Task Neither_a_program_that_replies_in_ones_name_nor_what_is_too_long_touches_a_draft()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await Keep(town, "luca", number, "Half a sentence");
        await using (var web = await town.DeskOf("luca"))
        {
            await using var api = (await town.House.DeskOfUser(web.Actor.UserId!.Value, Door.Api, default))!;
            await new ReplyToTicket(api).Run(number, new("By program."), default);
        }

        Assert.Equal("Half a sentence", await Kept(town, "luca", number));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Keep(town, "luca", number, new string('x', 200_001)));
        Assert.Equal("draft.long", refusal.Words?.Key);
        Assert.Equal("Half a sentence", await Kept(town, "luca", number));
    }

    private static async Task Keep(Town town, string who, int number, string body, string isInternal = "false")
    {
        await using var desk = await town.DeskOf(who);
        await new KeepDraft(desk).Run(number, new Dictionary<string, string>(StringComparer.Ordinal) { [KeepDraft.Body] = body, [KeepDraft.Internal] = isInternal }, default);
    }

    private static async Task<string?> Kept(Town town, string who, int number)
    {
        await using var desk = await town.DeskOf(who);
        return (await new TicketPage(desk).Run(number, default)).Draft?.Fields[KeepDraft.Body];
    }
}
