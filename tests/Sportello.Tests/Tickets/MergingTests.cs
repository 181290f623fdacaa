using Sportello.Access;
using Sportello.Data;
using Sportello.Tests.Access;
using Sportello.Tickets;

namespace Sportello.Tests.Tickets;

public sealed class MergingTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Everything_of_a_ticket_goes_to_the_other_and_comes_back_whole(DatabaseProvider provider)
    {
        await using var town = await Town.Open(provider);
        await town.Permit(Permission.All);
        var (source, target) = (await town.Ticket(TicketStatus.Accepted, "luca"), await town.Ticket());
        await Use(town, "luca", desk => new ReplyToTicket(desk).Run(source, new("Among us.", Internal: true) { Files = [new("a.txt", "text/plain", 1, new string('a', 64))] }, default));
        await Use(town, "francesca", desk => new ReplyToTicket(desk).Run(target, new("And this?"), default));
        await Link(town, source, 1);
        await Link(town, source, 2);
        await Link(town, target, 2);
        await Use(town, "luca", desk => new ReplyToTicket(desk).Run(source, new("On it."), default));
        await town.Sql($"update ticket set opened_at = opened_at - 1000, answered_at = (select max(at) from comment) where number = {source}");
        var before = (await Told(town, source), await Told(town, target));

        await Use(town, "sandro", desk => new MergeTickets(desk).Run(source, target, default));
        Assert.Equal("0 comments, last  by staff False, public  False, staff False, closed, answered never", await Told(town, source));
        Assert.StartsWith("5 comments", await Told(town, target));
        Assert.Equal(["1", "2"], await town.Rows($"select w.number from ticket_work_item l join work_item w on w.id = l.work_item_id join ticket t on t.id = l.ticket_id where t.number = {target} order by 1"));
        Assert.Equal(["luca"], await town.Rows($"select c.name from ticket_watcher w join contact c on c.id = w.contact_id join ticket t on t.id = w.ticket_id where t.number = {target}"));
        await Use(town, "francesca", async desk =>
        {
            var page = await new TicketPage(desk).Run(source, default);
            Assert.Equal(target, page.MergedInto);
            Assert.Equal([source], (await new TicketPage(desk).Run(target, default)).MergedFrom);
        });
        await Use(town, "luca", async desk => Assert.Equal("a.txt", (await new TicketPage(desk).Run(target, default)).Comments.SelectMany(c => c.Attachments).Single().Name));
        await Counted(town);

        await Use(town, "sandro", desk => new UnmergeTicket(desk).Run(source, default));
        Assert.Equal(before, (await Told(town, source), await Told(town, target)));
        Assert.Equal(["1", "2"], await town.Rows($"select w.number from ticket_work_item l join work_item w on w.id = l.work_item_id join ticket t on t.id = l.ticket_id where t.number = {source} order by 1"));
        Assert.Equal(["2"], await town.Rows($"select w.number from ticket_work_item l join work_item w on w.id = l.work_item_id join ticket t on t.id = l.ticket_id where t.number = {target}"));
        Assert.Equal(["merged-into", "status", "unmerged", "status"], (await town.Rows($"select what from history where subject = 1 and subject_id = (select id from ticket where number = {source}) order by id")).TakeLast(4));
        await Counted(town);
    }

    [Fact]
    public async Task What_is_merged_is_not_written_into_and_not_merged_again()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        await town.Permit(Permission.All);
        var (one, two, three) = (await town.Ticket(), await town.Ticket(), await town.Ticket());
        await Use(town, "sandro", desk => new MergeTickets(desk).Run(one, two, default));
        foreach (var wrong in new Func<Desk, Task>[]
        {
            desk => new MergeTickets(desk).Run(one, three, default),
            desk => new MergeTickets(desk).Run(three, one, default),
            desk => new MergeTickets(desk).Run(three, three, default),
            desk => new UnmergeTicket(desk).Run(two, default),
            desk => new ReplyToTicket(desk).Run(one, new("Hello."), default),
            desk => new ChangeTicket(desk).Run(one, new() { Status = TicketStatus.Accepted }, default),
        })
        {
            await Use(town, "sandro", desk => Assert.ThrowsAsync<Refusal>(() => wrong(desk)));
        }
    }

    [Fact]
    public async Task Tickets_of_two_organizations_are_not_merged()
    {
        await using var town = await Town.Open(DatabaseProvider.Sqlite);
        var (one, two) = (await town.Ticket(), await town.Ticket());
        await using (var desk = await town.House.DeskOfProgram("test", default))
        {
            var other = new Sportello.Directory.Organization("else", Sportello.Directory.OrganizationCategory.Customer);
            desk.Db.Add(other);
            await desk.Flush(default);
            var project = new Sportello.Projects.Project("else sw1", other.Id);
            desk.Db.Add(project);
            await desk.Flush(default);
            await desk.Sql.Run($"update ticket set project_id = {project.Id} where number = {two}", default);
            await desk.Save(default);
        }

        await using var program = await town.House.DeskOfProgram("test", default);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => new MergeTickets(program).Run(one, two, default));
        Assert.Contains("different organizations", refusal.Message);
    }

    private static async Task Use(Town town, string name, Func<Desk, Task> use)
    {
        await using var desk = await town.DeskOf(name);
        await use(desk);
    }

    private static async Task<string> Told(Town town, int number) => (await town.Rows(
        $"select comment_count, coalesce((select c.name from contact c where c.id = last_comment_by_id), ''), last_comment_by_staff, coalesce(cast(last_public_at as text), ''), last_public_by_staff, staff_commented, status, coalesce(cast(answered_at as text), 'never') from ticket where number = {number}"))
        .Select(row => row.Split(' ')).Select(f => $"{f[0]} comments, last {f[1]} by staff {Flag(f[2])}, public {f[3]} {Flag(f[4])}, staff {Flag(f[5])}, {(f[6] == "2" ? "closed" : f[6])}, answered {f[7]}").Single();

    private static string Flag(string stored) => stored is "1" or "True" ? "True" : "False";

    /// <summary>The kept counts are what counting would say.</summary>
    private static async Task Counted(Town town) => Assert.Equal(
        await town.Rows("select project_id, coalesce(assignee_id, 0), status, count(*) from ticket group by 1, 2, 3 order by 1, 2, 3"),
        await town.Rows("select project_id, assignee_id, status, n from ticket_count where n <> 0 order by 1, 2, 3"));

    private static async Task Link(Town town, int ticket, int work)
    {
        await using var desk = await town.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run(
            $"insert into work_item (number, project_id, name, work_type, status, priority, version) select {work}, id, 'Job', 3, 14, 2, 0 from project where not exists (select 1 from work_item where number = {work})", default);
        await desk.Sql.Run($"insert into ticket_work_item (ticket_id, work_item_id) select t.id, w.id from ticket t, work_item w where t.number = {ticket} and w.number = {work}", default);
        await desk.Save(default);
    }
}
