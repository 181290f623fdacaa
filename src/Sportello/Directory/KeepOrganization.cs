using Microsoft.EntityFrameworkCore;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What is written down of an organization.</summary>
public sealed record OrganizationFields(string Name, OrganizationCategory Category, bool Active = true);

public sealed class AddOrganization(Desk desk)
{
    /// <summary>What the form begins with, for whoever may fill it in.</summary>
    public OrganizationFields Blank()
    {
        Accounts.DemandRight(desk, "organization.add");
        return new("", OrganizationCategory.Customer);
    }

    /// <returns>Its number.</returns>
    public async Task<long> Run(OrganizationFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.add");
        await desk.Begin(stop);
        var organization = Organization.Added(what with { Name = await OrganizationName.Free(desk, what.Name, null, stop) }, desk.Stamp);
        desk.Db.Add(organization);
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
        SeenEntry.Demand(organization, seen);
        organization.Change(what with { Name = await OrganizationName.Free(desk, what.Name, id, stop) }, desk.Stamp);
        await desk.Save(stop);
    }
}

/// <summary>Whoever saw an older state is told before anything is written.</summary>
internal static class SeenEntry
{
    public static void Demand(IHistoric entry, int seen)
    {
        if (entry.Version != seen)
        {
            throw Refusal.Conflict(Said.Of("refusal.stale"));
        }
    }
}

internal static class OrganizationName
{
    public static string Clean(string? text, int most)
    {
        var name = OneLine.Of(text);
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
