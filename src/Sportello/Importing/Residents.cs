using Sportello.Data;
using Sportello.Directory;

namespace Sportello.Importing;

/// <summary>Who and what is here already, by the names under which another system's data may mean them.</summary>
internal sealed class Residents
{
    public Dictionary<string, long> Projects { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, string> ProjectNames { get; } = [];

    /// <summary>The organization of each project.</summary>
    public Dictionary<string, string> OrganizationOf { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (long Id, OrganizationCategory Category)> Organizations { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, string> OrganizationNames { get; } = [];

    public Dictionary<string, long> ByAddress { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> ByUsername { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Usernames { get; } = new(StringComparer.Ordinal);

    /// <summary>By name alone, and by name and organization.</summary>
    public Dictionary<string, List<long>> ByName { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Name, string Organization), long> ByEmployer { get; } = [];

    public HashSet<long> Contacts { get; } = [];

    private Dictionary<long, long> Merged { get; } = [];

    /// <summary>The contact that this one has become by merging.</summary>
    public long Final(long contact)
    {
        for (var steps = 0; steps < 100 && Merged.TryGetValue(contact, out var into); steps++)
        {
            contact = into;
        }

        return contact;
    }

    public static async Task<Residents> Of(Sql sql, CancellationToken stop)
    {
        var here = new Residents();
        foreach (var (id, name, category) in await sql.List("select id, name, category from organization", r => (r.GetInt64(0), r.GetString(1), (OrganizationCategory)r.GetInt32(2)), stop))
        {
            here.Organizations[name] = (id, category);
            here.OrganizationNames[id] = name;
        }

        foreach (var (id, name, organization) in await sql.List("select id, name, organization_id from project", r => (r.GetInt64(0), r.GetString(1), r.GetInt64(2)), stop))
        {
            here.Projects[name] = id;
            here.ProjectNames[id] = name;
            here.OrganizationOf[name] = here.OrganizationNames[organization];
        }

        here.Usernames.UnionWith(await sql.List("select username from user_account", r => r.GetString(0), stop));
        await here.LearnPeople(sql, stop);
        return here;
    }

    private async Task LearnPeople(Sql sql, CancellationToken stop)
    {
        foreach (var (id, name, username, organization, into) in await sql.List(
            "select c.id, c.name, u.username, c.organization_id, c.merged_into_id from contact c left join user_account u on u.id = c.user_id order by c.id",
            r => (r.GetInt64(0), r.GetString(1), r.Text(2), r.GetInt64(3), r.Key(4)), stop))
        {
            Contacts.Add(id);
            if (into is { } other)
            {
                Merged[id] = other;
                continue;
            }

            if (username is not null)
            {
                ByUsername[username] = id;
            }

            ByEmployer.TryAdd((name, OrganizationNames[organization]), id);
            if (!ByName.TryGetValue(name, out var named))
            {
                ByName[name] = named = [];
            }

            named.Add(id);
        }

        foreach (var (address, id) in await sql.List("select address, contact_id from contact_email", r => (r.GetString(0), r.GetInt64(1)), stop))
        {
            ByAddress[address] = id;
        }
    }
}
