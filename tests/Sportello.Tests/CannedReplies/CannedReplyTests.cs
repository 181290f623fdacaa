using Sportello.Access;
using Sportello.CannedReplies;
using Sportello.Data;
using Sportello.Projects;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.CannedReplies;

/// <summary>Texts that are written once: what is kept, to whom it is offered, and what stands in it when it is filled.</summary>
public sealed class CannedReplyTests
{
    private const string Text = "Good morning {{ requester.name }},\nabout {{ticket.number}} “{{Ticket.Subject}}” ({{ticket.project}}, {{ticket.organization}}) of {{ticket.opened}}: {{assignee.name}} looks at it. {{my.name}}";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_text_is_filled_for_its_ticket_and_what_has_no_value_stays_and_is_not_sent(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var sandro = await town.DeskOf("sandro");
        var id = await new AddCannedReply(sandro).Run(new("Taken up", Text, Language: "it"), default);

        var filled = await new FillCannedReply(sandro).Run(number, id, default);

        Assert.Equal($"Good morning francesca,\nabout DPR:{number} “It does not print” (barilla sw1, barilla) of domenica 30 giugno 2013: {{{{assignee.name}}}} looks at it. sandro", filled);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new ReplyToTicket(sandro).Run(number, new(filled), default));
        Assert.Equal("body", refusal.Field);
        Assert.Contains("{{assignee.name}}", refusal.Message, StringComparison.Ordinal);
        await new ReplyToTicket(sandro).Run(number, new(filled.Replace("{{assignee.name}}", "We", StringComparison.Ordinal) + " {{mustache}} stays."), default);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Unknown_variables_are_refused_with_the_known_ones_and_nothing_is_kept(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        await using var sandro = await town.DeskOf("sandro");
        foreach (var body in new[] { "Dear {{requester.surname}}", "{{}}", "{{ticket.number}} and {{number}}" })
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new AddCannedReply(sandro).Run(new("x", body), default));
            Assert.Equal("body", refusal.Field);
            Assert.All(Variables.Known, known => Assert.Contains(Variables.Written(known), refusal.Message, StringComparison.Ordinal));
            await sandro.Undo();
        }

        foreach (var wrong in new CannedFields[] { new("", "Text"), new("x", " \n"), new("x", "Text", "no such project"), new("x", "Text", Language: "de") })
        {
            Assert.Equal(RefusalReason.Invalid, (await Assert.ThrowsAsync<Refusal>(() => new AddCannedReply(sandro).Run(wrong, default))).Reason);
            await sandro.Undo();
        }

        Assert.Empty(await new CannedReplyList(sandro).Run(default));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_for_one_project_is_offered_there_alone_and_never_to_customers(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using var sandro = await town.DeskOf("sandro");
        await town.Sql("insert into project (name, organization_id, active, notifications, version) select 'other', min(id), true, false, 1 from organization");
        await new AddCannedReply(sandro).Run(new("For all", "a"), default);
        var own = await new AddCannedReply(sandro).Run(new("Here", "b", Town.Project), default);
        var elsewhere = await new AddCannedReply(sandro).Run(new("Elsewhere", "c", "other"), default);

        await using var luca = await town.DeskOf("luca");
        Assert.Equal(["For all", "Here"], (await new TicketPage(luca).Run(number, default)).Canned.Select(c => c.Name));
        Assert.Equal("b", await new FillCannedReply(luca).Run(number, own, default));
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new FillCannedReply(luca).Run(number, elsewhere, default))).Reason);
        await using var francesca = await town.DeskOf("francesca");
        Assert.Empty((await new TicketPage(francesca).Run(number, default)).Canned);
        Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new FillCannedReply(francesca).Run(number, own, default))).Reason);
        await using var marco = await town.DeskOf("marco");
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new FillCannedReply(marco).Run(number, own, default))).Reason);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_change_is_seen_by_the_next_page_in_this_process_and_in_another_and_noted(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        long id;
        await using (var sandro = await town.DeskOf("sandro"))
        {
            id = await new AddCannedReply(sandro).Run(new("First", "a"), default);
        }

        await using var elsewhere = await House.Open(town.House.Settings, town.Test.Clock, default);
        await Offered(town.House, "First");
        await Offered(elsewhere, "First");
        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ChangeCannedReply(sandro).Run(id, 1, new("Second", "b", Town.Project, "ru"), default);
            Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new ChangeCannedReply(sandro).Run(id, 1, new("Third", "c"), default))).Reason);
            await sandro.Undo();
            var view = await new CannedReplyPage(sandro).Run(id, default);
            Assert.Equal(
                ["text a b", "language  ru", $"project  {Town.Project}", "name First Second", "added  First"],
                view.History.Select(h => $"{h.What} {h.From} {h.To}"));
        }

        await Offered(town.House, "Second");
        await Offered(elsewhere, "Second");
        await using (var sandro = await town.DeskOf("sandro"))
        {
            Assert.Equal("Second", await new DeleteCannedReply(sandro).Run(id, default));
        }

        await Offered(town.House);
        await Offered(elsewhere);
        Assert.Equal(["1"], await town.Rows("select count(*) from history where subject = 20 and what = 'deleted' and from_value = 'Second'"));

        async Task Offered(House house, params string[] names)
        {
            var user = await town.Rows("select id from user_account where username = 'luca'");
            await using var luca = await house.DeskOfUser(long.Parse(user[0]), Sportello.History.Door.Web, default);
            Assert.Equal(names, (await new TicketPage(luca!).Run(number, default)).Canned.Select(c => c.Name));
        }
    }

    [Fact]
    public async Task A_page_asks_the_database_for_no_settings_while_they_stay_as_they_are()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var number = await town.Ticket();
        await using (var first = await town.DeskOf("luca"))
        {
            await new TicketPage(first).Run(number, default);
        }

        var heard = new List<string>();
        town.House.Database.Dialect.Heard = (text, _) => heard.Add(text);
        await using var luca = await town.DeskOf("luca");
        await new TicketPage(luca).Run(number, default);

        Assert.DoesNotContain(heard, text => text.Contains("canned_reply", StringComparison.Ordinal));
        Assert.Single(heard, text => text.Contains("counter", StringComparison.Ordinal));
    }
}
