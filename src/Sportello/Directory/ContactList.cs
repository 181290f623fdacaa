using Sportello.Data;
using Sportello.History;

namespace Sportello.Directory;

/// <param name="Search">Beginnings of words of the name or of an address.</param>
/// <param name="Organization">The key of the only organization wanted.</param>
/// <param name="After">The mark of the page before.</param>
public sealed record ContactFilter(string? Search = null, OrganizationCategory? Category = null, long? Organization = null, bool Inactive = false, string? After = null, int Limit = 50);

/// <param name="Address">The address that is written to.</param>
/// <param name="Username">The account's name, for those who have one.</param>
public sealed record ContactRow(long Id, string Name, long OrganizationId, string Organization, OrganizationCategory Category, bool Active, string? Address, string? Username);

/// <summary>Contacts by name, for whoever holds contact.view.</summary>
public sealed class ContactList(Desk desk)
{
    /// <summary>The longest page.</summary>
    public const int MostRows = 200;

    public static bool IsFor(Access.Actor actor) => actor.Holds("contact.view");

    public async Task<Rows<ContactRow>> Run(ContactFilter filter, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.view");
        var parameters = new List<(string, object?)> { ("@limit", filter.Limit + 1) };
        var conditions = DirectoryWords.Conditions(filter.Search, Subject.Contact, "c.id", parameters).ToList();
        if (filter.Category is { } category)
        {
            conditions.Add($"o.category = {(int)category}");
        }

        if (filter.Organization is { } organization)
        {
            conditions.Add("c.organization_id = @organization");
            parameters.Add(("@organization", organization));
        }

        if (!filter.Inactive)
        {
            conditions.Add("c.active");
        }
        else
        {
            // Who was merged is a pointer and nobody of their own.
            conditions.Add("c.merged_into_id is null");
        }

        if (Paging.Key(filter.After) is { } after)
        {
            conditions.Add("(c.name, c.id) > ((select name from contact where id = @after), @after)");
            parameters.Add(("@after", after));
        }

        var rows = await desk.Sql.List(
            $"""
             select c.id, c.name, o.id, o.name, o.category, c.active,
                    (select e.address from contact_email e where e.contact_id = c.id and e.place = 0), u.username
             from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id
             {Paging.Where(conditions)} order by c.name, c.id limit @limit
             """,
            r => new ContactRow(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), (OrganizationCategory)r.GetInt32(4), r.GetBoolean(5), r.Text(6), r.Text(7)),
            stop,
            [.. parameters]);
        return Paging.Page(rows, filter.Limit, r => Paging.Mark(r.Id));
    }
}
