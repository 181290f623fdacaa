using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>A group: what it is called, and the model permissions that its members hold.</summary>
public sealed record GroupFields(string Name, IReadOnlyList<string> Permissions);

public sealed class AddGroup(Desk desk)
{
    /// <summary>What the form begins with, for whoever may fill it in.</summary>
    public GroupFields Blank()
    {
        Accounts.DemandRight(desk, "user.add");
        return new("", []);
    }

    /// <returns>Its key.</returns>
    public async Task<long> Run(GroupFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.add");
        await desk.Begin(stop);
        var clean = await GroupChecks.Checked(desk, what, null, stop);
        Accounts.DemandHolds(desk, clean.Permissions);
        var group = Group.Added(clean, desk.Stamp);
        desk.Db.Add(group);
        await desk.Save(stop);
        return group.Id;
    }
}

public sealed class ChangeGroup(Desk desk)
{
    public async Task Run(long id, int version, GroupFields what, CancellationToken stop)
    {
        var (group, clean) = await Ready(id, version, what, stop);
        group.Change(clean, desk.Stamp);
        await desk.Save(stop);
    }

    /// <summary>Saves it only when what it does has been seen.</summary>
    public async Task<Consequences> Weigh(long id, int version, GroupFields what, string? seen, CancellationToken stop)
    {
        var (group, clean) = await Ready(id, version, what, stop);
        return await desk.Weigh(
            await GroupChecks.Touched(desk, group, stop),
            () =>
            {
                group.Change(clean, desk.Stamp);
                return Task.CompletedTask;
            },
            seen,
            stop);
    }

    private async Task<(Group Group, GroupFields Clean)> Ready(long id, int version, GroupFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        var group = await GroupChecks.Get(desk, id, stop);
        SeenEntry.Demand(group, version);
        var clean = await GroupChecks.Checked(desk, what, group, stop);
        Accounts.DemandHolds(desk, clean.Permissions.Except(group.Granted, StringComparer.Ordinal));
        return (group, clean);
    }
}

/// <summary>Its members lose what it alone gave them.</summary>
public sealed class DeleteGroup(Desk desk)
{
    public async Task Run(long id, CancellationToken stop)
    {
        await Remove(await Ready(id, stop), stop);
        await desk.Save(stop);
    }

    /// <summary>Deletes it only when what that does has been seen.</summary>
    public async Task<Consequences> Weigh(long id, string? seen, CancellationToken stop)
    {
        var group = await Ready(id, stop);
        return await desk.Weigh(await GroupChecks.Touched(desk, group, stop), () => Remove(group, stop), seen, stop);
    }

    private async Task<Group> Ready(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.delete");
        await desk.Begin(stop);
        var group = await GroupChecks.Get(desk, id, stop);
        return string.Equals(group.Name, Permission.TicketUsers, StringComparison.Ordinal) ? throw Refusal.Invalid("group", Said.Of("refusal.group.start", ("name", group.Name))) : group;
    }

    private Task Remove(Group group, CancellationToken stop)
    {
        desk.Db.Remove(group);
        return desk.Remember(Subject.Group, group.Id, "deleted", group.Name, null, stop);
    }
}

internal static class GroupChecks
{
    public static async Task<Group> Get(Desk desk, long id, CancellationToken stop) =>
        await desk.Db.Groups.Include(g => g.Permissions).SingleOrDefaultAsync(g => g.Id == id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.group.number", ("id", id)));

    /// <summary>The same without spaces too many, or what is wrong with it.</summary>
    public static async Task<GroupFields> Checked(Desk desk, GroupFields form, Group? present, CancellationToken stop)
    {
        var name = OrganizationName.Clean(form.Name, Group.NameLength);
        if (present is not null && string.Equals(present.Name, Permission.TicketUsers, StringComparison.Ordinal) && !string.Equals(name, present.Name, StringComparison.Ordinal))
        {
            throw Refusal.Invalid("name", Said.Of("refusal.group.start", ("name", present.Name)));
        }

        if (await desk.Sql.First("select id from access_group where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name)) is { } other && other != present?.Id)
        {
            throw Refusal.Invalid("name", Said.Of("refusal.group.taken", ("name", name)));
        }

        return form.Permissions.Select(p => p ?? "").FirstOrDefault(p => !Permission.IsKnown(p)) is { } unknown
            ? throw Refusal.Invalid("permissions", Said.Of("refusal.group.permission", ("permission", unknown)))
            : new(name, [.. form.Permissions.SelectMany(Permission.Expand).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Its members; of the group of the start also the contacts without an account, who have its permissions by mail.</summary>
    public static async Task<Touched> Touched(Desk desk, Group group, CancellationToken stop) => new(
        await desk.Sql.List("select user_id from group_member where group_id = @id", r => r.GetInt64(0), stop, ("@id", group.Id)),
        string.Equals(group.Name, Permission.TicketUsers, StringComparison.Ordinal)
            ? await desk.Sql.List(
                "select c.id from (select contact_id as id from project_member union select contact_id from general_permission) roled join contact c on c.id = roled.id where c.user_id is null",
                r => r.GetInt64(0),
                stop)
            : []);
}
