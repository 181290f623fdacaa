using System.Collections.Concurrent;
using System.Collections.Frozen;
using Sportello.History;
using Sportello.Projects;

namespace Sportello.Access;

/// <summary>Who acts, by which door, with everything the law asks about them.</summary>
public sealed class Actor
{
    private static readonly FrozenDictionary<long, Roles> Nowhere = FrozenDictionary<long, Roles>.Empty;

    public long? UserId { get; init; }

    public long? ContactId { get; init; }

    public required string Name { get; init; }

    public required Door Door { get; init; }

    /// <summary>The account may be used at all; also true of a contact without one.</summary>
    public bool AccountActive { get; init; } = true;

    /// <summary>Sessions that were begun with another stamp have ended.</summary>
    public string? SecurityStamp { get; init; }

    /// <summary>The open sessions of the account, by the hashes of their secrets, and when each was last seen.</summary>
    internal ConcurrentDictionary<string, DateTime> Sessions { get; set; } = [];

    public bool Superuser { get; init; }

    /// <summary>Employed by an owner or supplier organization: somebody of our own side.</summary>
    public bool Worker { get; init; }

    public string? Language { get; init; }

    public string? TimeZone { get; init; }

    public string? Theme { get; init; }

    /// <summary>Model permissions, with the names of the groups that grant each.</summary>
    public FrozenDictionary<string, string> Permissions { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Roles by project.</summary>
    public FrozenDictionary<long, Roles> Explicit { get; init; } = Nowhere;

    /// <summary>Roles in all projects, by a general permission.</summary>
    public Roles General { get; init; }

    /// <summary>Lists with a name, for who looks at pages; no law asks them.</summary>
    public IReadOnlyList<Tickets.SavedView> Views { get; internal set; } = [];

    /// <summary>Why none of the roles count, when they do not.</summary>
    public Barrier? Barred { get; init; }

    /// <summary>Whether the session is open; and whether it is time to note that it is in use, which is told once.</summary>
    public (bool Open, bool Note) InSession(string? secret, DateTime now)
    {
        if (secret is null || Directory.TokenSignIn.HashOf(secret) is not { } hash || !Sessions.TryGetValue(hash, out var seen))
        {
            return (false, false);
        }

        return (true, now - seen >= Directory.Sessions.SeenEvery && Sessions.TryUpdate(hash, now, seen));
    }

    /// <summary>Comes with a token that may do less than its owner.</summary>
    public bool Narrowed { get; private init; }

    /// <summary>The same with these permissions at most. Whoever passes all conditions reaches as far as before, and does no more than these.</summary>
    internal Actor NarrowedTo(IReadOnlyCollection<string> permissions) => new()
    {
        UserId = UserId,
        ContactId = ContactId,
        Name = Name,
        Door = Door,
        AccountActive = AccountActive,
        SecurityStamp = SecurityStamp,
        Sessions = Sessions,
        Superuser = false,
        Worker = Worker,
        Language = Language,
        TimeZone = TimeZone,
        Theme = Theme,
        Permissions = permissions.Where(Holds).ToFrozenDictionary(p => p, p => Permissions.GetValueOrDefault(p) ?? "token", StringComparer.Ordinal),
        Explicit = Explicit,
        General = Superuser ? Roles.Manager : General,
        Barred = Barred,
        Narrowed = true,
    };

    public bool Holds(string permission) => Superuser || Permissions.ContainsKey(permission);

    public Roles RolesIn(long projectId) => General | Explicit.GetValueOrDefault(projectId);

    /// <summary>Manager or staff of something, or superuser: sees more than a customer.</summary>
    public bool WorksSomewhere =>
        Superuser || ((General | Explicit.Values.Aggregate(Roles.None, (all, one) => all | one)) & (Roles.Manager | Roles.Staff)) != Roles.None;

    /// <summary>What <see cref="Law.Sees(Actor, Right)"/> has found; an actor is kept, and asked about on every page.</summary>
    internal ConcurrentDictionary<Right, Sight> Sights { get; } = [];

    /// <summary>Reaches every project there is.</summary>
    public bool ReachesAll => Superuser || General != Roles.None;

    public Stamp Stamp(DateTime now) => new(ContactId, Name, Door, now);

    /// <summary>A program acting on its own behalf; it passes both conditions, and its name stands in the history.</summary>
    internal static Actor Program(string name) => new() { Name = name, Door = Door.Program, Superuser = true, Worker = true };

    public static Actor Nobody { get; } = new() { Name = "", Door = Door.Web };
}

/// <summary>Something about a person that takes their roles away: <c>account</c>, <c>contact</c> or <c>nobody</c>, and whose it is.</summary>
public sealed record Barrier(string What, string Name)
{
    public string In(Words.Language language) => Said.In(language);

    internal Words.Said Said => Words.Said.Of("barred." + What, ("name", Name));
}
