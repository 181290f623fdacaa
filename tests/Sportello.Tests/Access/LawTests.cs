using System.Collections.Frozen;
using Sportello.Access;
using Sportello.History;
using Sportello.Projects;

namespace Sportello.Tests.Access;

/// <summary>The law against its own table, written down here by hand from the specification.</summary>
public sealed class LawTests
{
    private const long Here = 7;
    private const long Elsewhere = 8;
    private const long Self = 100;
    private const long Another = 101;

    /// <summary>Right, the model permission it needs, and who has it: M manager, S staff, C customer, c customer over own tickets only.</summary>
    private static readonly (Right Right, string Permission, string Who)[] Table =
    [
        (Right.See, "ticket.view", "MSC"),
        (Right.SeeNotes, "ticket.view", "MS"),
        (Right.SeeWork, "workitem.view", "MS"),
        (Right.AddWork, "workitem.add", "MS"),
        (Right.Open, "ticket.add", "MSC"),
        (Right.Reply, "comment.add", "MSC"),
        (Right.AddNote, "comment.internal", "MS"),
        (Right.Close, "ticket.change", "MSc"),
        (Right.Reopen, "ticket.change", "MSc"),
        (Right.ChangeStatus, "ticket.change", "MS"),
        (Right.ChangeKind, "ticket.change", "MS"),
        (Right.ChangePriority, "ticket.change", "MS"),
        (Right.Rename, "ticket.change", "MS"),
        (Right.Assign, "ticket.change", "M"),
        (Right.AssignSelf, "ticket.change", "MS"),
        (Right.Watch, "ticket.view", "MSC"),
        (Right.LinkWork, "workitem.change", "MS"),
        (Right.EditWork, "workitem.change", "MS"),
        (Right.EditProject, "project.change", "M"),
        (Right.Merge, "ticket.delete", "M"),
        (Right.Delete, "ticket.delete", "M"),
    ];

    private static readonly (Roles Role, char Letter)[] Letters = [(Roles.Manager, 'M'), (Roles.Staff, 'S'), (Roles.Customer, 'C')];

    [Fact]
    public void Every_right_stands_in_the_table() =>
        Assert.Empty(Enum.GetValues<Right>().Except(Table.Select(t => t.Right)));

    [Fact]
    public void Each_role_has_the_rights_of_its_column_and_no_others()
    {
        Agree(explicitly: true);
        Agree(explicitly: false);

        static void Agree(bool explicitly)
        {
            foreach (var (right, _, who) in Table)
            {
                foreach (var (role, letter) in Letters)
                {
                    var actor = Somebody(Permission.All, explicitly ? role : Roles.None, explicitly ? Roles.None : role);
                    var own = who.Contains(char.ToLowerInvariant(letter), StringComparison.Ordinal);
                    var all = who.Contains(letter, StringComparison.Ordinal);
                    var means = $"{right} of {role}, {(explicitly ? "by a role" : "by a general permission")}";
                    Assert.True(Law.Allows(actor, right, new Place(Here, Self)) == (all || own), $"{means}, over an own ticket");
                    Assert.True(Law.Allows(actor, right, new Place(Here, Another)) == all, $"{means}, over another's ticket");
                    Assert.True(Law.Allows(actor, right, new Place(Here)) == all, $"{means}, over nobody's ticket");
                    Assert.True(Law.Allows(actor, right, new Place(Elsewhere, Self)) == (!explicitly && (all || own)), $"{means}, in another project");
                }
            }
        }
    }

    [Fact]
    public void Without_its_model_permission_no_role_has_a_right()
    {
        foreach (var (right, permission, _) in Table)
        {
            foreach (var (role, letter) in Letters)
            {
                var without = Somebody(Permission.All.Except([permission]), role, role);
                Assert.False(Law.Allows(without, right, new Place(Here, Self)), $"{right} of {role} without {permission}");

                var blind = Somebody(Permission.All.Except(["ticket.view"]), role, role);
                Assert.False(Law.Allows(blind, right, new Place(Here, Self)), $"{right} of {role} who sees no tickets");

                var aboutWork = permission.StartsWith("workitem.", StringComparison.Ordinal);
                var blindToWork = Somebody(Permission.All.Except(["workitem.view"]), role, role);
                Assert.False(aboutWork && Law.Allows(blindToWork, right, new Place(Here, Self)), $"{right} of {role} who sees no work");

                var onlyThat = Somebody(new[] { "ticket.view", permission, aboutWork ? "workitem.view" : permission }.Distinct(), role, Roles.None);
                var has = Table.Single(t => t.Right == right).Who.Contains(letter, StringComparison.Ordinal);
                Assert.True(!has || Law.Allows(onlyThat, right, new Place(Here, Self)), $"{right} of {role} with {permission} alone");
            }
        }
    }

    [Fact]
    public void Two_roles_have_the_rights_of_both()
    {
        var both = Somebody(Permission.All, Roles.Staff | Roles.Customer, Roles.None);
        Assert.True(Law.Allows(both, Right.SeeNotes, new Place(Here, Another)));
        Assert.True(Law.Allows(both, Right.Close, new Place(Here, Another)));
        Assert.False(Law.Allows(both, Right.Assign, new Place(Here, Self)));
    }

    [Fact]
    public void Permissions_alone_reach_nothing()
    {
        var outsider = Somebody(Permission.All, Roles.None, Roles.None);
        Assert.All(Enum.GetValues<Right>(), right => Assert.False(Law.Allows(outsider, right, new Place(Here, Self)), $"{right} of an outsider"));
        Assert.False(Law.Sees(outsider).Includes(Here));
    }

    [Fact]
    public void A_superuser_may_do_everything_everywhere()
    {
        var superuser = new Actor { Name = "admin", Door = Door.Web, Superuser = true };
        Assert.All(Enum.GetValues<Right>(), right => Assert.True(Law.Allows(superuser, right, new Place(Here, Another))));
        Assert.True(Law.Sees(superuser).All);
    }

    [Fact]
    public void Nobody_may_do_nothing()
    {
        Assert.All(Enum.GetValues<Right>(), right => Assert.False(Law.Allows(Actor.Nobody, right, new Place(Here))));
        Assert.False(Law.Sees(Actor.Nobody).All);
        Assert.Empty(Law.Sees(Actor.Nobody).Projects);
    }

    private static Actor Somebody(IEnumerable<string> permissions, Roles here, Roles general) => new()
    {
        Name = "somebody",
        Door = Door.Web,
        UserId = 1,
        ContactId = Self,
        Permissions = permissions.ToFrozenDictionary(p => p, _ => "a group", StringComparer.Ordinal),
        Explicit = here == Roles.None ? FrozenDictionary<long, Roles>.Empty : new Dictionary<long, Roles> { [Here] = here }.ToFrozenDictionary(),
        General = general,
    };
}
