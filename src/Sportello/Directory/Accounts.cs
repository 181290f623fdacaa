using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory.Guarding;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What the verbs on accounts have in common.</summary>
internal static class Accounts
{
    public static void DemandRight(Desk desk, string permission)
    {
        if (!desk.Actor.Holds(permission))
        {
            throw Refusal.Denied(Said.Of("refusal.permission", ("permission", permission)));
        }
    }

    /// <summary>Whoever may touch the account of an administrator could become one.</summary>
    public static void DemandAsHigh(Desk desk, bool superuser)
    {
        if (superuser && !desk.Actor.Superuser)
        {
            throw Refusal.Denied(Said.Of("refusal.accounts.high"));
        }
    }

    /// <summary>Nobody gives what they do not hold.</summary>
    public static void DemandHolds(Desk desk, IEnumerable<string> permissions)
    {
        var lacking = permissions.SelectMany(Permission.Expand).Where(p => !desk.Actor.Holds(p)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (lacking.Count > 0)
        {
            throw Refusal.Denied(Said.Of("refusal.accounts.give", ("permissions", string.Join(", ", lacking))));
        }
    }

    /// <summary>Within a transaction: whether the account may be touched by whoever changes accounts.</summary>
    public static async Task DemandMayTouch(Desk desk, long user, CancellationToken stop) => DemandAsHigh(
        desk,
        await desk.Sql.First("select superuser from user_account where id = @id", r => (bool?)r.GetBoolean(0), stop, ("@id", user)) ?? throw Refusal.NotFound(Said.Of("refusal.user.number", ("id", user))));

    /// <summary>The house always has somebody who may do everything.</summary>
    public static async Task DemandAnotherAdministrator(Desk desk, User user, CancellationToken stop)
    {
        // Two who step down at once wait for each other here.
        await desk.Sql.Run("update counter set value = value where name = 'access'", stop);
        if (await desk.Sql.First("select 1 from user_account where superuser and active and id <> @id limit 1", _ => (int?)1, stop, ("@id", user.Id)) is null)
        {
            throw Refusal.Invalid("superuser", Said.Of("refusal.user.last"));
        }
    }

    /// <summary>A new password for an account that is there, held to the rules and to its names and addresses.</summary>
    public static async Task<string> Strong(Desk desk, User user, string password, CancellationToken stop) => PasswordRules.Demand(
        password,
        [user.Username, .. await desk.Sql.List(
            "select e.address from contact c join contact_email e on e.contact_id = c.id where c.user_id = @id", r => r.GetString(0), stop, ("@id", user.Id))]);

    public static async Task<User> Called(Desk desk, string username, CancellationToken stop) =>
        await desk.Db.Users.Include(u => u.Groups).ThenInclude(g => g.Permissions).SingleOrDefaultAsync(u => u.Username == username, stop)
        ?? throw Refusal.NotFound(Said.Of("refusal.user", ("name", username)));

    public static async Task<User> Numbered(Desk desk, long id, CancellationToken stop) =>
        await desk.Db.Users.Include(u => u.Groups).ThenInclude(g => g.Permissions).SingleOrDefaultAsync(u => u.Id == id, stop)
        ?? throw Refusal.NotFound(Said.Of("refusal.user.number", ("id", id)));
}

/// <summary>Sets a password for somebody; everybody signed in as them is signed out.</summary>
public sealed class SetPassword(Desk desk)
{
    public Task Run(string username, string password, CancellationToken stop) => Set(() => Accounts.Called(desk, username, stop), password, stop);

    /// <param name="user">The number of the account.</param>
    /// <param name="password">The new one.</param>
    /// <param name="stop">Calls it off.</param>
    public Task Of(long user, string password, CancellationToken stop) => Set(() => Accounts.Numbered(desk, user, stop), password, stop);

    private async Task Set(Func<Task<User>> whose, string password, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        var user = await whose();
        Accounts.DemandAsHigh(desk, user.Superuser);
        Accounts.DemandHolds(desk, user.Groups.SelectMany(g => g.Granted));
        if (await desk.Sql.First("select id from contact where user_id = @user", r => (long?)r.GetInt64(0), stop, ("@user", user.Id)) is { } contact)
        {
            await GeneralPermissions.DemandHoldsOf(desk, contact, stop);
        }

        user.SetPassword(desk.House.Passwords.Hash(await Accounts.Strong(desk, user, password, stop)));
        await Sessions.EndAll(desk, user.Id, stop);
        await desk.Remember(Subject.User, user.Id, "password", null, null, stop);
        await desk.Save(stop);
    }
}

/// <summary>Locks an account out, sessions and tokens included. Its contact stays, and so does all it has written.</summary>
public sealed class DisableUser(Desk desk)
{
    /// <returns>False when it was disabled already.</returns>
    public async Task<bool> Run(string username, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        var user = await Accounts.Called(desk, username, stop);
        Accounts.DemandAsHigh(desk, user.Superuser);
        if (!user.Active)
        {
            return false;
        }

        if (user.Superuser)
        {
            await Accounts.DemandAnotherAdministrator(desk, user, stop);
        }

        user.SetActive(false);
        await Sessions.EndAll(desk, user.Id, stop);
        await desk.Remember(Subject.User, user.Id, "active", "yes", "no", stop);
        await desk.Save(stop);
        return true;
    }
}
