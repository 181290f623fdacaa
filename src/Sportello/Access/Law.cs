using System.Collections.Frozen;
using Sportello.Projects;

namespace Sportello.Access;

/// <summary>Everything that can be done to a ticket or a project, each under its own name.</summary>
public enum Right
{
    See,
    SeeNotes,
    SeeWork,
    AddWork,
    Open,
    Reply,
    AddNote,
    Close,
    Reopen,
    ChangeStatus,
    ChangeKind,
    ChangePriority,
    Rename,
    Assign,
    AssignSelf,
    Watch,
    LinkWork,
    EditWork,
    EditProject,
    Merge,
    Delete,
}

/// <summary>What the law needs to know of a ticket or project.</summary>
/// <param name="ProjectId">The project it lies in.</param>
/// <param name="RequesterId">Who asked, for the rights that customers have over their own tickets only.</param>
public readonly record struct Place(long ProjectId, long? RequesterId = null);

/// <summary>One line of the law: the model permission, the roles that have the right, and those that have it over their own tickets.</summary>
internal sealed record Rule(string Permission, Roles Roles, Roles OwnOnly = Roles.None)
{
    /// <summary>What must be seen to be changed: without tickets nothing is, and work needs a permission of its own.</summary>
    public string[] Sight { get; } = Permission.StartsWith("workitem.", StringComparison.Ordinal)
        ? [Access.Permission.TicketView, Access.Permission.WorkItemView]
        : [Access.Permission.TicketView];
}

/// <summary>
/// Who may do what. Two conditions must both hold: a model permission through a group, and a role within reach.
/// The same law stands here twice, as a decision in memory and as a condition in SQL; properties hold them equal.
/// </summary>
internal static class Law
{
    private const Roles Everybody = Roles.Manager | Roles.Staff | Roles.Customer;
    private const Roles OurSide = Roles.Manager | Roles.Staff;

    public static FrozenDictionary<Right, Rule> Rules { get; } = new Dictionary<Right, Rule>
    {
        [Right.See] = new(Permission.TicketView, Everybody),
        [Right.SeeNotes] = new(Permission.TicketView, OurSide),
        [Right.SeeWork] = new(Permission.WorkItemView, OurSide),
        [Right.AddWork] = new("workitem.add", OurSide),
        [Right.Open] = new(Permission.TicketAdd, Everybody),
        [Right.Reply] = new(Permission.CommentAdd, Everybody),
        [Right.AddNote] = new(Permission.CommentInternal, OurSide),
        [Right.Close] = new(Permission.TicketChange, OurSide, OwnOnly: Roles.Customer),
        [Right.Reopen] = new(Permission.TicketChange, OurSide, OwnOnly: Roles.Customer),
        [Right.ChangeStatus] = new(Permission.TicketChange, OurSide),
        [Right.ChangeKind] = new(Permission.TicketChange, OurSide),
        [Right.ChangePriority] = new(Permission.TicketChange, OurSide),
        [Right.Rename] = new(Permission.TicketChange, OurSide),
        [Right.Assign] = new(Permission.TicketChange, Roles.Manager),
        [Right.AssignSelf] = new(Permission.TicketChange, OurSide),
        [Right.Watch] = new(Permission.TicketView, Everybody),
        [Right.LinkWork] = new("workitem.change", OurSide),
        [Right.EditWork] = new("workitem.change", OurSide),
        [Right.EditProject] = new("project.change", Roles.Manager),
        [Right.Merge] = new(Permission.TicketDelete, Roles.Manager),
        [Right.Delete] = new(Permission.TicketDelete, Roles.Manager),
    }.ToFrozenDictionary();

    public static bool Allows(Actor actor, Right right, Place place)
    {
        var rule = Rules[right];
        return actor.Superuser
            || (HoldsAll(actor, rule) && HasRole(actor, rule, place));
    }

    /// <summary>The condition under which tickets are seen, for SQL.</summary>
    public static Sight Sees(Actor actor) => Sees(actor, Right.See);

    /// <summary>The condition under which rows of a table with a <c>project_id</c> are within a right that goes by the project alone, for SQL.</summary>
    public static Sight Sees(Actor actor, Right right) => actor.Sights.GetOrAdd(right, FindSight, actor);

    private static Sight FindSight(Right right, Actor actor)
    {
        var rule = Rules[right];
        return actor.Superuser ? Sight.Everything
            : !HoldsAll(actor, rule) ? Sight.Nothing
            : (actor.General & rule.Roles) != Roles.None ? Sight.Everything
            : Sight.Of(actor.Explicit.Where(e => (e.Value & rule.Roles) != Roles.None).Select(e => e.Key));
    }

    /// <summary>Numbers about the work are for our own side: employed by us or a supplier, with a role to work in, and the permission.</summary>
    public static bool SeesReports(Actor actor) => actor.Superuser || (actor.Worker && actor.WorksSomewhere && actor.Holds(Permission.ReportView));

    // Asked for every right of every row that is shown.
    private static bool HoldsAll(Actor actor, Rule rule)
    {
        foreach (var permission in rule.Sight)
        {
            if (!actor.Holds(permission))
            {
                return false;
            }
        }

        return actor.Holds(rule.Permission);
    }

    private static bool HasRole(Actor actor, Rule rule, Place place)
    {
        var roles = actor.RolesIn(place.ProjectId);
        return (roles & rule.Roles) != Roles.None
            || ((roles & rule.OwnOnly) != Roles.None && actor.ContactId is { } self && self == place.RequesterId);
    }
}

/// <summary>Which projects' rows an actor sees: all, or these.</summary>
internal sealed record Sight(bool All, IReadOnlyList<long> Projects)
{
    public static Sight Everything { get; } = new(true, []);

    public static Sight Nothing { get; } = new(false, []);

    public static Sight Of(IEnumerable<long> projects) => new(false, [.. projects.Order()]);

    public bool Includes(long projectId) => All || Projects.Contains(projectId);
}
