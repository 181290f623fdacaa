using System.Collections.Concurrent;
using Sportello.Data;
using Sportello.History;

namespace Sportello.Access;

/// <summary>
/// Turns a user or a contact into an actor. What was read is kept until the access rules change:
/// every change of people, groups, projects, roles or saved views moves the epoch, on whichever node it happens.
/// </summary>
internal sealed class ActorBook
{
    private readonly ConcurrentDictionary<(bool User, long Id, Door Door), (long Epoch, Actor Actor)> _known = new();

    public Task<Actor?> OfUser(Sql sql, long userId, Door door, CancellationToken stop) => Find(sql, true, userId, door, stop);

    /// <summary>The actor of a contact, for letters: a contact without an account has the permissions of the group of the start.</summary>
    public Task<Actor?> OfContact(Sql sql, long contactId, Door door, CancellationToken stop) => Find(sql, false, contactId, door, stop);

    /// <summary>Many at once, as they are now; for tables of people, which are read as a whole and looked at seldom.</summary>
    public Task<Dictionary<long, Actor>> OfUsers(Sql sql, IReadOnlyCollection<long> users, Door door, CancellationToken stop) => ActorReading.Of(sql, true, users, door, stop);

    public Task<Dictionary<long, Actor>> OfContacts(Sql sql, IReadOnlyCollection<long> contacts, Door door, CancellationToken stop) => ActorReading.Of(sql, false, contacts, door, stop);

    /// <summary>The actor of somebody who comes in, and with the same statement where the counter of the settings stands.</summary>
    public async Task<(Actor? Actor, long Settings)> OfVisitor(Sql sql, long userId, Door door, CancellationToken stop)
    {
        var (access, settings) = (await sql.First(
            "select (select value from counter where name = 'access'), (select value from counter where name = 'settings')",
            r => ((long, long)?)(r.GetInt64(0), r.GetInt64(1)),
            stop))!.Value;
        return (await Find(sql, true, userId, door, access, stop), settings);
    }

    private async Task<Actor?> Find(Sql sql, bool byUser, long id, Door door, CancellationToken stop) =>
        await Find(sql, byUser, id, door, await sql.First("select value from counter where name = 'access'", r => r.GetInt64(0), stop), stop);

    private async Task<Actor?> Find(Sql sql, bool byUser, long id, Door door, long epoch, CancellationToken stop)
    {
        if (_known.TryGetValue((byUser, id, door), out var known) && known.Epoch == epoch)
        {
            return known.Actor;
        }

        if ((await ActorReading.Of(sql, byUser, [id], door, stop)).GetValueOrDefault(id) is { } actor)
        {
            actor.Views = byUser && door == Door.Web ? await Tickets.SavedViews.Of(sql, actor, stop) : [];
            if (byUser && door == Door.Web)
            {
                actor.Sessions = await Directory.Sessions.Of(sql, id, stop);
            }

            _known[(byUser, id, door)] = (epoch, actor);
            return actor;
        }

        return null;
    }
}
