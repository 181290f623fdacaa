using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Tests.Access;

/// <summary>A ticket as the database holds it, read without any law.</summary>
internal sealed record StoredTicket(
    int Number, long Project, string ProjectName, long? Requester, long? Assignee, TicketStatus Status, TicketKind Kind, long UpdatedAt, long Id, bool Said, bool Noted)
{
    public Place Place => new(Project, Requester);

    public bool Open => Status != TicketStatus.Closed;
}

/// <summary>A drawn world in a database, with an actor for everybody in it.</summary>
internal sealed class SettledWorld
{
    private static readonly DateTime Noon = new(2013, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Tables =
        ["history", "comment", "ticket_watcher", "ticket", "ticket_count", "general_permission", "project_member", "project", "contact", "organization", "group_member", "user_account", "group_permission", "access_group"];

    public required IReadOnlyList<(Actor Actor, string? Username)> Actors { get; init; }

    public required IReadOnlyList<StoredTicket> Tickets { get; init; }

    public required IReadOnlyList<(long Id, string Name)> Projects { get; init; }

    public static async Task<SettledWorld> Settle(House house, DrawnWorld world)
    {
        await using var desk = await house.DeskOfProgram("test", default);
        await desk.Begin(default);
        foreach (var table in Tables)
        {
            await desk.Sql.Run($"delete from {table}", default);
        }

        var people = await People(desk, world);
        var projects = world.Projects.Select((p, i) => Project(p, i, people.Customer.Id)).ToList();
        desk.Db.AddRange(projects);
        await desk.Flush(default);
        Staff(desk, world, projects, people.Contacts);
        await desk.Flush(default);
        for (var i = 0; i < world.Tickets.Count; i++)
        {
            desk.Db.Add(Ticket(world.Tickets[i], 10_001 + i, projects, people.Contacts));
        }

        await desk.Save(default);
        return new()
        {
            Actors = await ActorsOf(house, desk, people.Users, people.Contacts),
            Tickets = await Stored(desk),
            Projects = [.. projects.Select(p => (p.Id, p.Name))],
        };
    }

    private static async Task<(Organization Customer, List<User?> Users, List<Contact?> Contacts)> People(Desk desk, DrawnWorld world)
    {
        var organizations = Enum.GetValues<OrganizationCategory>().ToDictionary(c => c, c => new Organization($"organization {c}", c));
        var groups = world.Groups.Select((_, i) => new Group(i == 0 ? Permission.TicketUsers : $"group {i}")).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            groups[i].AllowOnly(world.Groups[i]);
        }

        desk.Db.AddRange(organizations.Values);
        desk.Db.AddRange(groups);
        await desk.Flush(default);
        var users = world.People.Select((p, i) => p.HasUser ? UserOf(p, i, groups) : null).ToList();
        var contacts = world.People.Select((p, i) => p.HasContact
            ? new Contact($"person {i}", organizations[p.Category]) { User = users[i], Active = p.ContactActive }
            : null).ToList();
        desk.Db.AddRange(users.OfType<User>());
        desk.Db.AddRange(contacts.OfType<Contact>());
        await desk.Flush(default);
        return (organizations[OrganizationCategory.Customer], users, contacts);
    }

    private static User UserOf(DrawnPerson person, int at, List<Group> groups)
    {
        var user = new User($"user{at}") { Superuser = person.Superuser };
        user.JoinOnly(groups.Where((_, i) => person.Groups[i]));
        user.SetActive(person.UserActive);
        return user;
    }

    private static Project Project(DrawnProject drawn, int at, long organization)
    {
        var project = new Project($"project {at}", organization) { Notifications = true };
        project.Describe(project.Name, organization, null, drawn.Ended ? new DateOnly(2012, 12, 31) : null, drawn.Active);
        return project;
    }

    private static void Staff(Desk desk, DrawnWorld world, List<Project> projects, List<Contact?> contacts)
    {
        foreach (var role in new[] { Roles.Manager, Roles.Staff, Roles.Customer })
        {
            for (var i = 0; i < projects.Count; i++)
            {
                projects[i].Staffed(role, contacts.Where((c, who) => c is not null && world.People[who].Roles[i].HasFlag(role)).Select(c => c!.Id));
            }

            desk.Db.AddRange(contacts.Where((c, who) => c is not null && world.People[who].General.HasFlag(role)).Select(c => new GeneralPermission(c!.Id, role)));
        }
    }

    private static Ticket Ticket(DrawnTicket drawn, int number, List<Project> projects, List<Contact?> contacts)
    {
        var at = Noon.AddMinutes(drawn.Minute);
        var by = new Stamp(null, "import", Door.Import, at);
        var record = new TicketRecord(
            number, projects[drawn.Project].Id, drawn.Kind, drawn.Status, Priority.Normal, $"Ticket {number}",
            contacts.ElementAtOrDefault(drawn.Requester)?.Id, contacts.ElementAtOrDefault(drawn.Assignee)?.Id, Origin.Import, Noon, at, null, []);
        var ticket = Sportello.Tickets.Ticket.Imported(record, by);
        foreach (var isInternal in drawn.InternalComments)
        {
            ticket.ImportComment(new CommentText(isInternal ? "among colleagues" : "for everybody"), isInternal, byStaff: isInternal, by);
        }

        ticket.Settle(record);
        return ticket;
    }

    private static async Task<IReadOnlyList<(Actor, string?)>> ActorsOf(House house, Desk desk, List<User?> users, List<Contact?> contacts)
    {
        var actors = new List<(Actor, string?)> { (Actor.Nobody, null) };
        for (var i = 0; i < users.Count; i++)
        {
            actors.Add(users[i] is { } user
                ? ((await house.Actors.OfUser(desk.Sql, user.Id, Door.Web, default))!, user.Username)
                : ((await house.Actors.OfContact(desk.Sql, contacts[i]!.Id, Door.Mail, default))!, null));
        }

        return actors;
    }

    private static Task<List<StoredTicket>> Stored(Desk desk) => desk.Sql.List(
        "select t.number, t.project_id, p.name, t.requester_id, t.assignee_id, t.status, t.kind, t.updated_at, t.id, " +
        "exists (select 1 from comment c where c.ticket_id = t.id and not c.internal), exists (select 1 from comment c where c.ticket_id = t.id and c.internal) from ticket t join project p on p.id = t.project_id",
        r => new StoredTicket(
            r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.Key(3), r.Key(4), (TicketStatus)r.GetInt32(5), (TicketKind)r.GetInt32(6), r.GetInt64(7), r.GetInt64(8), r.GetBoolean(9), r.GetBoolean(10)),
        default);
}
