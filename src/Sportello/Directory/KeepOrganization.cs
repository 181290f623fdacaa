using Microsoft.EntityFrameworkCore;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What is written down of an organization.</summary>
public sealed record OrganizationFields(string Name, OrganizationCategory Category, bool Active = true);

public sealed class AddOrganization(Desk desk)
{
    /// <returns>Its number.</returns>
    public async Task<long> Run(OrganizationFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.add");
        await desk.Begin(stop);
        var name = await OrganizationName.Free(desk, what.Name, null, stop);
        var organization = new Organization(name, what.Category);
        organization.Describe(name, what.Category, what.Active);
        desk.Db.Add(organization);
        await desk.Flush(stop);
        await desk.Remember(Subject.Organization, organization.Id, "added", null, name, stop);
        await desk.Save(stop);
        return organization.Id;
    }
}

public sealed class ChangeOrganization(Desk desk)
{
    /// <param name="id">Its number.</param>
    /// <param name="seen">The version that the writer saw.</param>
    /// <param name="what">All of it, as it is to be.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(long id, int seen, OrganizationFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.change");
        await desk.Begin(stop);
        var organization = await desk.Db.Organizations.SingleOrDefaultAsync(o => o.Id == id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.organization.number", ("id", id)));
        Revision.Demand(organization.Version, seen);
        var name = await OrganizationName.Free(desk, what.Name, id, stop);
        var changes = new Revision(desk, Subject.Organization, id)
            .Of("name", organization.Name, name)
            .Of("category", Name.Of(organization.Category), Name.Of(what.Category))
            .Of("active", organization.Active, what.Active);
        if (changes.Any)
        {
            organization.Describe(name, what.Category, what.Active);
            organization.Revise();
            await changes.Save(stop);
        }
    }
}

internal static class OrganizationName
{
    public static string Clean(string? text, int most)
    {
        var name = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 0 && name.Length <= most ? name : throw Refusal.Invalid("name", Said.Of("refusal.name", ("n", most)));
    }

    public static async Task<string> Free(Desk desk, string text, long? self, CancellationToken stop)
    {
        var name = Clean(text, Organization.NameLength);
        return await desk.Sql.First("select id from organization where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name)) is { } other && other != self
            ? throw Refusal.Invalid("name", Said.Of("refusal.organization.taken", ("name", name)))
            : name;
    }
}
