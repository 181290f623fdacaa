using System.Text.Json.Nodes;
using Sportello.Directory;
using Sportello.Portable.Reading;
using Sportello.Words;

namespace Sportello.Importing.DotProject;

/// <summary>Reads dotProject with its help desk: companies, contacts, users, projects, tasks and help desk items, with what was logged about them.</summary>
internal sealed partial class DotProjectData
{
    private const int Internal = 6;
    private const int Archived = 7;

    private readonly Intake _intake;
    private readonly DotProjectTables _tables;
    private readonly ForeignPlaces _places;
    private readonly ForeignPeople _people;
    private readonly ForeignTime _time;
    private readonly Language _language;
    private readonly Dictionary<string, string> _companies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _projects = new(StringComparer.Ordinal);

    /// <summary>The contact of each user, as it is called among the people.</summary>
    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);

    private DotProjectData(Intake intake, DotProjectTables tables)
    {
        (_intake, _tables) = (intake, tables);
        (_places, _people, _time) = (new(intake), new(intake), new(intake.Zone));
        _language = Language.In(intake.Desk.House.Settings.Work.Language);
    }

    public static async Task Read(Intake intake, string path, CancellationToken stop)
    {
        var data = new DotProjectData(intake, DotProjectTables.Of(path, intake.Draft));
        data.Companies();
        data.People();
        data.Projects();
        await data.Work(stop);
    }

    private void Companies()
    {
        foreach (var row in _tables["companies"].Rows)
        {
            if (OneLine.Of(row["company_name"]) is not { Length: > 0 } name || row.Id("company_id") is not { } id)
            {
                _intake.Draft.Fault(row.At, "company_name", "is needed: the name of the company.");
                continue;
            }

            var own = _intake.Data.Map.GetValueOrDefault("owner") is { } owner ? string.Equals(owner, name, StringComparison.Ordinal) : row.Whole("company_type") == Internal;
            _companies[id] = _places.Organization(
                $"company {id}", row.At, name, own ? OrganizationCategory.Owner : row.Whole("company_type") is 2 or 3 ? OrganizationCategory.Supplier : OrganizationCategory.Customer);
        }
    }

    private void People()
    {
        var people = new List<ForeignPerson>();
        var usernames = _tables["users"].Rows.Where(u => u.Id("user_contact") is not null).DistinctBy(u => u["user_contact"]).ToDictionary(u => u["user_contact"], u => u["user_username"], StringComparer.Ordinal);
        foreach (var row in _tables["contacts"].Rows.Where(r => r.Id("contact_id") is not null))
        {
            if (Company(row, "contact_company") is { } company)
            {
                people.Add(Person($"contact {row["contact_id"]}", row, "contact", company) with { Username = usernames.GetValueOrDefault(row["contact_id"]), Jabber = row["contact_jabber"] });
            }
        }

        foreach (var row in _tables["users"].Rows.Where(r => r.Id("user_id") is not null))
        {
            // Since version 2 a user's name and company stand with the contact.
            if (row.Id("user_contact") is { } contact)
            {
                _users[row["user_id"]] = $"contact {contact}";
            }
            else if (Company(row, "user_company") is { } company)
            {
                _users[row["user_id"]] = $"user {row["user_id"]}";
                people.Add(Person($"user {row["user_id"]}", row, "user", company) with { Username = row["user_username"] });
            }
        }

        foreach (var row in _tables["helpdesk_items"].Rows.Where(r => Requester(r) is null && r["item_requestor"].Length > 0))
        {
            if (_companies.TryGetValue(CompanyOf(row) ?? "", out var company))
            {
                people.Add(new(Asker(row), row.At, OneLine.Of(row["item_requestor"]), company) { Addresses = row["item_requestor_email"] is { Length: > 0 } address ? [address] : [] });
            }
        }

        _people.Take([.. people.DistinctBy(p => p.Id)]);
    }

    private static ForeignPerson Person(string id, ForeignRow row, string prefix, string company)
    {
        var addresses = new[] { row[$"{prefix}_email"], row[$"{prefix}_email2"] }.Where(a => a.Contains('@', StringComparison.Ordinal)).ToList();
        var name = OneLine.Of($"{row[$"{prefix}_first_name"]} {row[$"{prefix}_last_name"]}");
        return new(id, row.At, name.Length > 0 ? name : addresses.FirstOrDefault() ?? row[$"{prefix}_username"], company) { Addresses = addresses };
    }

    /// <summary>By its number, or as in older versions by its name.</summary>
    private string? Company(ForeignRow row, string column)
    {
        if (_companies.TryGetValue(row[column], out var company))
        {
            return company;
        }

        if (_companies.Values.FirstOrDefault(c => string.Equals(c, row[column], StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            return named;
        }

        _intake.Draft.Fault(row.At, column, row.Id(column) is { } missing ? $"there is no company {missing}." : "is needed: nobody can be here without an organization.");
        return null;
    }

    private void Projects()
    {
        var staff = _tables["user_tasks"].Rows.Join(_tables["tasks"].Rows, u => u["task_id"], t => t["task_id"], (u, t) => (Project: t["task_project"], User: u["user_id"]))
            .Concat(_tables["tasks"].Rows.Select(t => (Project: t["task_project"], User: t["task_owner"])))
            .Concat(_tables["helpdesk_items"].Rows.Select(i => (Project: i["item_project_id"], User: i["item_assigned_to"]))).ToLookup(x => x.Project, x => x.User);
        var askers = _tables["helpdesk_items"].Rows.ToLookup(r => r["item_project_id"], AskerOf);
        foreach (var row in _tables["projects"].Rows.Where(r => r.Id("project_id") is not null))
        {
            var id = row["project_id"];
            if (OneLine.Of(row["project_name"]) is not { Length: > 0 } name)
            {
                _intake.Draft.Fault(row.At, "project_name", "is needed: the name of the project.");
            }
            else if (Company(row, "project_company") is { } company)
            {
                _projects[id] = _places.Project($"project {id}", row.At, name, () => new JsonObject
                {
                    ["organization"] = company,
                    ["start"] = _time.DayText(row["project_start_date"]),
                    ["end"] = Ends(row) ? _time.DayText(row["project_end_date"]) : null,
                    ["active"] = row.Whole("project_status") != Archived && row.Whole("project_active") is null or not 0,
                    ["managers"] = ForeignPlaces.People([User(row["project_owner"])]),
                    ["staff"] = ForeignPlaces.People(staff[id].Select(User)),
                    ["customers"] = ForeignPlaces.People(askers[id].Select(a => _people[a])),
                });
            }
        }
    }

    /// <summary>An end before the start is a slip that dotProject lets pass.</summary>
    private bool Ends(ForeignRow row) => _time.Day(row["project_end_date"]) is not { } end || _time.Day(row["project_start_date"]) is not { } start || end >= start;

    private long? User(string id) => _users.TryGetValue(id, out var person) ? _people[person] : null;
}
