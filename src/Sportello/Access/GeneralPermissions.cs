using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Projects;
using Sportello.Words;

namespace Sportello.Access;

/// <summary>A contact with permissions over all projects.</summary>
/// <param name="Active">Whether the contact is; otherwise none of it counts.</param>
public sealed record GeneralRow(long Id, string Name, string Organization, bool Active, Roles Roles, string? Username);

/// <summary>Who is manager, staff or customer of all projects, by name.</summary>
public sealed class GeneralPermissionList(Desk desk)
{
    public const int MostRows = 200;

    public async Task<Rows<GeneralRow>> Run(string? after, CancellationToken stop, int limit = 50)
    {
        Accounts.DemandRight(desk, "user.view");
        var rows = await desk.Sql.List(
            $"""
             select c.id, c.name, o.name, c.active, g.roles, u.username
             from (select contact_id, sum(role) as roles from general_permission group by contact_id) g
             join contact c on c.id = g.contact_id join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id
             {(Paging.Key(after) is null ? "" : "where (c.name, c.id) > ((select name from contact where id = @after), @after)")}
             order by c.name, c.id limit {limit + 1}
             """,
            r => new GeneralRow(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), (Roles)r.GetInt64(4), r.Text(5)),
            stop,
            Paging.Key(after) is { } key ? [("@after", key)] : []);
        return Paging.Page(rows, limit, r => Paging.Mark(r.Id));
    }

    /// <summary>Whom the pickers offer, for each role that the asker may give; whoever has it already is left out.</summary>
    public async Task<IReadOnlyDictionary<Roles, IReadOnlyList<Candidate>>> Offers(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        var offered = new Dictionary<Roles, IReadOnlyList<Candidate>>();
        foreach (var role in new[] { Roles.Manager, Roles.Staff, Roles.Customer }.Where(r => GeneralPermissions.Holds(desk.Actor, r)))
        {
            offered[role] = await desk.Sql.List(
                $"""
                 select c.id, c.name, o.name from contact c join organization o on o.id = c.organization_id
                 where {Potential.Condition(role)} and not exists (select 1 from general_permission g where g.contact_id = c.id and g.role = @role)
                 order by c.name, c.id limit {ProjectCandidates.MostOffered}
                 """,
                r => new Candidate(r.GetInt64(0), r.GetString(1), r.GetString(2)),
                stop,
                ("@role", role));
        }

        return offered;
    }
}

/// <summary>Makes a contact manager, staff or customer of all projects, of those who may be.</summary>
public sealed class GiveGeneralPermission(Desk desk)
{
    public async Task Run(Roles role, string? who, CancellationToken stop)
    {
        await Give(await Ready(role, who, stop), role, stop);
        await desk.Save(stop);
    }

    /// <summary>Saves it only when what it does has been seen.</summary>
    public async Task<Consequences> Weigh(Roles role, string? who, string? seen, CancellationToken stop)
    {
        var contact = await Ready(role, who, stop);
        return await desk.Weigh(new([], [contact.Id]), () => Give(contact, role, stop), seen, stop);
    }

    private async Task<Contact> Ready(Roles role, string? who, CancellationToken stop)
    {
        GeneralPermissions.Demand(desk, role);
        await desk.Begin(stop);
        return await Potential.Find(desk, role, who, Potential.FieldOf(role), stop);
    }

    private async Task Give(Contact contact, Roles role, CancellationToken stop)
    {
        if (!await desk.Db.GeneralPermissions.AnyAsync(p => p.ContactId == contact.Id && p.Role == role, stop))
        {
            desk.Db.Add(new GeneralPermission(contact.Id, role));
            contact.Note(desk.Stamp, GeneralPermissions.What, null, Name.Of(role));
        }
    }
}

public sealed class TakeGeneralPermission(Desk desk)
{
    public async Task Run(Roles role, long contact, CancellationToken stop)
    {
        await Take(await Ready(role, contact, stop), stop);
        await desk.Save(stop);
    }

    /// <summary>Saves it only when what it does has been seen.</summary>
    public async Task<Consequences> Weigh(Roles role, long contact, string? seen, CancellationToken stop)
    {
        var permission = await Ready(role, contact, stop);
        return await desk.Weigh(new([], [contact]), () => Take(permission, stop), seen, stop);
    }

    private async Task<GeneralPermission> Ready(Roles role, long contact, CancellationToken stop)
    {
        GeneralPermissions.Demand(desk, role);
        await desk.Begin(stop);
        return await desk.Db.GeneralPermissions.SingleOrDefaultAsync(p => p.ContactId == contact && p.Role == role, stop)
            ?? throw Refusal.NotFound(Said.Of("refusal.general.none"));
    }

    private async Task Take(GeneralPermission permission, CancellationToken stop)
    {
        var contact = await desk.Db.Contacts.SingleAsync(c => c.Id == permission.ContactId, stop);
        desk.Db.Remove(permission);
        contact.Note(desk.Stamp, GeneralPermissions.What, Name.Of(permission.Role), null);
    }
}

internal static class GeneralPermissions
{
    /// <summary>What history calls it.</summary>
    public const string What = "general permission";

    /// <summary>Whoever manages all projects holds what staff and customers of all have.</summary>
    public static bool Holds(Actor actor, Roles role) => actor.Superuser || (actor.General & (role | Roles.Manager)) != Roles.None;

    public static void DemandHolds(Desk desk, Roles role)
    {
        if (!Holds(desk.Actor, role))
        {
            throw Refusal.Denied(Said.Of("refusal.general.give", ("role", Said.Of("law.role." + Name.Of(role)))));
        }
    }

    /// <summary>Whoever comes into a contact's place comes by its roles over all projects.</summary>
    public static async Task DemandHoldsOf(Desk desk, long contact, CancellationToken stop)
    {
        foreach (var role in await desk.Sql.List("select role from general_permission where contact_id = @contact", r => (Roles)r.GetInt32(0), stop, ("@contact", contact)))
        {
            DemandHolds(desk, role);
        }
    }

    public static void Demand(Desk desk, Roles role)
    {
        Accounts.DemandRight(desk, "user.change");
        DemandHolds(desk, role);
    }
}
