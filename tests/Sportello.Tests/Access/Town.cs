using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Mailroom.Outbox;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Tests.Access;

/// <summary>One project with a manager, a member of staff and a customer, an outsider, and a group whose permissions a test sets.</summary>
internal sealed class Town : IAsyncDisposable
{
    public const string Project = "barilla sw1";

    private readonly TestHouse _test;
    private readonly Dictionary<string, long> _users = new(StringComparer.Ordinal);

    private Town(TestHouse test) => _test = test;

    public House House => _test.House;

    public TestHouse Test => _test;

    public static async Task<Town> Open(DatabaseProvider provider, Func<Sportello.Settings.HouseSettings, Sportello.Settings.HouseSettings>? change = null)
    {
        var town = new Town(await TestHouse.Open(provider, change));
        await using var desk = await town.House.DeskOfProgram("test", default);
        await desk.Begin(default);
        var ours = new Organization("vittorino srl", OrganizationCategory.Owner);
        var customer = new Organization("barilla", OrganizationCategory.Customer);
        var group = await desk.Db.Groups.SingleAsync();
        desk.Db.AddRange(ours, customer);
        await desk.Flush(default);
        var people = new[] { ("sandro", ours), ("luca", ours), ("marco", ours), ("francesca", customer) }.ToDictionary(p => p.Item1, p =>
        {
            var user = new User(p.Item1);
            user.JoinOnly([group]);
            return new Contact(p.Item1, p.Item2) { User = user };
        });
        desk.Db.AddRange(people.Values);
        await desk.Flush(default);
        var project = new Project(Project, customer.Id);
        project.Staffed(Roles.Manager, [people["sandro"].Id]);
        project.Staffed(Roles.Staff, [people["luca"].Id]);
        project.Staffed(Roles.Customer, [people["francesca"].Id]);
        desk.Db.Add(project);
        await desk.Save(default);
        foreach (var (name, contact) in people)
        {
            town._users[name] = contact.User!.Id;
        }

        return town;
    }

    /// <summary>Everybody of the town is in this one group.</summary>
    public async Task Permit(IEnumerable<string> permissions)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        (await desk.Db.Groups.Include(g => g.Permissions).SingleAsync(g => g.Name == Permission.TicketUsers)).AllowOnly(permissions);
        await desk.Save(default);
    }

    public async Task<Desk> DeskOf(string name) => (await House.DeskOfUser(_users[name], Door.Web, default))!;

    /// <summary>A ticket that francesca asked for, assigned and standing as wanted.</summary>
    public async Task<int> Ticket(TicketStatus status = TicketStatus.New, string? assignee = null)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        var number = await new OpenTicket(desk).Run(new(Project, TicketKind.Bug, "It does not print", "The printer is on.") { Requester = "francesca" }, default);
        await new ChangeTicket(desk).Run(number, new() { Status = status, SetAssignee = assignee is not null, Assignee = assignee }, default);
        return number;
    }

    /// <summary>A closed ticket that this person asked for, or francesca where there is no person.</summary>
    public async Task<int> ClosedOf(Actor actor)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        var number = await new OpenTicket(desk).Run(new(Project, TicketKind.Bug, "It did not print", "It does now.") { Requester = actor.ContactId is null ? "francesca" : actor.Name }, default);
        await new ChangeTicket(desk).Run(number, new() { Status = TicketStatus.Closed }, default);
        return number;
    }

    /// <summary>A task of the project, serving these tickets.</summary>
    public async Task<int> WorkItem(params int[] tickets)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await new AddWorkItem(desk).Run(new("Mend the printing") { Project = Project, Tickets = tickets }, default);
    }

    /// <summary>A reply of somebody's own, in a project that tells of it, taken back at once; without the right to reply, the attempt to take back what is not there.</summary>
    public async Task ReplyAndWithdraw(Desk desk)
    {
        var number = await Ticket(assignee: "luca");
        await using (var program = await House.DeskOfProgram("test", default))
        {
            await program.Begin(default);
            (await program.Db.Projects.SingleAsync()).Notifications = true;
            (await program.Db.Contacts.Include(c => c.Emails).SingleAsync(c => c.Name == "luca")).ReachableAt(["luca@vittorino.example"]);
            await program.Save(default);
        }

        var comment = Law.Allows(desk.Actor, Right.Reply, new Place(await ProjectId())) ? await new ReplyToTicket(desk).Run(number, new("Too early."), default) : 0;
        await new WithdrawReply(desk).Run(number, comment, default);
    }

    public async Task<List<string>> Rows(string query)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await desk.Sql.List(query, r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => r.GetValue(i))), default);
    }

    private async Task<long> ProjectId()
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await desk.Db.Projects.Select(p => p.Id).SingleAsync();
    }

    public async Task Sql(string statement)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await desk.Sql.Run(statement, default);
        await desk.Save(default);
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();
}
