using Sportello.Access;
using Sportello.Data;
using Sportello.Directory.OpenId;
using Sportello.Directory.Passkeys;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>A permission that somebody holds, and which of their groups give it; none for administrators.</summary>
public sealed record HeldPermission(string Permission, string? Groups);

public sealed record UserView(long Id, int Version, string Username, UserFields Is)
{
    public bool HasPassword { get; init; }

    public DateTime? LastSignIn { get; init; }

    /// <summary>Since when a code is asked for besides the password; none = it is not.</summary>
    public DateTime? SecondFactor { get; init; }

    /// <summary>The providers they come in from.</summary>
    public IReadOnlyList<IdentityView> Identities { get; init; } = [];

    public IReadOnlyList<PasskeyView> Passkeys { get; init; } = [];

    /// <summary>After too many wrong passwords.</summary>
    public DateTime? LockedUntil { get; init; }

    /// <summary>The person whose account it is.</summary>
    public (long Id, string Name, string Organization)? Contact { get; init; }

    /// <summary>All groups, of which <see cref="UserFields.Groups"/> are theirs.</summary>
    public IReadOnlyList<GroupChoice> Groups { get; init; } = [];

    public IReadOnlyList<HeldPermission> Permissions { get; init; } = [];

    /// <summary>Roles in the projects that the reader may see, and over all projects.</summary>
    public IReadOnlyList<RoleView> Roles { get; init; } = [];

    /// <summary>Why none of the roles count, when they do not.</summary>
    public Access.Barrier? Barred { get; init; }

    public IReadOnlyList<SessionView> Sessions { get; init; } = [];

    public IReadOnlyList<TokenView> Tokens { get; init; } = [];

    public IReadOnlyList<HistoryView> History { get; init; } = [];

    /// <summary>Accounts of administrators are changed by administrators only.</summary>
    public bool MayChange { get; init; }
}

/// <summary>One account: what it is, what it may and why, where it is signed in.</summary>
public sealed class UserPage(Desk desk)
{
    public async Task<UserView> Run(string called, CancellationToken stop) => await Run(await desk.UserKey(called, stop), stop);

    public async Task<UserView> Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.view");
        var groups = await desk.Sql.List("select group_id from group_member where user_id = @id order by group_id", r => r.GetInt64(0), stop, ("@id", id));
        var found = await desk.Sql.First(
            """
            select u.version, u.username, u.active, u.staff, u.superuser, u.password_hash, u.last_sign_in, u.locked_until, c.id, c.name, o.name, f.confirmed_at
            from user_account u left join contact c on c.user_id = u.id left join organization o on o.id = c.organization_id left join second_factor f on f.user_id = u.id where u.id = @id
            """,
            r => new UserView(id, r.GetInt32(0), r.GetString(1), new(r.GetBoolean(2), r.GetBoolean(3), r.GetBoolean(4), groups))
            {
                HasPassword = r.GetString(5).Length > 0,
                LastSignIn = r.TimeOrNone(6),
                LockedUntil = r.TimeOrNone(7) is { } until && until > desk.Now ? until : null,
                SecondFactor = r.TimeOrNone(11),
                Contact = r.IsDBNull(8) ? null : (r.GetInt64(8), r.GetString(9), r.GetString(10)),
                MayChange = desk.Actor.Holds("user.change") && (desk.Actor.Superuser || !r.GetBoolean(4)),
            },
            stop,
            ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.user.number", ("id", id)));
        var actor = (await desk.House.Actors.OfUsers(desk.Sql, [id], Door.Web, stop))[id];
        return found with
        {
            Groups = await GroupChoice.All(desk, stop),
            Permissions = [.. Permission.All.Where(actor.Holds).Order(StringComparer.Ordinal).Select(p => new HeldPermission(p, actor.Superuser ? null : actor.Permissions[p]))],
            Roles = found.Contact is { } contact ? await ContactPage.RolesOf(desk, contact.Id, stop) : [],
            Barred = actor.Superuser ? null : actor.Barred,
            Identities = await desk.Sql.List("select issuer, made_at from identity_link where user_id = @id order by made_at", r => new IdentityView(r.GetString(0), r.Time(1)), stop, ("@id", id)),
            Passkeys = await Passkey.Of(desk.Sql, id, stop),
            Sessions = await SessionsOf(id, stop),
            Tokens = await TokensOf(id, stop),
            History = await HistoryOf(id, stop),
        };
    }

    /// <summary>Where the account is signed in.</summary>
    public async Task<IReadOnlyList<SessionView>> Sessions(string called, CancellationToken stop) => await SessionsOf(await Known(called, stop), stop);

    public async Task<IReadOnlyList<TokenView>> Tokens(string called, CancellationToken stop) => await TokensOf(await Known(called, stop), stop);

    public async Task<IReadOnlyList<HistoryView>> History(string called, CancellationToken stop) => await HistoryOf(await Known(called, stop), stop);

    private Task<List<SessionView>> SessionsOf(long id, CancellationToken stop) => Directory.Sessions.List(desk, id, null, stop);

    private Task<List<TokenView>> TokensOf(long id, CancellationToken stop) =>
        desk.Sql.List($"{TokenView.Select} where t.user_id = @id order by t.id desc", TokenView.Read, stop, ("@id", id));

    private Task<List<HistoryView>> HistoryOf(long id, CancellationToken stop) => Sportello.History.HistoryOf.Latest(desk.Sql, Subject.User, id, OrganizationPage.MostHistory, stop);

    private async Task<long> Known(string called, CancellationToken stop)
    {
        var id = await desk.UserKey(called, stop);
        return await desk.Sql.First("select id from user_account where id = @id", r => (long?)r.GetInt64(0), stop, ("@id", id)) ?? throw Refusal.NotFound(Said.Of("refusal.user.number", ("id", id)));
    }
}
