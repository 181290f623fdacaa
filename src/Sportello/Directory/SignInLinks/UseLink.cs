using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory.SecondFactors;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory.SignInLinks;

/// <summary>Signs in by the link of a letter, once; and sets a new password when one is given.</summary>
public sealed class UseLink(House house)
{
    /// <summary>Whom the link signs in. Looking uses nothing up, since programs look at letters before people do.</summary>
    public async Task<string> Look(string token, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        return (await Valid(desk, token, stop)).Username;
    }

    /// <param name="token">What stands in the link's address.</param>
    /// <param name="password">A new one; none or empty = it stays as it is.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="from">From where it comes, for the list of sessions.</param>
    public async Task<SignedIn> Run(string token, string? password, CancellationToken stop, Caller? from = null)
    {
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        await desk.Begin(stop);
        var link = await Valid(desk, token, stop);
        if (await desk.Sql.Run("update sign_in_link set used_at = @now where id = @id and used_at is null", stop, ("@now", desk.Now), ("@id", link.Id)) == 0)
        {
            // Somebody was quicker with the same link.
            throw Gone();
        }

        await desk.Sql.Run("update sign_in_link set used_at = @now where user_id = @user and used_at is null", stop, ("@now", desk.Now), ("@user", link.User));
        var user = await desk.Db.Users.SingleAsync(u => u.Id == link.User, stop);
        if (!string.IsNullOrEmpty(password))
        {
            user.SetPassword(desk.House.Passwords.Hash(await Accounts.Strong(desk, user, password, stop)));
            await Sessions.EndAll(desk, user.Id, stop);
            await desk.Remember(Subject.User, user.Id, "password", null, null, stop);
        }

        return await Entrance.Of(desk, user, from, stop);
    }

    private async Task<Link> Valid(Desk desk, string token, CancellationToken stop)
    {
        if (LinkToken.Read(token) is not { } read)
        {
            throw Gone();
        }

        var link = await desk.Sql.First(
            """
            select l.user_id, u.username, l.expires_at from sign_in_link l join user_account u on u.id = l.user_id
            where l.id = @id and l.used_at is null and l.expires_at > @now and u.active
            """,
            r => new Link(read.Id, r.GetInt64(0), r.GetString(1), r.Time(2)),
            stop,
            ("@id", read.Id), ("@now", desk.Now));
        return link is not null && LinkToken.Holds(house, read.Id, link.Expires, read.Sign) ? link : throw Gone();
    }

    private static Refusal Gone() => Refusal.NotFound(Said.Of("link.gone", ("n", AskForLink.Minutes)));

    private sealed record Link(long Id, long User, string Username, DateTime Expires);
}
