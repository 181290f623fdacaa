using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory.Duplicates;

/// <summary>Two organizations are one: people and projects of the one go to the other, and the one stays as a pointer.</summary>
public sealed class MergeOrganizations(Desk desk)
{
    /// <summary>What would happen.</summary>
    public async Task<MergeView> Look(long source, long target, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.delete");
        var (one, other) = (await Load(source, stop), await Load(target, stop));
        var contacts = await desk.Sql.First("select count(*) from contact where organization_id = @id", r => (int)r.GetInt64(0), stop, ("@id", source));
        var projects = await desk.Sql.First("select count(*) from project where organization_id = @id", r => (int)r.GetInt64(0), stop, ("@id", source));
        return new(Shown(one), Shown(other), [("contacts", contacts), ("projects", projects)], WhyNot(one, other));
    }

    public async Task Run(long source, long target, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.delete");
        await desk.Begin(stop);
        var (one, other) = (await Load(source, stop), await Load(target, stop));
        if (WhyNot(one, other) is { } why)
        {
            throw Refusal.Conflict(why);
        }

        var people = await desk.Db.Contacts.Where(c => c.OrganizationId == source).ToListAsync(stop);
        people.ForEach(c => c.MoveTo(other, desk.Stamp));
        other.TakeOver(one, desk.Stamp);
        one.MergeInto(other, desk.Stamp);
        await desk.Flush(stop);
        await desk.Sql.Run("update project set organization_id = @to where organization_id = @from", stop, ("@from", source), ("@to", target));
        await desk.Sql.Run("update organization set merged_into_id = @to where merged_into_id = @from", stop, ("@from", source), ("@to", target));
        await desk.Save(stop);
    }

    private async Task<Organization> Load(long id, CancellationToken stop) =>
        await desk.Db.Organizations.SingleOrDefaultAsync(o => o.Id == id, stop) ?? throw Refusal.NotFound(Said.Of("refusal.organization.number", ("id", id)));

    private static Said? WhyNot(Organization source, Organization target) => (source, target) switch
    {
        _ when source.Id == target.Id => Said.Of("merging.itself"),
        ({ MergedIntoId: not null }, _) => Said.Of("merging.already", ("name", source.Name)),
        (_, { MergedIntoId: not null }) => Said.Of("merging.already", ("name", target.Name)),
        _ when source.Category != target.Category => Said.Of("merging.categories"),
        _ => null,
    };

    private static Twin Shown(Organization organization) => new(organization.Id, organization.Name, null, organization.Active, [], null);
}
