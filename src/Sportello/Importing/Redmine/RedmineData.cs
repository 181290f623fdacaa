using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Importing.Servers;
using Sportello.Words;

namespace Sportello.Importing.Redmine;

/// <summary>Reads Redmine through its REST API: people, projects with their members, and issues with their notes and files.</summary>
internal sealed partial class RedmineData : IDisposable
{
    private const int PageSize = 100;

    /// <summary>Of a project; 5 is closed, 9 archived.</summary>
    private const int Open = 1;

    /// <summary>Of a user.</summary>
    private const int Locked = 3;

    private readonly Intake _intake;
    private readonly ForeignServer _server;
    private readonly ForeignPlaces _places;
    private readonly ForeignPeople _people;
    private readonly ForeignTime _time = new(TimeZoneInfo.Utc);
    private readonly ForeignWords _words;
    private readonly ForeignWords _roles;

    /// <summary>The name here of each project there.</summary>
    private readonly Dictionary<string, string> _projects = new(StringComparer.Ordinal);

    private RedmineData(Intake intake, ForeignServer server)
    {
        (_intake, _server, _places, _people) = (intake, server, new(intake), new(intake));
        _words = new(
            intake.Data.Map,
            ("kind:bug", "Bug|Defect"), ("kind:enhancement", "Feature|Patch"), ("kind:consultation", "Support"),
            ("status:under-review", "In Progress"), ("status:returned", "Resolved|Feedback"), ("priority:urgent", "Immediate"));
        _roles = new(intake.Data.Map, ("role:manager", "Manager"), ("role:staff", "Developer"), ("role:customer", "Reporter|Non member|Anonymous"));
    }

    public static async Task Read(Intake intake, string address, CancellationToken stop)
    {
        var server = new ForeignServer(intake, address, "X-Redmine-API-Key", intake.Key);
        using var data = new RedmineData(intake, server);
        if ((await server.Get("users/current.json", stop))?.At("user") is null)
        {
            throw Refusal.Denied($"{address} does not let the key in: the REST API has to be switched on there under Administration → Settings → API.");
        }

        var projects = await data.All("projects.json?include=", "projects", stop);
        var members = new Dictionary<string, IReadOnlyList<JsonElement>>(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            members[project.Text("id")] = await data.All($"projects/{project.Text("id")}/memberships.json?", "memberships", stop);
        }

        var issues = await data.Issues(stop);
        await data.People(projects, members, issues, stop);
        data.Projects(projects, members);
        await data.Tickets(issues, stop);
    }

    public void Dispose() => _server.Dispose();

    /// <summary>All pages of a list; what stands on two because something came between is there once.</summary>
    private async Task<IReadOnlyList<JsonElement>> All(string path, string list, CancellationToken stop)
    {
        var found = new List<JsonElement>();
        for (var offset = 0; ;)
        {
            var page = await _server.Get(string.Create(CultureInfo.InvariantCulture, $"{path}&limit={PageSize}&offset={offset}"), stop);
            var items = page?.Each(list).ToList() ?? [];
            found.AddRange(items);
            offset += items.Count;
            if (items.Count == 0 || page!.Value.At("total_count") is not { } total || offset >= total.GetInt32())
            {
                return [.. found.DistinctBy(i => i.Text("id"))];
            }
        }
    }

    private async Task People(
        IReadOnlyList<JsonElement> projects, Dictionary<string, IReadOnlyList<JsonElement>> members, IReadOnlyList<JsonElement> issues, CancellationToken stop)
    {
        var users = (await All("users.json?status=", "users", stop)).ToDictionary(u => u.Text("id"), StringComparer.Ordinal);
        var locked = (await All(string.Create(CultureInfo.InvariantCulture, $"users.json?status={Locked}"), "users", stop)).Select(u => u.Text("id")).ToHashSet(StringComparer.Ordinal);
        if (users.Count == 0)
        {
            _intake.Findings.Notice("The key is not an administrator's there: people come without addresses and user names.");
        }

        var ours = members.Values.SelectMany(m => m).Where(m => RoleOf(m) is not "customer").Select(m => m.Id("user")).Where(u => u.Length > 0).ToHashSet(StringComparer.Ordinal);
        ours.UnionWith(users.Values.Where(u => u.Flag("admin")).Select(u => u.Text("id")));
        var homes = members.SelectMany(p => p.Value.Select(m => (User: m.Id("user"), Project: p.Key)))
            .Concat(issues.SelectMany(i => Involved(i).Select(u => (User: u.Id, Project: i.Id("project")))))
            .Where(h => h.User.Length > 0).DistinctBy(h => h.User).ToDictionary(h => h.User, h => h.Project, StringComparer.Ordinal);
        var named = members.Values.SelectMany(m => m).Select(m => m.At("user")).OfType<JsonElement>().Select(u => (Id: u.Text("id"), Name: u.Text("name")))
            .Concat(issues.SelectMany(Involved)).Where(u => u.Id.Length > 0).DistinctBy(u => u.Id).ToDictionary(u => u.Id, u => u.Name, StringComparer.Ordinal);
        var byProject = projects.ToDictionary(p => p.Text("id"), StringComparer.Ordinal);
        _people.Take([.. users.Keys.Union(named.Keys).Where(id => ours.Contains(id) || homes.ContainsKey(id)).Select(id =>
            Person(id, users.GetValueOrDefault(id), named.GetValueOrDefault(id), ours.Contains(id), byProject.GetValueOrDefault(homes.GetValueOrDefault(id) ?? "")) with { Active = !locked.Contains(id) })]);
    }

    private ForeignPerson Person(string id, JsonElement user, string? named, bool ours, JsonElement project)
    {
        var at = new Spot($"user {id}", 0);
        var name = OneLine.Of($"{user.Text("firstname")} {user.Text("lastname")}");
        var organization = ours || project.ValueKind != JsonValueKind.Object ? _places.Owner(_intake.Data.Map.GetValueOrDefault("owner")) : OrganizationOf(project);
        return new(id, at, name.Length > 0 ? name : OneLine.Of(named ?? user.Text("login")), organization)
        {
            Addresses = user.Text("mail") is { Length: > 0 } mail ? [mail] : [],
            Username = ours ? user.Text("login") : null,
        };
    }

    /// <summary>The customer a project is for: as it was mapped, else named like the project.</summary>
    private string OrganizationOf(JsonElement project) => _places.Organization(
        $"organization {OrganizationName(project)}", new($"project {project.Text("id")}", 0), OrganizationName(project), OrganizationCategory.Customer);

    private string OrganizationName(JsonElement project) => OneLine.Of(
        _intake.Data.Map.GetValueOrDefault($"organization:{project.Text("identifier")}") ?? _intake.Data.Map.GetValueOrDefault("organization") ?? project.Text("name"));

    private void Projects(IReadOnlyList<JsonElement> projects, Dictionary<string, IReadOnlyList<JsonElement>> members)
    {
        foreach (var project in projects)
        {
            var id = project.Text("id");
            var at = new Spot($"project {id}", 0);
            if (_intake.Data.Project is not null)
            {
                _projects[id] = _intake.Project;
                continue;
            }

            var people = members[id].Where(m => m.At("user") is not null).ToLookup(RoleOf, m => _people[m.Id("user")]);
            _projects[id] = _places.Project(id, at, OneLine.Of(_intake.Data.Map.GetValueOrDefault($"project:{project.Text("identifier")}") ?? project.Text("name")), () => new JsonObject
            {
                ["organization"] = OrganizationOf(project),
                ["start"] = _time.DayText(project.Text("created_on")),
                ["active"] = project.At("status") is not { ValueKind: JsonValueKind.Number } status || status.GetInt32() == Open,
                ["managers"] = ForeignPlaces.People(people["manager"]),
                ["staff"] = ForeignPlaces.People(people["staff"].Except(people["manager"])),
                ["customers"] = ForeignPlaces.People(people["customer"]),
            });
        }
    }

    /// <summary>The highest of somebody's roles; one that nobody has mapped gives no more than a customer may.</summary>
    private string RoleOf(JsonElement member)
    {
        var roles = member.Each("roles").Select(r => r.Text("name")).ToList();
        foreach (var role in roles.Where(r => _roles.Find("role", r) is null))
        {
            _intake.Findings.Notice($"The role “{role}” is not known: its people came as customers. Say what it is with --map \"role:staff={role}\".");
        }

        var known = roles.Select(r => _roles.Find("role", r)).ToList();
        return known.Contains("manager", StringComparer.Ordinal) ? "manager" : known.Contains("staff", StringComparer.Ordinal) ? "staff" : "customer";
    }

    private static IEnumerable<(string Id, string Name)> Involved(JsonElement issue) =>
        new[] { issue.At("author"), issue.At("assigned_to") }.OfType<JsonElement>()
            .Concat(issue.Each("journals").Select(j => j.At("user")).OfType<JsonElement>())
            .Concat(issue.Each("watchers")).Select(u => (u.Text("id"), u.Text("name")));
}
