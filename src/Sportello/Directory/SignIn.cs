using Microsoft.EntityFrameworkCore;
using Sportello.Directory.Guarding;
using Sportello.Directory.SecondFactors;
using Sportello.Directory.Vouching;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Wire.Transport;
using Sportello.Words;

namespace Sportello.Directory;

public sealed record SignedIn(long UserId, string SecurityStamp)
{
    /// <summary>The secret of the session that was begun, for its cookie.</summary>
    public string? Session { get; init; }

    /// <summary>In place of a session where a second step is to come: what it asks for.</summary>
    public string? Half { get; init; }

    /// <summary>The number of the token that was shown, where one was.</summary>
    public long TokenId { get; init; }

    /// <summary>The permissions that a token is narrowed to, with a space between; none = all.</summary>
    public string? Rights { get; init; }
}

/// <summary>
/// A username, or an address of its contact, and a password: of this house, or of the organization's directory where one is set up. All that a
/// stranger learns is that the two do not fit.
/// </summary>
public sealed class SignIn(House house)
{
    public Task<SignedIn> Run(string name, string password, CancellationToken stop) => Run(name, password, null, stop);

    public async Task<SignedIn> Run(string name, string password, Caller? from, CancellationToken stop)
    {
        house.Tries.Demand(Tried.SignIn, from?.Address);
        await using (var desk = await house.DeskOfProgram("sign-in", stop))
        {
            var user = await Find(desk, name.Trim(), stop);
            DemandAwake(user ?? await Likely(desk, name.Trim(), stop), house.Now);
            var fits = house.Passwords.Matches(user?.PasswordHash ?? "", password);
            if (user is { Active: true } && fits)
            {
                return await Entrance.Of(desk, user, from, stop);
            }

            if (house.Settings.Ldap is null)
            {
                await Failed(desk, user, from, stop);
                throw Refusal.Denied(Said.Of("sign-in.does-not-fit"));
            }
        }

        // While the directory is asked, no connection to the database is held.
        return await ByDirectory(house.Settings.Ldap, name.Trim(), password, from, stop);
    }

    private async Task<SignedIn> ByDirectory(LdapSettings directory, string name, string password, Caller? from, CancellationToken stop)
    {
        var (person, silent) = await Ask(directory, name, password, stop);
        await using var desk = await house.DeskOfProgram("ldap", stop);
        var user = person is null ? await Find(desk, name, stop) ?? await Likely(desk, name, stop) : await person.Account(desk, stop);
        DemandAwake(user, house.Now);
        if (person is not null && user is null)
        {
            user = await person.Come(desk, directory.NewUsers, stop);
            if (user is null)
            {
                await Failed(desk, null, from, stop);
                throw Refusal.Denied(Said.Of("sign-in.no-account"));
            }
        }

        if (person is null || user is not { Active: true })
        {
            // While the directory is silent only a password of this house was tried. Where there is none nothing was guessed, and a whole office may come from one address.
            if (!silent || user is not { PasswordHash: "" })
            {
                await Failed(desk, user, from, stop);
            }

            throw Refusal.Denied(Said.Of(silent ? "sign-in.directory-silent" : "sign-in.does-not-fit"));
        }

        return await Entrance.Of(desk, user, from, stop);
    }

    private async Task<(Vouched? Person, bool Silent)> Ask(LdapSettings directory, string name, string password, CancellationToken stop)
    {
        try
        {
            return (await new PeopleDirectory(directory, (level, what) => house.Log.Write(level, "ldap", what)).Find(name, password, stop), false);
        }
        catch (Exception e) when (e is CommandRefusedException or ConversationBrokenException)
        {
            house.Log.Write(LogLevel.Error, "ldap", $"The directory cannot be asked: {e.Message}");
            return (null, true);
        }
    }

    /// <exception cref="Refusal">The account rests after too many wrong passwords or codes.</exception>
    internal static void DemandAwake(User? user, DateTime now)
    {
        if (user is { LockedUntil: { } until } && until > now)
        {
            throw Refusal.Denied(Said.Of("sign-in.rests", ("n", Math.Max(1, (int)Math.Ceiling((until - now).TotalMinutes)))));
        }
    }

    internal static async Task Failed(Desk desk, User? user, Caller? from, CancellationToken stop)
    {
        desk.House.Tries.Count(Tried.SignIn, from?.Address);
        if (user is null)
        {
            return;
        }

        // Counted by the database: many who try at once are counted each, and no actor is read anew because of them.
        await desk.Begin(stop);
        var failed = await desk.Sql.First(
            "update user_account set failed_sign_ins = failed_sign_ins + 1 where id = @id returning failed_sign_ins", r => r.GetInt32(0), stop, ("@id", user.Id));
        if (User.RestsUntil(failed, desk.Now) is { } until)
        {
            await desk.Sql.Run("update user_account set locked_until = @until where id = @id", stop, ("@until", until), ("@id", user.Id));
            await desk.Remember(Subject.User, user.Id, "locked", from?.Address, failed.ToString(System.Globalization.CultureInfo.InvariantCulture), stop);
        }

        await desk.Save(stop);
    }

    /// <summary>The account that the directory would lead to by that name, which it takes in any case: wrong passwords count there.</summary>
    private async Task<User?> Likely(Desk desk, string name, CancellationToken stop) =>
        house.Settings.Ldap is null || name.Contains('\0', StringComparison.Ordinal) ? null : await new Vouched(name, []).Account(desk, stop);

    private static async Task<User?> Find(Desk desk, string name, CancellationToken stop)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            // PostgreSQL takes no such text, and nobody has such a name.
            return null;
        }

        var id = await desk.Sql.First(
            """
            select u.id from user_account u where u.username = @name
            union all
            select c.user_id from contact_email e join contact c on c.id = e.contact_id where e.address = @address and c.user_id is not null
            limit 1
            """,
            r => (long?)r.GetInt64(0),
            stop,
            ("@name", name),
            ("@address", ContactEmail.Normalize(name)));
        return id is null ? null : await desk.Db.Users.SingleAsync(u => u.Id == id, stop);
    }
}
