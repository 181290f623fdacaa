using Sportello.Data;
using Sportello.History;

namespace Sportello.Directory;

/// <param name="Search">Beginnings of words of the name.</param>
/// <param name="After">The mark of the page before.</param>
public sealed record OrganizationFilter(string? Search = null, OrganizationCategory? Category = null, bool Inactive = false, string? After = null, int Limit = 50);

public sealed record OrganizationRow(long Id, string Name, OrganizationCategory Category, bool Active, int Contacts, int Projects);

/// <summary>Organizations by name, for whoever holds organization.view.</summary>
public sealed class OrganizationList(Desk desk)
{
    /// <summary>The longest page.</summary>
    public const int MostRows = 200;

    public static bool IsFor(Access.Actor actor) => actor.Holds("organization.view");

    public async Task<Rows<OrganizationRow>> Run(OrganizationFilter filter, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "organization.view");
        var parameters = new List<(string, object?)> { ("@limit", filter.Limit + 1) };
        var conditions = DirectoryWords.Conditions(filter.Search, Subject.Organization, "o.id", parameters).ToList();
        if (filter.Category is { } category)
        {
            conditions.Add($"o.category = {(int)category}");
        }

        if (!filter.Inactive)
        {
            conditions.Add("o.active");
        }
        else
        {
            // Who was merged is a pointer and nobody of their own.
            conditions.Add("o.merged_into_id is null");
        }

        if (Paging.Key(filter.After) is { } after)
        {
            conditions.Add("o.name > (select name from organization where id = @after)");
            parameters.Add(("@after", after));
        }

        var rows = await desk.Sql.List(
            $"""
             select o.id, o.name, o.category, o.active,
                    (select count(*) from contact c where c.organization_id = o.id and c.active),
                    (select count(*) from project p where p.organization_id = o.id and p.active)
             from organization o{Paging.Where(conditions)} order by o.name limit @limit
             """,
            r => new OrganizationRow(r.GetInt64(0), r.GetString(1), (OrganizationCategory)r.GetInt32(2), r.GetBoolean(3), r.GetInt32(4), r.GetInt32(5)),
            stop,
            [.. parameters]);
        return Paging.Page(rows, filter.Limit, r => Paging.Mark(r.Id));
    }
}
