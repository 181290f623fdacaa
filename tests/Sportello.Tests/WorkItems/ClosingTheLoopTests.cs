using Sportello.Access;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Tests.Notices;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.WorkItems;

/// <summary>When the last work of a ticket ends, the one who answers for it is told, and the answer to the customer is drafted.</summary>
public sealed class ClosingTheLoopTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Only_the_end_of_the_last_work_is_told_to_the_assignee_and_to_nobody_else(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var ticket = await world.Ticket();
        var (one, two) = (await Work(world, ticket), await Work(world, ticket));
        await world.Forget();

        Assert.Equal("", await Ending(world, "sandro", one, WorkItemStatus.Done));
        Assert.Equal("WorkEnded luca (Assignee)", await Ending(world, "sandro", two, WorkItemStatus.Cancelled));
        Assert.Equal("", await Ending(world, "sandro", two, WorkItemStatus.Done));
        Assert.Equal("", await Ending(world, "sandro", two, WorkItemStatus.InProgress));
        Assert.Equal("", await Ending(world, "luca", two, WorkItemStatus.Done));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Without_an_assignee_the_managers_are_told_and_of_a_closed_ticket_nobody(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var (ticket, closed) = (await world.Ticket(), await world.Ticket());
        var item = await Work(world, ticket, closed);
        await using (var desk = await world.DeskOf("sandro"))
        {
            await new ChangeTicket(desk).Run(ticket, new() { SetAssignee = true }, default);
            await new ChangeTicket(desk).Run(closed, new() { Status = TicketStatus.Closed }, default);
        }

        await world.Forget();
        Assert.Equal("WorkEnded sandro (Manager); WorkEnded vittorino (Manager)", await Ending(world, "daniele", item, WorkItemStatus.Done));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_mail_is_for_us_alone_and_an_answer_to_it_stays_among_us(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var ticket = await world.Ticket();
        var item = await Work(world, ticket);
        await world.Forget();
        await using (var desk = await world.DeskOf("sandro"))
        {
            await new ChangeWorkItem(desk).Run(item, new() { Status = WorkItemStatus.Done }, default);
        }

        await using var program = await world.House.DeskOfProgram("test", default);
        var mail = Assert.Single(await program.Sql.List(WaitingMail.Columns, WaitingMail.Read, default));
        Assert.True(mail is { AnswersInternally: true, CarriesComment: false, IsLetter: false, Language: "ru" });
        var text = new MailText(mail, world.House, []).Text();
        Assert.Contains("закончено последнее задание", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Mend", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_end_at_once_leave_nobody_thinking_that_the_other_still_goes_on()
    {
        await using var world = await NoticeWorld.Open(DatabaseProvider.PostgreSql);
        for (var round = 0; round < 5; round++)
        {
            var ticket = await world.Ticket();
            var items = new[] { await Work(world, ticket), await Work(world, ticket) };
            await world.Forget();
            await Task.WhenAll(items.Select(async item =>
            {
                await using var desk = await world.DeskOf("sandro");
                await new ChangeWorkItem(desk).Run(item, new() { Status = WorkItemStatus.Done }, default);
            }));
            Assert.Equal("WorkEnded luca (Assignee)", await world.Told());
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_ticket_offers_the_answer_until_the_customer_has_been_told(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var ticket = await world.Ticket();
        var (one, two) = (await Work(world, ticket), await Work(world, ticket));
        Assert.False(await Offered());
        await Ending(world, "sandro", one, WorkItemStatus.Done);
        Assert.False(await Offered());
        await Ending(world, "sandro", two, WorkItemStatus.Cancelled);
        Assert.True(await Offered());

        await using (var luca = await world.DeskOf("luca"))
        {
            var draft = await new AnswerFromWork(luca).Run(ticket, default);
            Assert.Equal(TicketStatus.Closed, draft.Status);
            Assert.Contains("Hello francesca,", draft.Body, StringComparison.Ordinal);
            Assert.Contains("Печать не работает", draft.Body, StringComparison.Ordinal);
            Assert.Contains("– Mend the printing: done\n– Mend the printing: will not be carried out\n", draft.Body, StringComparison.Ordinal);
            Assert.DoesNotContain((await new TicketPage(luca).Run(ticket, default)).Comments, c => c.Body.Contains("Mend", StringComparison.Ordinal));
            await new ReplyToTicket(luca).Run(ticket, new("Not yet said to the customer.", Internal: true), default);
            Assert.True((await new TicketPage(luca).Run(ticket, default)).LoopOpen);
            await new ReplyToTicket(luca).Run(ticket, new(draft.Body), default);
            Assert.False((await new TicketPage(luca).Run(ticket, default)).LoopOpen);
        }

        await using (var francesca = await world.DeskOf("francesca"))
        {
            Assert.False((await new TicketPage(francesca).Run(ticket, default)).LoopOpen);
            Assert.Equal(RefusalReason.Denied, (await Assert.ThrowsAsync<Refusal>(() => new AnswerFromWork(francesca).Run(ticket, default))).Reason);
        }

        async Task<bool> Offered()
        {
            await using var desk = await world.DeskOf("luca");
            return (await new TicketPage(desk).Run(ticket, default)).LoopOpen;
        }
    }

    private static async Task<int> Work(NoticeWorld world, params int[] tickets)
    {
        await using var desk = await world.DeskOf("sandro");
        return await new AddWorkItem(desk).Run(new("Mend the printing") { Tickets = tickets }, default);
    }

    private static async Task<string> Ending(NoticeWorld world, string who, int item, WorkItemStatus status)
    {
        world.Test.Clock.Now = world.Test.Clock.Now.AddMinutes(1);
        await using (var desk = await world.DeskOf(who))
        {
            await new ChangeWorkItem(desk).Run(item, new() { Status = status }, default);
        }

        return await world.Told();
    }
}
