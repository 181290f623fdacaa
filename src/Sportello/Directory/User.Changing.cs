using Sportello.History;

namespace Sportello.Directory;

internal sealed partial class User : IHistoric
{
    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.User;

    /// <summary>Whether all of it may be given is for the accounts' rules to say before.</summary>
    public void Change(UserFields to, IReadOnlyList<Group> groups, Stamp by)
    {
        this.Note(by, "active", Active, to.Active);
        this.Note(by, "staff-flag", Staff, to.Staff);
        this.Note(by, "superuser", Superuser, to.Superuser);
        this.Note(by, "groups", Names(_groups), Names(groups));
        SetActive(to.Active);
        Staff = to.Staff;
        Superuser = to.Superuser;
        JoinOnly(groups);
    }

    private static string Names(IEnumerable<Group> groups) => string.Join(", ", groups.Select(g => g.Name).Order(StringComparer.OrdinalIgnoreCase));
}

internal sealed partial class Group : IHistoric
{
    public const int NameLength = 100;

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.Group;

    /// <summary>What the group grants, wildcards spelled out.</summary>
    public IEnumerable<string> Granted => _permissions.SelectMany(p => Access.Permission.Expand(p.Permission)).Distinct(StringComparer.Ordinal);

    public static Group Added(GroupFields what, Stamp by)
    {
        var group = new Group(what.Name);
        group.AllowOnly(what.Permissions);
        group.Changes.Add(new Change(by, "added", null, what.Name));
        group.Note(by, "permissions", null, Listed(what.Permissions));
        return group;
    }

    public void Change(GroupFields to, Stamp by)
    {
        this.Note(by, "name", Name, to.Name);
        Name = to.Name;
        var (was, now) = (Granted.ToHashSet(StringComparer.Ordinal), to.Permissions.ToHashSet(StringComparer.Ordinal));
        if (!was.SetEquals(now))
        {
            this.Note(by, "permissions", Listed(was.Except(now, StringComparer.Ordinal)), Listed(now.Except(was, StringComparer.Ordinal)));
            AllowOnly(now);
        }
    }

    private static string Listed(IEnumerable<string> permissions) => string.Join(", ", permissions.Order(StringComparer.Ordinal));
}
