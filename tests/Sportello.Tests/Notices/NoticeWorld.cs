using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Notices;
using Sportello.Projects;
using Sportello.Settings;
using Sportello.Tickets;

namespace Sportello.Tests.Notices;

/// <summary>
/// A project that tells of itself by mail: sandro and vittorino manage it, luca and daniele work in it, francesca, giorgia and martina are its customers.
/// marco reaches every project as a manager, and chiara every project as a customer, by general permissions alone; elena reaches none.
/// </summary>
internal sealed class NoticeWorld : IAsyncDisposable
{
    public const string Project = "barilla sw1";

    private readonly TestHouse _test;
    private readonly Dictionary<string, long> _users = new(StringComparer.Ordinal);

    private NoticeWorld(TestHouse test) => _test = test;

    public House House => _test.House;

    public TestHouse Test => _test;

    public Dictionary<string, long> Contacts { get; } = new(StringComparer.Ordinal);

    public static async Task<NoticeWorld> Open(DatabaseProvider provider, Func<HouseSettings, HouseSettings>? change = null)
    {
        var world = new NoticeWorld(await TestHouse.Open(provider, change));
        await world.Found();
        return world;
    }

    public static string AddressOf(string name) => $"{name}@{Testing.Postfix.Domain}";

    public async Task<Desk> DeskOf(string name, Door door = Door.Web) => (await House.DeskOfUser(_users[name], door, default))!;

    /// <summary>A ticket of francesca's that luca answers for and giorgia watches; nobody has been told of it.</summary>
    public async Task<int> Ticket(TicketStatus status = TicketStatus.Accepted)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        var number = await new OpenTicket(desk).Run(new(Project, TicketKind.Bug, "Печать не работает", "The printer is on.") { Requester = "francesca", Assignee = "luca" }, default);
        await new ChangeTicket(desk).Run(number, new() { Status = status }, default);
        await new WatchTicket(desk).Run(number, true, "giorgia", default);
        await Forget();
        return number;
    }

    public async Task Forget() => await Change(async desk => await desk.Sql.Run("delete from mail", default));

    public async Task Change(Func<Desk, Task> change)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        await desk.Begin(default);
        await change(desk);
        await desk.Save(default);
    }

    /// <summary>Who is told since the last time this was asked: kind, person, reasons.</summary>
    public async Task<string> Told()
    {
        var told = await Rows(
            "select m.kind, r.name, r.reasons from mail_recipient r join mail m on m.id = r.mail_id order by m.kind, r.name",
            r => $"{(NoticeKind)r.GetInt32(0)} {r.GetString(1)} ({(Reasons)r.GetInt32(2)})");
        await Forget();
        return string.Join("; ", told);
    }

    public async Task<List<T>> Rows<T>(string sql, Func<System.Data.Common.DbDataReader, T> row)
    {
        await using var desk = await House.DeskOfProgram("test", default);
        return await desk.Sql.List(sql, row, default);
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    private async Task Found()
    {
        await using var desk = await House.DeskOfProgram("test", default);
        await desk.Begin(default);
        var ours = new Organization("vittorino srl", OrganizationCategory.Owner);
        var barilla = new Organization("barilla", OrganizationCategory.Customer);
        var voiello = new Organization("voiello", OrganizationCategory.Customer);
        var group = await desk.Db.Groups.SingleAsync();
        desk.Db.AddRange(ours, barilla, voiello);
        await desk.Flush(default);
        var people = new[] { "sandro", "vittorino", "luca", "daniele", "marco" }.Select(n => (Name: n, Of: ours))
            .Concat(new[] { "francesca", "giorgia", "martina" }.Select(n => (Name: n, Of: barilla))).Concat(new[] { "chiara", "elena" }.Select(n => (Name: n, Of: voiello)))
            .ToDictionary(p => p.Name, p =>
            {
                var user = new User(p.Name);
                user.JoinOnly([group]);
                var contact = new Contact(p.Name, p.Of) { User = user };
                contact.ReachableAt([AddressOf(p.Name)]);
                return contact;
            });
        people["giorgia"].Language = "it";
        people["luca"].Language = "ru";
        desk.Db.AddRange(people.Values);
        await desk.Flush(default);
        var project = new Project(Project, barilla.Id) { Notifications = true };
        project.Staffed(Roles.Manager, [people["sandro"].Id, people["vittorino"].Id]);
        project.Staffed(Roles.Staff, [people["luca"].Id, people["daniele"].Id]);
        project.Staffed(Roles.Customer, [people["francesca"].Id, people["giorgia"].Id, people["martina"].Id]);
        desk.Db.Add(project);
        desk.Db.AddRange(new GeneralPermission(people["marco"].Id, Roles.Manager), new GeneralPermission(people["chiara"].Id, Roles.Customer));
        await desk.Save(default);
        foreach (var (name, contact) in people)
        {
            _users[name] = contact.User!.Id;
            Contacts[name] = contact.Id;
        }
    }
}
