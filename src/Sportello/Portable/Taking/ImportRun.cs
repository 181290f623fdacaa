using Sportello.Directory;
using Sportello.History;

namespace Sportello.Portable.Taking;

/// <summary>What the steps of one import share: the desk, the names so far, and what is to be said in the end.</summary>
internal sealed class ImportRun
{
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly Dictionary<long, OrganizationCategory> _categories = [];
    private readonly List<object?[]> _history = [];

    public ImportRun(Desk desk, PortableFile file, bool dryRun, Findings findings)
    {
        (Desk, File, DryRun, Findings) = (desk, file, dryRun, findings);
        Groups = new("group", findings);
        Users = new("user", findings);
        Organizations = new("organization", findings);
        Projects = new("project", findings);
        Suites = new("test suite", findings);
        People = new(Users, findings);
        By = desk.Stamp with { Door = Door.Import };
    }

    public Desk Desk { get; }

    public PortableFile File { get; }

    public bool DryRun { get; }

    public Findings Findings { get; }

    public Stamp By { get; }

    public NamedKeys Groups { get; }

    public NamedKeys Users { get; }

    public NamedKeys Organizations { get; }

    public NamedKeys Projects { get; }

    public NamedKeys Suites { get; }

    public PeopleBook People { get; }

    /// <summary>Work items that stand in the file and cannot be taken.</summary>
    public HashSet<int> FaultyWorkItems { get; } = [];

    public IReadOnlyDictionary<string, Tally> Tallies => _tallies;

    public async Task LearnNames(CancellationToken stop)
    {
        await Learn("access_group", "name", Groups, stop);
        await Learn("user_account", "username", Users, stop);
        await Learn("project", "name", Projects, stop);
        await Learn("test_suite", "name", Suites, stop);
        foreach (var (id, name, category) in await Desk.Sql.List("select id, name, category from organization", r => (r.GetInt64(0), r.GetString(1), r.GetInt32(2)), stop))
        {
            Organizations.Know(name, id);
            _categories[id] = (OrganizationCategory)category;
        }

        foreach (var person in await Desk.Sql.List(
            "select c.id, c.name, u.username, c.organization_id from contact c left join user_account u on u.id = c.user_id order by c.id",
            r => new KnownPerson(r.GetInt64(0), r.GetString(1), Data.RowReading.Text(r, 2), r.GetInt64(3)),
            stop))
        {
            People.Know(person);
        }
    }

    public void Learn(Organization organization)
    {
        Organizations.Know(organization.Name, organization.Id);
        _categories[organization.Id] = organization.Category;
    }

    /// <summary>Somebody of our own side: employed by an owner or a supplier. An account without a contact is ours too.</summary>
    public bool IsWorker(long? contactId) =>
        contactId is not { } id || (People.At(id) is { } person && _categories[person.OrganizationId] is OrganizationCategory.Owner or OrganizationCategory.Supplier);

    public void Count(string type, bool added, bool changed)
    {
        var before = _tallies.GetValueOrDefault(type) ?? new Tally(0, 0, 0);
        _tallies[type] = (added, changed) switch
        {
            (true, _) => before with { Added = before.Added + 1 },
            (_, true) => before with { Changed = before.Changed + 1 },
            _ => before with { Unchanged = before.Unchanged + 1 },
        };
    }

    /// <summary>Directory, projects and work items have no history of their own making; what an import does to them is kept so.</summary>
    public void Remember(Subject subject, long id, int version, string what, string? to) => _history.Add(
        [(int)subject, id, version, Data.Moment.ToStored(By.At), By.ContactId, By.Name, (int)By.Door, what, null, to]);

    public async Task WriteHistory(CancellationToken stop)
    {
        await Desk.Sql.Insert(
            "history", ["subject", "subject_id", "subject_version", "at", "contact_id", "who", "door", "what", "from_value", "to_value"], _history, stop);
        _history.Clear();
    }

    private async Task Learn(string table, string column, NamedKeys keys, CancellationToken stop)
    {
        foreach (var (name, id) in await Desk.Sql.List($"select {column}, id from {table}", r => (r.GetString(0), r.GetInt64(1)), stop))
        {
            keys.Know(name, id);
        }
    }
}

/// <summary>How many things of a type an import brought, changed, and found as they were.</summary>
public sealed record Tally(int Added, int Changed, int Unchanged);
