using FsCheck;
using FsCheck.Fluent;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.Tests.Access;

/// <summary>A contact, a user, or both: everything by which the law tells people apart.</summary>
internal sealed record DrawnPerson(
    bool HasUser, bool HasContact, bool UserActive, bool ContactActive, bool Superuser, OrganizationCategory Category, Roles General, IReadOnlyList<Roles> Roles, IReadOnlyList<bool> Groups);

/// <summary>A project, running or over.</summary>
internal sealed record DrawnProject(bool Active, bool Ended);

/// <summary>People are counted past their end, which means nobody. Few different minutes, so that many tickets share one.</summary>
internal sealed record DrawnTicket(int Project, int Requester, int Assignee, TicketStatus Status, TicketKind Kind, int Minute, IReadOnlyList<bool> InternalComments);

/// <summary>A small world drawn by lot.</summary>
internal sealed record DrawnWorld(
    IReadOnlyList<IReadOnlyList<string>> Groups, IReadOnlyList<DrawnProject> Projects, IReadOnlyList<DrawnPerson> People, IReadOnlyList<DrawnTicket> Tickets)
{
    private static readonly Gen<bool> Coin = Gen.Elements(true, false);
    private static readonly Gen<bool> Mostly = Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)));
    private static readonly Gen<bool> Seldom = Gen.Frequency((1, Gen.Constant(true)), (7, Gen.Constant(false)));

    private static readonly Gen<Roles> SomeRoles = Gen.Frequency(
        (3, Gen.Constant(Sportello.Projects.Roles.None)), (4, Gen.Choose(1, 7).Select(n => (Roles)n)));

    private static readonly Gen<Roles> GeneralRoles = Gen.Frequency(
        (6, Gen.Constant(Sportello.Projects.Roles.None)), (1, Gen.Choose(1, 7).Select(n => (Roles)n)));

    /// <summary>Smaller worlds come from leaving tickets out.</summary>
    public static Arbitrary<DrawnWorld> Any { get; } = Arb.From(
        from groups in ListOf(3, SomePermissions())
        from projects in Some(1, 4, from active in Mostly from ended in Seldom select new DrawnProject(active, ended))
        from people in Some(2, 5, Person(projects.Count, groups.Count))
        from tickets in Some(0, 24, Ticket(projects.Count, people.Count))
        select new DrawnWorld(groups, projects, people, tickets),
        world => Enumerable.Range(0, world.Tickets.Count).Select(i => world with { Tickets = [.. world.Tickets.Where((_, at) => at != i)] }));

    private static Gen<IReadOnlyList<string>> SomePermissions() =>
        from sees in Mostly
        from others in ListOf(Permission.OfTicketUsers.Count, Coin)
        select (IReadOnlyList<string>)[.. Permission.OfTicketUsers.Where((p, i) => p == Permission.TicketView ? sees : others[i])];

    private static Gen<DrawnPerson> Person(int projects, int groups) =>
        from kind in Gen.Frequency((6, Gen.Constant((User: true, Contact: true))), (1, Gen.Constant((User: true, Contact: false))), (1, Gen.Constant((User: false, Contact: true))))
        from userActive in Mostly
        from contactActive in Mostly
        from superuser in Seldom
        from category in Gen.Elements(Enum.GetValues<OrganizationCategory>())
        from general in GeneralRoles
        from roles in ListOf(projects, SomeRoles)
        from member in ListOf(groups, Coin)
        select new DrawnPerson(kind.User, kind.Contact, userActive, contactActive, superuser, category, general, roles, member);

    private static Gen<DrawnTicket> Ticket(int projects, int people) =>
        from project in Gen.Choose(0, projects - 1)
        from requester in Gen.Choose(0, people)
        from assignee in Gen.Choose(0, people)
        from status in Gen.Elements(Enum.GetValues<TicketStatus>())
        from kind in Gen.Elements(Enum.GetValues<TicketKind>())
        from minute in Gen.Choose(0, 9)
        from comments in Some(0, 3, Coin)
        select new DrawnTicket(project, requester, assignee, status, kind, minute, comments);

    private static Gen<IReadOnlyList<T>> Some<T>(int least, int most, Gen<T> of) => Gen.Choose(least, most).SelectMany(n => ListOf(n, of));

    private static Gen<IReadOnlyList<T>> ListOf<T>(int count, Gen<T> of) => of.ListOf(count).Select(l => (IReadOnlyList<T>)[.. l]);
}
