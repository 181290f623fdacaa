using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Notices;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Tests.Notices;

/// <summary>Each rule of who is told of what: who gets a mail, and by being left out, who does not.</summary>
public sealed class NoticeRulesTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_new_ticket_is_told_to_the_managers_and_the_assignee_but_not_to_who_opened_it(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        await using (var francesca = await world.DeskOf("francesca"))
        {
            await new OpenTicket(francesca).Run(new(NoticeWorld.Project, TicketKind.Bug, "It does not print", "At all."), default);
        }

        Assert.Equal("Opened sandro (Manager); Opened vittorino (Manager)", await world.Told());
        await using (var sandro = await world.DeskOf("sandro"))
        {
            await new OpenTicket(sandro).Run(new(NoticeWorld.Project, TicketKind.Bug, "On the phone", "It does not print.") { Requester = "francesca", Assignee = "luca" }, default);
        }

        Assert.Equal("Opened luca (Assignee); Opened vittorino (Manager)", await world.Told());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_public_reply_is_told_to_requester_watchers_and_assignee_and_to_no_customer_who_does_not_watch(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        Assert.Equal("Reply francesca (Requester); Reply giorgia (Watcher)", await Reply("luca"));
        Assert.Equal("Reply giorgia (Watcher); Reply luca (Assignee)", await Reply("francesca"));
        Assert.Equal("Reply francesca (Requester); Reply luca (Assignee)", await Reply("giorgia"));
        Assert.Equal("Reply francesca (Requester); Reply giorgia (Watcher); Reply luca (Assignee)", await Reply("marco"));
        await Watch("martina", true);
        await Watch("daniele", true);
        Assert.Equal("Reply daniele (Watcher); Reply francesca (Requester); Reply giorgia (Watcher); Reply luca (Assignee); Reply martina (Watcher)", await Reply("sandro"));
        await Watch("martina", false);
        Assert.Equal("Reply daniele (Watcher); Reply francesca (Requester); Reply giorgia (Watcher); Reply luca (Assignee)", await Reply("sandro"));

        async Task<string> Reply(string who)
        {
            await using var desk = await world.DeskOf(who);
            await new ReplyToTicket(desk).Run(number, new("Try again."), default);
            return await world.Told();
        }

        async Task Watch(string who, bool watch)
        {
            await using var desk = await world.DeskOf(who);
            await new WatchTicket(desk).Run(number, watch, null, default);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_internal_note_is_told_to_managers_assignee_and_mentioned_staff_and_never_to_a_customer(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        Assert.Equal("Note luca (Assignee); Note sandro (Manager); Note vittorino (Manager)", await Note("daniele", "Strange printer."));
        Assert.Equal("Note sandro (Manager); Note vittorino (Manager)", await Note("luca", "I look at it."));
        Assert.Equal("Note daniele (Mentioned); Note luca (Assignee, Mentioned); Note vittorino (Manager)", await Note("sandro", "@Daniele, could you help @luca?"));
        Assert.Equal("Note luca (Assignee); Note vittorino (Manager)", await Note("sandro", "@danielef @francesca @giorgia write to daniele@vittorino.example"));

        async Task<string> Note(string who, string text)
        {
            await using var desk = await world.DeskOf(who);
            await new ReplyToTicket(desk).Run(number, new(text, Internal: true), default);
            return await world.Told();
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_status_is_told_to_assignee_managers_and_requester_and_an_assignee_to_our_side_alone(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        Assert.Equal("Changed francesca (Requester); Changed luca (Assignee); Changed vittorino (Manager)", await Change("sandro", new() { Status = TicketStatus.Returned }));
        Assert.Equal("Changed daniele (Assignee); Changed vittorino (Manager)", await Change("sandro", new() { SetAssignee = true, Assignee = "daniele" }));
        Assert.Equal("Changed sandro (Manager); Changed vittorino (Manager)", await Change("daniele", new() { SetAssignee = true }));
        Assert.Equal("Closed francesca (Requester); Closed sandro (Manager); Closed vittorino (Manager)", await Change("daniele", new() { Status = TicketStatus.Closed }));
        Assert.Equal("Changed sandro (Manager); Changed vittorino (Manager)", await Change("francesca", new() { Status = TicketStatus.UnderReview }));
        Assert.Equal("", await Change("sandro", new() { Priority = Priority.Urgent, Subject = "Another subject" }));

        async Task<string> Change(string who, TicketChanges what)
        {
            await using var desk = await world.DeskOf(who);
            await new ChangeTicket(desk).Run(number, what, default);
            return await world.Told();
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_hears_of_a_reply_hears_of_the_status_in_the_same_mail(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Done.") { Status = TicketStatus.Closed }, default);
        Assert.Equal("Reply francesca (Requester); Reply giorgia (Watcher); Closed sandro (Manager); Closed vittorino (Manager)", await world.Told());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Nobody_is_told_where_notifications_are_off(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        await world.Change(async desk => (await desk.Db.Projects.SingleAsync()).Notifications = false);
        await using var luca = await world.DeskOf("luca");
        await new ReplyToTicket(luca).Run(number, new("Done.") { Status = TicketStatus.Closed }, default);
        await new ReplyToTicket(luca).Run(number, new("@daniele, look.", Internal: true), default);
        await new OpenTicket(luca).Run(new(NoticeWorld.Project, TicketKind.Bug, "New", "Ticket"), default);
        Assert.Equal("", await world.Told());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Who_reaches_the_project_by_a_general_permission_alone_is_never_written_to(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        int number;
        await using (var chiara = await world.DeskOf("chiara"))
        {
            // A customer everywhere: she may ask here, and marco, a manager everywhere, may watch, be mentioned and be the assignee.
            number = await new OpenTicket(chiara).Run(new(NoticeWorld.Project, TicketKind.Bug, "It does not print", "At all."), default);
        }

        await using (var marco = await world.DeskOf("marco"))
        {
            await new WatchTicket(marco).Run(number, true, null, default);
            await new ChangeTicket(marco).Run(number, new() { SetAssignee = true, Assignee = "marco" }, default);
        }

        await world.Forget();
        await using var sandro = await world.DeskOf("sandro");
        await new ReplyToTicket(sandro).Run(number, new("Try again.") { Status = TicketStatus.Returned }, default);
        await new ReplyToTicket(sandro).Run(number, new("@marco, look.", Internal: true), default);
        await new ChangeTicket(sandro).Run(number, new() { Status = TicketStatus.Closed }, default);
        Assert.Equal("Note vittorino (Manager); Closed vittorino (Manager); Changed vittorino (Manager)", await world.Told());

        // With a role of their own besides, they are written to like everybody.
        await world.Change(async desk =>
        {
            var project = await desk.Db.Projects.Include(p => p.Members).SingleAsync();
            project.Staffed(Roles.Customer, [world.Contacts["chiara"]]);
            project.Staffed(Roles.Staff, [world.Contacts["marco"]]);
        });
        await new ReplyToTicket(sandro).Run(number, new("Again."), default);
        Assert.Equal("Reply chiara (Requester); Reply marco (Assignee, Watcher)", await world.Told());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everybody_chooses_per_project_all_mine_or_none(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        await Choose("sandro", NoticeChoice.Mine);
        await Choose("vittorino", NoticeChoice.None);
        await Choose("luca", NoticeChoice.Mine);
        await Choose("francesca", NoticeChoice.None);
        await using var daniele = await world.DeskOf("daniele");
        await new ReplyToTicket(daniele).Run(number, new("Try again.") { Status = TicketStatus.UnderReview }, default);
        Assert.Equal("Reply giorgia (Watcher); Reply luca (Assignee)", await world.Told());
        await new ReplyToTicket(daniele).Run(number, new("What does @sandro say, and @vittorino?", Internal: true), default);
        Assert.Equal("Note luca (Assignee); Note sandro (Manager, Mentioned)", await world.Told());
        await Choose("sandro", NoticeChoice.All);
        await new ReplyToTicket(daniele).Run(number, new("A note.", Internal: true), default);
        Assert.Equal("Note luca (Assignee); Note sandro (Manager)", await world.Told());

        async Task Choose(string who, NoticeChoice choice)
        {
            await using var desk = await world.DeskOf(who);
            await new ChooseNotices(desk).Run(NoticeWorld.Project, choice, default);
            Assert.Contains(new ChosenNotices(NoticeWorld.Project, choice, true), await new ChooseNotices(desk).Mine(default));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Inactive_people_people_without_the_permission_and_people_without_an_address_get_nothing(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        await world.Change(async desk =>
        {
            (await desk.Db.Contacts.SingleAsync(c => c.Name == "sandro")).Active = false;
            (await desk.Db.Contacts.Include(c => c.Emails).SingleAsync(c => c.Name == "giorgia")).ReachableAt([]);
            (await desk.Db.Users.Include(u => u.Groups).SingleAsync(u => u.Username == "luca")).JoinOnly([]);
        });
        await using var vittorino = await world.DeskOf("vittorino");
        await new ReplyToTicket(vittorino).Run(number, new("Try again.") { Status = TicketStatus.UnderReview }, default);
        await new ReplyToTicket(vittorino).Run(number, new("A note.", Internal: true), default);
        Assert.Equal("Reply francesca (Requester)", await world.Told());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_composer_is_told_the_same_before_as_the_outbox_holds_after(DatabaseProvider provider)
    {
        await using var world = await NoticeWorld.Open(provider);
        var number = await world.Ticket();
        await using var luca = await world.DeskOf("luca");
        foreach (var draft in new[]
        {
            new Draft(Text: "Try again."), new Draft(Text: "Done.", Status: TicketStatus.Closed), new Draft(Text: "Back.", Status: TicketStatus.UnderReview),
            new Draft(Internal: true, Text: "@daniele, look."), new Draft(Internal: true, Text: "Later.", Status: TicketStatus.Returned),
        })
        {
            var foreseen = await new RecipientsOf(luca).Run(number, draft, default);
            Assert.All(foreseen.People, p => Assert.True(p.NewHere && p.Address == NoticeWorld.AddressOf(p.Name)));
            await new ReplyToTicket(luca).Run(number, new(draft.Text, draft.Internal) { Status = draft.Status }, default);
            Assert.Equal(string.Join("; ", foreseen.People.OrderBy(p => p.Kind).ThenBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Kind} {p.Name} ({p.Why})")), await world.Told());
        }

        await using var francesca = await world.DeskOf("francesca");
        await Assert.ThrowsAsync<Refusal>(() => new RecipientsOf(francesca).Run(number, new Draft(Internal: true), default));
    }
}
