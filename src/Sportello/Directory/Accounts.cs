using Microsoft.EntityFrameworkCore;
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

    public static string Strong(string password) => password.Length >= Passwords.LeastLength
        ? password
        : throw Refusal.Invalid("password", $"The password needs at least {Passwords.LeastLength} characters; a short sentence is good.");

    public static async Task<User> Called(Desk desk, string username, CancellationToken stop) =>
        await desk.Db.Users.SingleOrDefaultAsync(u => u.Username == username, stop) ?? throw Refusal.NotFound($"There is no user “{username}”.");
}

/// <summary>Sets a password for somebody; everybody signed in as them is signed out.</summary>
public sealed class SetPassword(Desk desk)
{
    public async Task Run(string username, string password, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        var user = await Accounts.Called(desk, username, stop);
        Accounts.DemandAsHigh(desk, user.Superuser);
        user.SetPassword(Passwords.Hash(Accounts.Strong(password)));
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

        user.SetActive(false);
        await desk.Remember(Subject.User, user.Id, "active", "true", "false", stop);
        await desk.Save(stop);
        return true;
    }
}
