using System.Collections.Frozen;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;

namespace Sportello.Access;

/// <summary>Reads everything the law asks about people: for one as for a page of them, by the same few statements.</summary>
internal static class ActorReading
{
    public static async Task<Dictionary<long, Actor>> Of(Sql sql, bool byUser, IReadOnlyCollection<long> ids, Door door, CancellationToken stop)
    {
        var people = await sql.List(
            $"""
             select u.id, u.username, u.superuser, u.active, u.language, u.time_zone, u.theme,
                    c.id, c.name, c.active, c.language, o.category, u.security_stamp
             from {(byUser ? "user_account u left join contact c on c.user_id = u.id" : "contact c left join user_account u on u.id = c.user_id")}
             left join organization o on o.id = c.organization_id
             where {sql.Dialect.Among(byUser ? "u.id" : "c.id", "@ids")}
             """,
            r => new Person(
                r.Key(0), r.Text(1), !r.IsDBNull(2) && r.GetBoolean(2), r.IsDBNull(3) || r.GetBoolean(3), r.Text(4) ?? r.Text(10), r.Text(5), r.Text(6),
                r.Key(7), r.Text(8), !r.IsDBNull(9) && r.GetBoolean(9), r.IsDBNull(11) ? 0 : r.GetInt32(11), r.Text(12)),
            stop,
            ("@ids", ids));
        var known = new Known(
            await Granted(sql, people, stop),
            await Roled(sql, "select contact_id, role, project_id from project_member", people, stop),
            await Roled(sql, "select contact_id, role, 0 from general_permission", people, stop));
        return people.ToDictionary(p => (byUser ? p.UserId : p.ContactId)!.Value, p => ActorOf(p, known, door));
    }

    private static Actor ActorOf(Person person, Known known, Door door) => new()
    {
        UserId = person.UserId,
        ContactId = person.ContactId,
        Name = person.ContactName ?? person.Username!,
        Door = door,
        AccountActive = person.UserActive,
        SecurityStamp = person.SecurityStamp,
        Superuser = person.Superuser && person.UserActive,
        Worker = person.Category is 1 or 3 || person.ContactId is null,
        Language = person.Language,
        TimeZone = person.TimeZone,
        Theme = person.Theme,
        Barred = person.WhyBarred ?? (person.ContactId is null ? new Barrier("nobody", person.Username!) : null),
        Permissions = person.UserActive ? known.PermissionsOf(person.UserId) : FrozenDictionary<string, string>.Empty,
        Explicit = person.RolesCount ? known.RolesOf(person.ContactId!.Value) : FrozenDictionary<long, Roles>.Empty,
        General = person.RolesCount ? known.General[person.ContactId!.Value].Aggregate(Roles.None, (all, one) => all | one.Role) : Roles.None,
    };

    /// <summary>What groups grant, by user; under 0 what the group of the start grants, which is all that a contact without an account has.</summary>
    private static async Task<ILookup<long, (string Group, string Permission)>> Granted(Sql sql, List<Person> people, CancellationToken stop)
    {
        var users = people.ConvertAll(p => p.UserId ?? 0).Where(u => u != 0).ToList();
        var granted = users.Count == 0 ? [] : await sql.List(
            $"select m.user_id, g.name, p.permission from group_member m join access_group g on g.id = m.group_id join group_permission p on p.group_id = g.id where {sql.Dialect.Among("m.user_id", "@users")} order by g.name",
            r => (User: r.GetInt64(0), Group: r.GetString(1), Permission: r.GetString(2)),
            stop,
            ("@users", users));
        if (users.Count < people.Count)
        {
            granted.AddRange(await sql.List(
                "select 0, g.name, p.permission from access_group g join group_permission p on p.group_id = g.id where g.name = @group",
                r => (User: r.GetInt64(0), Group: r.GetString(1), Permission: r.GetString(2)),
                stop,
                ("@group", Permission.TicketUsers)));
        }

        return granted.ToLookup(g => g.User, g => (g.Group, g.Permission));
    }

    private static async Task<ILookup<long, (Roles Role, long Project)>> Roled(Sql sql, string select, List<Person> people, CancellationToken stop)
    {
        var contacts = people.Where(p => p.RolesCount).Select(p => p.ContactId!.Value).ToList();
        var roles = contacts.Count == 0 ? [] : await sql.List(
            $"{select} where {sql.Dialect.Among("contact_id", "@contacts")}",
            r => (Contact: r.GetInt64(0), Role: (Roles)r.GetInt32(1), Project: r.GetInt64(2)),
            stop,
            ("@contacts", contacts));
        return roles.ToLookup(r => r.Contact, r => (r.Role, r.Project));
    }

    private sealed record Known(
        ILookup<long, (string Group, string Permission)> Granted, ILookup<long, (Roles Role, long Project)> Explicit, ILookup<long, (Roles Role, long Project)> General)
    {
        public FrozenDictionary<string, string> PermissionsOf(long? user) => Granted[user ?? 0]
            .SelectMany(g => Permission.Expand(g.Permission), (g, permission) => (g.Group, permission))
            .GroupBy(g => g.permission, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => string.Join(", ", g.Select(x => x.Group).Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);

        public FrozenDictionary<long, Roles> RolesOf(long contact) =>
            Explicit[contact].GroupBy(r => r.Project).ToFrozenDictionary(g => g.Key, g => g.Aggregate(Roles.None, (all, one) => all | one.Role));
    }

    private sealed record Person(
        long? UserId, string? Username, bool Superuser, bool UserActive, string? Language, string? TimeZone, string? Theme,
        long? ContactId, string? ContactName, bool ContactActive, int Category, string? SecurityStamp)
    {
        public Barrier? WhyBarred => this switch
        {
            { UserActive: false } => new("account", Username!),
            { ContactId: not null, ContactActive: false } => new("contact", ContactName!),
            _ => null,
        };

        public bool RolesCount => WhyBarred is null && ContactId is not null;
    }
}
