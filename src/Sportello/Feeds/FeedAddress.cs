using System.Buffers.Text;
using System.Security.Cryptography;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Feeds;

/// <summary>
/// Everybody's own secret address, at which programs that cannot sign in read their calendar and their tickets. It is said once;
/// only its hash is kept, and a new one takes the place of the one before.
/// </summary>
public sealed class FeedAddress(Desk desk)
{
    /// <summary>Since when there is one.</summary>
    public Task<DateTime?> Since(CancellationToken stop) =>
        desk.Sql.First("select created_at from feed_address where user_id = @user", r => r.TimeOrNone(0), stop, ("@user", Self));

    /// <returns>What stands in the address.</returns>
    public async Task<string> Make(CancellationToken stop)
    {
        var user = Self;
        if (desk.Actor.Narrowed)
        {
            // It would show whatever its owner may see.
            throw Refusal.Denied(Said.Of("refusal.feed.narrowed"));
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await desk.Begin(stop);
        await desk.Sql.Run(
            """
            insert into feed_address (user_id, hash, created_at) values (@user, @hash, @now)
            on conflict (user_id) do update set hash = excluded.hash, created_at = excluded.created_at
            """,
            stop,
            ("@user", user), ("@hash", TokenSignIn.HashOf(secret)), ("@now", desk.Now));
        await desk.Remember(Subject.User, user, "feed", null, "made", stop);
        await desk.Save(stop);
        return secret;
    }

    public async Task Revoke(CancellationToken stop)
    {
        var user = Self;
        await desk.Begin(stop);
        if (await desk.Sql.Run("delete from feed_address where user_id = @user", stop, ("@user", user)) > 0)
        {
            await desk.Remember(Subject.User, user, "feed", "made", null, stop);
        }

        await desk.Save(stop);
    }

    private long Self => desk.Actor.UserId ?? throw Refusal.Denied("Settings of one's own need an account: sign in first.");
}

/// <summary>Whose desk an address opens: with the reach that its owner has at the time of reading.</summary>
public sealed class FeedReader(House house)
{
    /// <exception cref="Refusal">Nobody's, or somebody's whose account is closed.</exception>
    public async Task<Desk> Open(string secret, CancellationToken stop)
    {
        await using var nobody = await house.DeskOfNobody(stop);
        var user = await nobody.Sql.First("select user_id from feed_address where hash = @hash", r => (long?)r.GetInt64(0), stop, ("@hash", TokenSignIn.HashOf(secret)));
        return (user is { } id ? await house.DeskOfUser(id, Door.Web, stop) : null) ?? throw Refusal.NotFound(Said.Of("refusal.feed"));
    }
}
