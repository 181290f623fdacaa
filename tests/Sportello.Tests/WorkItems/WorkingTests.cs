using Sportello.Access;
using Sportello.Data;
using Sportello.Tests.Access;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.WorkItems;

/// <summary>What happens to work and to the tickets it serves.</summary>
public sealed class WorkingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Made_from_a_ticket_in_one_step_it_serves_the_ticket_which_has_its_tasks_issued(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var ticket = await town.Ticket(TicketStatus.Accepted);
        await using var sandro = await town.DeskOf("sandro");
        var number = await new AddWorkItem(sandro).Run(new("Mend the printing") { Tickets = [ticket], Developer = "luca", PlannedEnd = new(2013, 7, 5) }, default);

        var item = await new WorkItemPage(sandro).Run(number, default);
        Assert.Equal((Town.Project, WorkItemStatus.Issued, "luca", "sandro"), (item.Project, item.Status, item.Developer!.Name, item.IssuedBy!.Name));
        Assert.Equal([ticket], item.Tickets.Select(t => t.Number));
        var page = await new TicketPage(sandro).Run(ticket, default);
        Assert.Equal(TicketStatus.TasksIssued, page.Status);
        Assert.Equal(["status accepted tasks-issued", $"work-linked  {number}"], page.History.TakeLast(2).Select(h => $"{h.What} {h.From} {h.To}").Order());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Many_tickets_have_one_cause_and_one_ticket_many_jobs_and_linking_twice_changes_nothing(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var (one, two) = (await town.Ticket(), await town.Ticket());
        var (first, second) = (await town.WorkItem(one), await town.WorkItem(one));
        await using var luca = await town.DeskOf("luca");
        await new LinkWorkItem(luca).Run(two, first, default);
        var before = await town.Rows("select version, number from ticket order by number");
        await new LinkWorkItem(luca).Run(two, first, default);
        Assert.Equal(before, await town.Rows("select version, number from ticket order by number"));

        Assert.Equal([one, two], (await new WorkItemPage(luca).Run(first, default)).Tickets.Select(t => t.Number));
        Assert.Equal([first, second], (await new TicketPage(luca).Run(one, default)).Work.Select(w => w.Number));
        await new UnlinkWorkItem(luca).Run(one, first, default);
        await new UnlinkWorkItem(luca).Run(one, first, default);
        Assert.Equal([two], (await new WorkItemPage(luca).Run(first, default)).Tickets.Select(t => t.Number));
        Assert.Equal([second], (await new TicketPage(luca).Run(one, default)).Work.Select(w => w.Number));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Nobody_is_given_work_who_could_not_be_given_a_ticket_of_the_project(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.WorkItem();
        await using var sandro = await town.DeskOf("sandro");
        foreach (var who in new[] { "francesca", "marco", "nobody" })
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => new ChangeWorkItem(sandro).Run(number, new() { Tester = new(who) }, default));
            Assert.Equal((RefusalReason.Invalid, "tester"), (refusal.Reason, refusal.Field));
            Assert.Equal("developer", (await Assert.ThrowsAsync<Refusal>(() => new AddWorkItem(sandro).Run(new("X") { Project = Town.Project, Developer = who }, default))).Field);
        }

        await new ChangeWorkItem(sandro).Run(number, new() { Tester = new("luca"), Developer = new("sandro") }, default);
        await town.Sql("delete from project_member where contact_id = (select id from contact where name = 'luca')");
        await new ChangeWorkItem(sandro).Run(number, new() { Tester = new("luca"), Priority = Priority.High }, default);
        Assert.Equal("luca", (await new WorkItemPage(sandro).Run(number, default)).Tester!.Name);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Times_go_with_the_status_and_go_back_with_it(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.WorkItem();
        Assert.Equal("2013-06-30 - -", await After(WorkItemStatus.InProgress));
        Assert.Equal("2013-06-30 - -", await After(WorkItemStatus.InTesting));
        Assert.Equal("2013-06-30 09:03 -", await After(WorkItemStatus.HandedToReferenceTesting));
        Assert.Equal("2013-06-30 - -", await After(WorkItemStatus.FixBug));
        Assert.Equal("2013-06-30 - 09:05", await After(WorkItemStatus.Done));
        Assert.Equal("2013-06-30 - -", await After(WorkItemStatus.InTesting));
        Assert.Equal("2013-06-30 09:07 09:07", await After(WorkItemStatus.Done));

        async Task<string> After(WorkItemStatus status)
        {
            town.Test.Clock.Now = town.Test.Clock.Now.AddMinutes(1);
            await using var luca = await town.DeskOf("luca");
            await new ChangeWorkItem(luca).Run(number, new() { Status = status }, default);
            var item = await new WorkItemPage(luca).Run(number, default);
            return $"{item.Start:yyyy-MM-dd} {item.TestedAt?.ToString("HH:mm") ?? "-"} {item.FinishedAt?.ToString("HH:mm") ?? "-"}";
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_change_stands_in_the_history_and_the_second_writer_is_told_first(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.WorkItem();
        await using var luca = await town.DeskOf("luca");
        var seen = (await new WorkItemPage(luca).Run(number, default)).Version;
        await using (var sandro = await town.DeskOf("sandro"))
        {
            await new ChangeWorkItem(sandro).Run(number, new() { Name = "Mend the margins", Description = "As on paper.", Type = WorkType.BugFix, Priority = Priority.Urgent, Developer = new("luca"), PlannedEnd = new(new DateOnly(2013, 7, 5)), SeenVersion = seen }, default);
            await new CommentOnWorkItem(sandro).Run(number, "Since the new driver.", seen + 1, default);
        }

        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new ChangeWorkItem(luca).Run(number, new() { Status = WorkItemStatus.InProgress, SeenVersion = seen }, default))).Reason);
        Assert.Equal(RefusalReason.Conflict, (await Assert.ThrowsAsync<Refusal>(() => new CommentOnWorkItem(luca).Run(number, "Mine.", seen, default))).Reason);
        Assert.Equal(
            ["name", "description", "type", "priority", "planned-end", "developer", "comment"],
            (await new WorkItemPage(luca).Since(number, seen, default)).Select(h => h.What));
        Assert.All((await new WorkItemPage(luca).Since(number, seen, default)), h => Assert.Equal("sandro", h.Who));
        var version = (await new WorkItemPage(luca).Run(number, default)).Version;
        await new ChangeWorkItem(luca).Run(number, new() { Priority = Priority.Urgent, SeenVersion = version }, default);
        Assert.Equal(version, (await new WorkItemPage(luca).Run(number, default)).Version);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Wrong_things_are_refused_by_their_field(DatabaseProvider provider)
    {
        await using var town = await Open(provider);
        var number = await town.WorkItem();
        await using var sandro = await town.DeskOf("sandro");
        (string Field, WorkItemChanges Changes)[] wrong =
        [
            ("name", new() { Name = "  " }),
            ("name", new() { Name = new string('x', 201) }),
            ("planned_end", new() { Start = new(new DateOnly(2013, 7, 5)), PlannedEnd = new(new DateOnly(2013, 7, 4)) }),
            ("suite", new() { Suite = new("none such") }),
        ];
        foreach (var (field, changes) in wrong)
        {
            Assert.Equal(field, (await Assert.ThrowsAsync<Refusal>(() => new ChangeWorkItem(sandro).Run(number, changes, default))).Field);
        }

        Assert.Equal("body", (await Assert.ThrowsAsync<Refusal>(() => new CommentOnWorkItem(sandro).Run(number, " ", null, default))).Field);
        Assert.Equal("project", (await Assert.ThrowsAsync<Refusal>(() => new AddWorkItem(sandro).Run(new("X"), default))).Field);
        Assert.Equal(RefusalReason.NotFound, (await Assert.ThrowsAsync<Refusal>(() => new LinkWorkItem(sandro).Run(99999, number, default))).Reason);
    }

    internal static async Task<Town> Open(DatabaseProvider provider)
    {
        var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        return town;
    }
}
