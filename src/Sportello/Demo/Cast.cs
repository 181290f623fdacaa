using Sportello.Access;
using Sportello.Directory;
using Sportello.Projects;

namespace Sportello.Demo;

/// <summary>The people of the worked example, with their organizations and projects; the projects' dates are moved to today.</summary>
internal sealed class Cast
{
    /// <summary>Accounts of a demo are known to everybody; fewer rounds only make it start sooner.</summary>
    private static readonly Passwords Passwords = new(5_000);

    private const string Manager = "manager";

    private static readonly (string Name, OrganizationCategory Category, string Domain, string[] People)[] Companies =
    [
        ("Barilla", OrganizationCategory.Customer, "barilla.example", ["francesca", "giorgia", "martina"]),
        ("Cogema", OrganizationCategory.Supplier, "cogema.example", ["fabio"]),
        ("De Cecco", OrganizationCategory.Customer, "dececco.example", ["daniela", "giovanna", "luisa"]),
        ("Siex", OrganizationCategory.Supplier, "siex.example", ["paolo"]),
        ("Thunder Systems", OrganizationCategory.Owner, "thundersystems.example", ["vittorino", "sandro", "luca", "daniele", "marco"]),
        ("Voiello", OrganizationCategory.Customer, "voiello.example", ["chiara", "elena"]),
    ];

    private static readonly (string Name, string Company, string[] Managers, string[] Staff, string[] Customers)[] Plan =
    [
        ("barilla sw1", "Barilla", ["sandro", "vittorino"], ["luca", "sandro", "vittorino"], ["francesca"]),
        ("barilla sw2", "Barilla", ["sandro", "vittorino"], ["vittorino"], ["francesca", "giorgia"]),
        ("barilla sw3", "Barilla", ["vittorino"], ["sandro"], ["giorgia"]),
        ("de cecco sw", "De Cecco", ["vittorino"], ["luca"], ["daniela"]),
        ("voiello sw", "Voiello", ["sandro"], ["vittorino"], ["chiara"]),
    ];

    private static readonly string[] Inactive = ["marco", "giovanna"];

    private readonly Dictionary<string, Contact> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Project> _projects = new(StringComparer.Ordinal);

    private Cast()
    {
    }

    public Contact this[string username] => _people[username];

    public int People => _people.Count;

    public int Organizations => Companies.Length;

    public IReadOnlyCollection<Project> Projects => _projects.Values;

    public Project Project(string name) => _projects[name];

    public IReadOnlyList<Contact> With(Project project, Roles role) =>
        [.. project.Members.Where(m => m.Role == role).Select(m => _people.Values.First(c => c.Id == m.ContactId)).OrderBy(c => c.Id)];

    public string NameOf(long? contact) => _people.Values.FirstOrDefault(c => c.Id == contact)?.Name ?? "";

    public static string PasswordOf(string username) => username is "vittorino" ? "vitto" : username;

    public static async Task<Cast> Assemble(Desk desk, Group ticketUsers, CancellationToken stop)
    {
        var cast = new Cast();
        var managers = new Group(Manager);
        managers.AllowOnly([Permission.TicketDelete, Permission.ProgramRun, "project.view", "project.change", "organization.view", "contact.view", "contact.add", "contact.change", "workitem.*"]);
        desk.Db.Add(managers);
        foreach (var company in Companies)
        {
            cast.Hire(desk, company.Name, company.Category, company.Domain, company.People, username => IsManager(username) ? [ticketUsers, managers] : [ticketUsers]);
        }

        desk.Db.Add(Administrator(ticketUsers));
        await desk.Flush(stop);
        cast.Staff(desk);
        await desk.Flush(stop);
        return cast;
    }

    private static bool IsManager(string username) => Array.Exists(Plan, p => p.Managers.Contains(username));

    /// <summary>In the worked example admin is nobody special; here somebody has to see everything.</summary>
    private static User Administrator(Group ticketUsers)
    {
        var admin = new User("admin") { Staff = true, Superuser = true };
        admin.SetPassword(Passwords.Hash(PasswordOf("admin")));
        admin.JoinOnly([ticketUsers]);
        return admin;
    }

    private void Hire(Desk desk, string name, OrganizationCategory category, string domain, string[] people, Func<string, Group[]> groups)
    {
        var organization = new Organization(name, category);
        foreach (var username in people)
        {
            var active = !Inactive.Contains(username);
            var user = new User(username) { Staff = active };
            user.SetPassword(Passwords.Hash(PasswordOf(username)));
            user.JoinOnly(groups(username));
            user.SetActive(active);
            var contact = new Contact(char.ToUpperInvariant(username[0]) + username[1..], organization) { User = user, Language = LanguageOf(username) };
            contact.ReachableAt([$"{username}@{domain}"]);
            desk.Db.Add(contact);
            _people.Add(username, contact);
        }
    }

    /// <summary>The customers write, and read their pages, in three languages.</summary>
    private static string? LanguageOf(string username) => username switch
    {
        "francesca" => "it",
        "giorgia" or "chiara" => "ru",
        "daniela" => "en",
        _ => null,
    };

    private void Staff(Desk desk)
    {
        var start = desk.Today.AddYears(-2);
        foreach (var plan in Plan)
        {
            var project = new Project(plan.Name, _people[plan.Customers[0]].Organization!) { Notifications = true };
            var end = plan.Name is "voiello sw" ? (DateOnly?)null : new DateOnly(desk.Today.Year + 1, 12, 31);
            project.Describe(plan.Name, project.Organization!.Id, start, end, active: true);
            project.Staffed(Roles.Manager, plan.Managers.Select(p => _people[p].Id));
            project.Staffed(Roles.Staff, plan.Staff.Select(p => _people[p].Id));
            project.Staffed(Roles.Customer, plan.Customers.Select(p => _people[p].Id));
            desk.Db.Add(project);
            _projects.Add(plan.Name, project);
        }
    }
}
