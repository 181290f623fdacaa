using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <param name="Permissions">How many permissions its members hold by it.</param>
/// <param name="Members">How many accounts are in it.</param>
public sealed record GroupRow(long Id, string Name, int Permissions, int Members);

/// <summary>All groups, by name.</summary>
public sealed class GroupList(Desk desk)
{
    public static bool IsFor(Actor actor) => actor.Holds("user.view");

    public async Task<IReadOnlyList<GroupRow>> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.view");
        var granted = (await GroupChoice.Grants(desk, stop)).ToLookup(g => g.Group, g => g.Permission);
        return await desk.Sql.List(
            "select g.id, g.name, (select count(*) from group_member m where m.group_id = g.id) from access_group g order by g.name",
            r => new GroupRow(r.GetInt64(0), r.GetString(1), granted[r.GetInt64(0)].SelectMany(Permission.Expand).Distinct(StringComparer.Ordinal).Count(), (int)r.GetInt64(2)),
            stop);
    }
}

/// <param name="Name">Its name.</param>
/// <param name="Permissions">What its members hold by it, wildcards spelled out.</param>
/// <param name="Members">The first of its members, by name.</param>
/// <param name="MemberCount">How many there are.</param>
public sealed record GroupView(long Id, int Version, string Name, IReadOnlyList<string> Permissions, IReadOnlyList<UserRow> Members, int MemberCount)
{
    /// <summary>The group of the start keeps its name, and stays.</summary>
    public bool OfStart => string.Equals(Name, Permission.TicketUsers, StringComparison.Ordinal);

    public IReadOnlyList<HistoryView> History { get; init; } = [];
}

public sealed class GroupPage(Desk desk)
{
    private const int MostMembers = 20;

    public async Task<GroupView> Run(string called, CancellationToken stop) => await Run(await desk.GroupKey(called, stop), stop);

    public async Task<GroupView> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.view");
        var head = await desk.Sql.First(
            "select version, name, (select count(*) from group_member m where m.group_id = g.id) from access_group g where id = @id",
            r => new { Version = r.GetInt32(0), Name = r.GetString(1), Members = (int)r.GetInt64(2) },
            stop,
            ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.group.number", ("id", id)));
        var granted = await desk.Sql.List("select permission from group_permission where group_id = @id", r => r.GetString(0), stop, ("@id", id));
        return new(
            id,
            head.Version,
            head.Name,
            [.. granted.SelectMany(Permission.Expand).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            (await new UserList(desk).Run(new(Group: id, Inactive: true, Limit: MostMembers), stop)).Items,
            head.Members)
        {
            History = await HistoryOf.Latest(desk.Sql, Subject.Group, id, OrganizationPage.MostHistory, stop),
        };
    }
}

/// <summary>A group that an account may be put into.</summary>
/// <param name="MayGive">Whether whoever asks holds all that it grants.</param>
public sealed record GroupChoice(long Id, string Name, bool MayGive)
{
    internal static async Task<IReadOnlyList<GroupChoice>> All(Desk desk, CancellationToken stop)
    {
        var granted = (await Grants(desk, stop)).ToLookup(g => g.Group, g => g.Permission);
        return await desk.Sql.List(
            "select id, name from access_group order by name",
            r => new GroupChoice(r.GetInt64(0), r.GetString(1), granted[r.GetInt64(0)].SelectMany(Permission.Expand).All(desk.Actor.Holds)),
            stop);
    }

    internal static Task<List<(long Group, string Permission)>> Grants(Desk desk, CancellationToken stop) =>
        desk.Sql.List("select group_id, permission from group_permission", r => (r.GetInt64(0), r.GetString(1)), stop);
}
