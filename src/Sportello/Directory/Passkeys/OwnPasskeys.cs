using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory.SecondFactors;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory.Passkeys;

/// <summary>What somebody shows before a new key is taken, so that a browser that was left open gives nothing away.</summary>
public enum Proof
{
    /// <summary>They have neither a password nor a second step here.</summary>
    None,
    Password,

    /// <summary>Of the second step.</summary>
    Code,
}

/// <summary>One of somebody's passkeys.</summary>
public sealed record PasskeyView(long Id, string Name, DateTime MadeAt, DateTime? UsedAt, string Credential);

/// <param name="Handle">What their keys call them: says nothing of who they are.</param>
public sealed record OwnPasskeyList(IReadOnlyList<PasskeyView> Keys, Proof Proof, string Username, string Handle);

/// <summary>Everybody's own passkeys: several, each with a name.</summary>
public sealed class OwnPasskeys(Desk desk)
{
    public const int Most = 20;
    public const int LongestName = 60;

    public async Task<OwnPasskeyList> Look(CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        var user = await desk.Db.Users.AsNoTracking().SingleAsync(u => u.Id == self, stop);
        return new(await Passkey.Of(desk.Sql, self, stop), Needed(user, await SecondFactor.Of(desk.Sql, self, stop)), user.Username, Passkey.Handle(self));
    }

    public ChallengeView Begin() => Challenge.New(desk.House, OwnTokens.Self(desk));

    public async Task Add(MadePasskey made, string? ticket, string? name, string? proof, Site site, CancellationToken stop)
    {
        try
        {
            await Keep(made, ticket, name, proof, site, stop);
        }
        catch (Refusal)
        {
            await desk.Undo();
            throw;
        }
    }

    private async Task Keep(MadePasskey made, string? ticket, string? name, string? proof, Site site, CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        var called = OneLine.Of(name ?? "");
        if (called.Length is 0 or > LongestName)
        {
            throw Refusal.Invalid("name", Said.Of("passkey.name.needed", ("n", LongestName)));
        }

        var user = await desk.Db.Users.SingleAsync(u => u.Id == self, stop);
        var factor = await SecondFactor.Of(desk.Sql, self, stop);
        var needed = Needed(user, factor);
        if (needed == Proof.Password)
        {
            // Before anything is written: a password takes its time, and other writers would wait for it.
            await DemandPassword(user, proof ?? "", stop);
        }

        await desk.Begin(stop);
        if (needed == Proof.Code)
        {
            await Entrance.Wait(desk, self, stop);
            await DemandCode(user, factor!, proof, stop);
        }

        var count = made.Demand(Challenge.Take(desk.House, ticket, self), site);
        if ((await Passkey.Of(desk.Sql, self, stop)).Count >= Most)
        {
            throw Refusal.Conflict(Said.Of("passkey.most", ("n", Most)));
        }

        if (await desk.Sql.Run(
            """
            insert into passkey (user_id, credential, public_key, algorithm, counter, name, made_at) values (@user, @credential, @key, @algorithm, @counter, @name, @now)
            on conflict (credential) do nothing
            """,
            stop,
            ("@user", self), ("@credential", Passkey.Written(made.Id)), ("@key", Convert.ToBase64String(PasskeyWord.Octets(made.PublicKey))), ("@algorithm", made.Algorithm), ("@counter", (long)count),
            ("@name", called), ("@now", desk.Now)) == 0)
        {
            throw Refusal.Conflict(Said.Of("passkey.there"));
        }

        await desk.Remember(Subject.User, self, "passkey", null, called, stop);
        await desk.Save(stop);
    }

    public async Task Remove(long id, CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        await desk.Begin(stop);
        var name = await desk.Sql.First("delete from passkey where id = @id and user_id = @user returning name", r => r.GetString(0), stop, ("@id", id), ("@user", self))
            ?? throw Refusal.NotFound(Said.Of("passkey.none"));
        await desk.Remember(Subject.User, self, "passkey", name, null, stop);
        await desk.Save(stop);
    }

    private static Proof Needed(User user, SecondFactor? factor) =>
        factor is { Since: not null } ? Proof.Code : user.PasswordHash.Length > 0 ? Proof.Password : Proof.None;

    private async Task DemandCode(User user, SecondFactor factor, string? proof, CancellationToken stop)
    {
        try
        {
            await Entrance.Demand(desk, user, factor, proof, null, stop);
        }
        catch (Refusal refusal) when (refusal is { Field: "code", Words: { } words })
        {
            throw Refusal.Invalid("proof", words);
        }
    }

    /// <summary>What does not fit counts as at the door.</summary>
    private async Task DemandPassword(User user, string proof, CancellationToken stop)
    {
        SignIn.DemandAwake(user, desk.Now);
        if (!desk.House.Passwords.Matches(user.PasswordHash, proof))
        {
            await SignIn.Failed(desk, user, null, stop);
            throw Refusal.Invalid("proof", Said.Of("passkey.password.wrong"));
        }
    }
}

internal static class Passkey
{
    public static string Handle(long user) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(user.ToString(CultureInfo.InvariantCulture)));

    /// <summary>In one way of writing, whatever the browser's.</summary>
    public static string Written(string? id) => Base64Url.EncodeToString(PasskeyWord.Octets(id));

    public static Task<List<PasskeyView>> Of(Sql sql, long user, CancellationToken stop) => sql.List(
        "select id, name, made_at, used_at, credential from passkey where user_id = @user order by id",
        r => new PasskeyView(r.GetInt64(0), r.GetString(1), r.Time(2), r.TimeOrNone(3), r.GetString(4)),
        stop,
        ("@user", user));
}

/// <summary>An administrator of accounts removes all of somebody's passkeys: a device was lost.</summary>
public sealed class EndPasskeys(Desk desk)
{
    public async Task Run(long user, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        await Accounts.DemandMayTouch(desk, user, stop);
        foreach (var key in await Passkey.Of(desk.Sql, user, stop))
        {
            await desk.Remember(Subject.User, user, "passkey", key.Name, null, stop);
        }

        await desk.Sql.Run("delete from passkey where user_id = @user", stop, ("@user", user));
        await desk.Save(stop);
    }
}
