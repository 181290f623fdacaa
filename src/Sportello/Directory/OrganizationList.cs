using Sportello.Data;
using Sportello.History;

namespace Sportello.Directory;

/// <param name="Search">Beginnings of words of the name.</param>
/// <param name="After">The key of the last row of the page before.</param>
public sealed record OrganizationFilter(string? Search = null, OrganizationCategory? Category = null, bool Inactive = false, long? After = null, int Limit = 50);

public sealed record OrganizationRow(long Id, string Name, OrganizationCategory Category, bool Active, int Contacts, int Projects);

/// <summary>One page of a list, and the key after which the next one begins; none at the end.</summary>
public sealed record Rows<T>(IReadOnlyList<T> Items, long? Next);

/// <summary>Organizations by name, for whoever holds organization.view.</summary>
public sealed class OrganizationList(Desk desk)
{
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

        if (filter.After is { } after)
        {
            conditions.Add("o.name > (select name from organization where id = @after)");
            parameters.Add(("@after", after));
        }

        var rows = await desk.Sql.List(
            $"""
             select o.id, o.name, o.category, o.active,
                    (select count(*) from contact c where c.organization_id = o.id and c.active),
                    (select count(*) from project p where p.organization_id = o.id and p.active)
             from organization o{Listing.Where(conditions)} order by o.name limit @limit
             """,
            r => new OrganizationRow(r.GetInt64(0), r.GetString(1), (OrganizationCategory)r.GetInt32(2), r.GetBoolean(3), r.GetInt32(4), r.GetInt32(5)),
            stop,
            [.. parameters]);
        return Listing.Page(rows, filter.Limit, r => r.Id);
    }
}

/// <summary>What the lists of the directory have in common.</summary>
internal static class Listing
{
    public static string Where(IReadOnlyCollection<string> conditions) => conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions);

    /// <summary>One row more than wanted was read, to know whether there is more.</summary>
    public static Rows<T> Page<T>(List<T> rows, int limit, Func<T, long> key) =>
        rows.Count > limit ? new([.. rows.Take(limit)], key(rows[limit - 1])) : new(rows, null);
}
