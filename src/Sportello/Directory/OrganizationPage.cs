using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

public sealed record ProjectName(string Name, bool Active);

/// <param name="Contacts">Its first contacts by name, inactive ones too.</param>
/// <param name="Projects">Those of its projects that the reader may see.</param>
public sealed record OrganizationView(
    long Id, string Name, OrganizationCategory Category, bool Active, int Version, Rows<ContactRow> Contacts, IReadOnlyList<ProjectName> Projects, IReadOnlyList<HistoryView> History)
{
    public bool MayChange { get; init; }

    /// <summary>What this turned out to be.</summary>
    public long? MergedInto { get; init; }
}

/// <summary>One organization, for whoever holds organization.view.</summary>
public sealed class OrganizationPage(Desk desk)
{
    internal const int MostHistory = 50;
    private const int MostContacts = 200;

    /// <param name="called">Its name or its number.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<OrganizationView> Run(string called, CancellationToken stop) => await Run(await desk.OrganizationKey(called, stop), stop);

    public async Task<OrganizationView> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.view");
        var found = await desk.Sql.First(
            "select name, category, active, version, merged_into_id from organization where id = @id",
            r => new OrganizationView(id, r.GetString(0), (OrganizationCategory)r.GetInt32(1), r.GetBoolean(2), r.GetInt32(3), new([], null), [], []) { MergedInto = r.Key(4) },
            stop,
            ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.organization.number", ("id", id)));
        return found with
        {
            Contacts = ContactList.IsFor(desk.Actor) ? await new ContactList(desk).Run(new(Organization: id, Inactive: true, Limit: MostContacts), stop) : new([], null),
            Projects = await Projects(id, stop),
            MayChange = desk.Actor.Holds("organization.change"),
            History = await HistoryOf.Latest(desk.Sql, Subject.Organization, id, MostHistory, stop),
        };
    }

    private async Task<IReadOnlyList<ProjectName>> Projects(long id, CancellationToken stop)
    {
        var sight = Law.Sees(desk.Actor);
        var all = await desk.Sql.List(
            "select id, name, active from project where organization_id = @id order by name",
            r => (Id: r.GetInt64(0), Project: new ProjectName(r.GetString(1), r.GetBoolean(2))),
            stop,
            ("@id", id));
        return [.. all.Where(p => sight.Includes(p.Id)).Select(p => p.Project)];
    }
}
