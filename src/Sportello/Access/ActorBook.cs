using System.Collections.Concurrent;
using System.Collections.Frozen;
using Sportello.Data;
using Sportello.History;
using Sportello.Projects;

namespace Sportello.Access;

/// <summary>
/// Turns a user or a contact into an actor. What was read is kept until the access rules change:
/// every change of people, groups, projects or roles moves the epoch, on whichever node it happens.
/// </summary>
internal sealed class ActorBook
{
    private readonly ConcurrentDictionary<(bool User, long Id, Door Door), (long Epoch, Actor Actor)> _known = new();

    public Task<Actor?> OfUser(Sql sql, long userId, Door door, CancellationToken stop) => Find(sql, true, userId, door, stop);

    /// <summary>The actor of a contact, for letters: a contact without an account has the permissions of the group of the start.</summary>
    public Task<Actor?> OfContact(Sql sql, long contactId, Door door, CancellationToken stop) => Find(sql, false, contactId, door, stop);

    private async Task<Actor?> Find(Sql sql, bool byUser, long id, Door door, CancellationToken stop)
    {
        var epoch = await sql.First("select value from counter where name = 'access'", r => r.GetInt64(0), stop);
        if (_known.TryGetValue((byUser, id, door), out var known) && known.Epoch == epoch)
        {
            return known.Actor;
        }

        var actor = await Read(sql, byUser, id, door, stop);
        if (actor is not null)
        {
            _known[(byUser, id, door)] = (epoch, actor);
        }

        return actor;
    }

    private static async Task<Actor?> Read(Sql sql, bool byUser, long id, Door door, CancellationToken stop)
    {
        var person = await sql.First(
            $"""
             select u.id, u.username, u.superuser, u.active, u.language, u.time_zone, u.theme,
                    c.id, c.name, c.active, c.language, o.category, u.security_stamp
             from {(byUser ? "user_account u left join contact c on c.user_id = u.id" : "contact c left join user_account u on u.id = c.user_id")}
             left join organization o on o.id = c.organization_id
             where {(byUser ? "u.id" : "c.id")} = @id
             """,
            r => new Person(
                r.Key(0), r.Text(1), !r.IsDBNull(2) && r.GetBoolean(2), r.IsDBNull(3) || r.GetBoolean(3), r.Text(4) ?? r.Text(10), r.Text(5), r.Text(6),
                r.Key(7), r.Text(8), !r.IsDBNull(9) && r.GetBoolean(9), r.IsDBNull(11) ? 0 : r.GetInt32(11), r.Text(12)),
            stop,
            ("@id", id));
        if (person is null)
        {
            return null;
        }

        var barred = person.WhyBarred;
        var rolesCount = barred is null && person.ContactId is not null;
        return new Actor
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
            Barred = barred ?? (person.ContactId is null ? new Barrier("nobody", person.Username!) : null),
            Permissions = person.UserActive ? await Permissions(sql, person.UserId, stop) : FrozenDictionary<string, string>.Empty,
            Explicit = rolesCount ? await Explicit(sql, person.ContactId!.Value, stop) : FrozenDictionary<long, Roles>.Empty,
            General = rolesCount ? await General(sql, person.ContactId!.Value, stop) : Roles.None,
        };
    }

    private static async Task<FrozenDictionary<string, string>> Permissions(Sql sql, long? userId, CancellationToken stop)
    {
        var granted = await sql.List(
            userId is null
                ? "select g.name, p.permission from access_group g join group_permission p on p.group_id = g.id where g.name = @group"
                : "select g.name, p.permission from group_member m join access_group g on g.id = m.group_id join group_permission p on p.group_id = g.id where m.user_id = @user order by g.name",
            r => (Group: r.GetString(0), Permission: r.GetString(1)),
            stop,
            userId is null ? ("@group", Permission.TicketUsers) : ("@user", userId));
        return granted
            .SelectMany(g => Permission.Expand(g.Permission), (g, permission) => (g.Group, permission))
            .GroupBy(g => g.permission, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => string.Join(", ", g.Select(x => x.Group).Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);
    }

    private static async Task<FrozenDictionary<long, Roles>> Explicit(Sql sql, long contactId, CancellationToken stop)
    {
        var roles = await sql.List(
            "select project_id, role from project_member where contact_id = @contact",
            r => (Project: r.GetInt64(0), Role: (Roles)r.GetInt32(1)),
            stop,
            ("@contact", contactId));
        return roles.GroupBy(r => r.Project).ToFrozenDictionary(g => g.Key, g => g.Aggregate(Roles.None, (all, one) => all | one.Role));
    }

    private static async Task<Roles> General(Sql sql, long contactId, CancellationToken stop)
    {
        var roles = await sql.List("select role from general_permission where contact_id = @contact", r => (Roles)r.GetInt32(0), stop, ("@contact", contactId));
        return roles.Aggregate(Roles.None, (all, one) => all | one);
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
    }
}
