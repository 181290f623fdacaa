using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>Where somebody is signed in.</summary>
/// <param name="Browser">What the browser said of itself.</param>
/// <param name="Address">The network address it came from.</param>
/// <param name="SeenAt">When it was last seen, to the hour.</param>
/// <param name="Own">Whether it is the one that asks.</param>
public sealed record SessionView(long Id, DateTime BegunAt, DateTime SeenAt, string? Browser, string? Address, bool Own);

/// <summary>
/// Who is signed in where. A session is a row; the cookie carries its secret, and the row its hash. Actors are kept with their sessions
/// until the access rules move, which beginning and ending one does: so it ends on every node at once, and no page asks for it.
/// </summary>
internal static class Sessions
{
    /// <summary>As long as the cookie is renewed, and a day; what was not seen for longer has no cookie any more.</summary>
    private const int Days = 15;
    private const int LongestText = 200;

    public static readonly TimeSpan SeenEvery = TimeSpan.FromHours(1);

    public static async Task<string> Begin(Desk desk, long user, Caller? from, CancellationToken stop)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await desk.Begin(stop);
        await desk.Sql.Run("delete from session where user_id = @user and seen_at < @old", stop, ("@user", user), ("@old", desk.Now.AddDays(-Days)));
        await desk.Sql.Run(
            "insert into session (user_id, secret, begun_at, seen_at, browser, address) values (@user, @secret, @now, @now, @browser, @address)",
            stop,
            ("@user", user), ("@secret", TokenSignIn.HashOf(secret)), ("@now", desk.Now), ("@browser", Short(from?.Browser)), ("@address", Short(from?.Address)));
        await Move(desk, stop);
        return secret;
    }

    /// <summary>Within the transaction of whatever ends them.</summary>
    public static async Task EndAll(Desk desk, long user, CancellationToken stop)
    {
        await desk.Sql.Run("delete from session where user_id = @user", stop, ("@user", user));
        await Move(desk, stop);
    }

    public static Task Move(Desk desk, CancellationToken stop) => desk.Sql.Run("update counter set value = value + 1 where name = 'access'", stop);

    /// <summary>By the hashes of their secrets, when each was last seen.</summary>
    public static async Task<ConcurrentDictionary<string, DateTime>> Of(Sql sql, long user, CancellationToken stop) => new(
        await sql.List("select secret, seen_at from session where user_id = @user", r => KeyValuePair.Create(r.GetString(0), r.Time(1)), stop, ("@user", user)),
        StringComparer.Ordinal);

    public static Task<List<SessionView>> List(Desk desk, long user, string? own, CancellationToken stop)
    {
        var hash = own is null ? null : TokenSignIn.HashOf(own);
        return desk.Sql.List(
            "select id, begun_at, seen_at, browser, address, secret from session where user_id = @user order by seen_at desc, id desc",
            r => new SessionView(r.GetInt64(0), r.Time(1), r.Time(2), r.Text(3), r.Text(4), string.Equals(r.GetString(5), hash, StringComparison.Ordinal)),
            stop,
            ("@user", user));
    }

    private static string? Short(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}

/// <summary>What is known of the place that somebody signs in from.</summary>
public sealed record Caller(string? Browser, string? Address);

/// <summary>Leaving: the session is over, wherever its cookie may still lie.</summary>
public sealed class SignOut(House house)
{
    public async Task Run(string? session, CancellationToken stop)
    {
        if (session is null)
        {
            return;
        }

        await using var desk = await house.DeskOfNobody(stop);
        await desk.Begin(stop);
        if (await desk.Sql.Run("delete from session where secret = @secret", stop, ("@secret", TokenSignIn.HashOf(session))) > 0)
        {
            await Sessions.Move(desk, stop);
            await desk.Save(stop);
        }
    }
}

/// <summary>Ends sessions: everybody their own, an administrator of accounts all of somebody's.</summary>
public sealed class EndSessions(Desk desk)
{
    /// <summary>One of one's own.</summary>
    public async Task Own(long id, CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        await desk.Begin(stop);
        if (await desk.Sql.Run("delete from session where id = @id and user_id = @user", stop, ("@id", id), ("@user", self)) == 0)
        {
            throw Refusal.NotFound(Said.Of("refusal.session"));
        }

        await Ended(self, 1, stop);
    }

    /// <summary>All of one's own but the one that asks.</summary>
    public async Task Others(string? own, CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        await desk.Begin(stop);
        await Ended(self, await desk.Sql.Run(
            "delete from session where user_id = @user and secret <> @own", stop, ("@user", self), ("@own", own is null ? "" : TokenSignIn.HashOf(own))), stop);
    }

    /// <summary>All of somebody's.</summary>
    public async Task Of(long user, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        await Accounts.DemandMayTouch(desk, user, stop);
        await Ended(user, await desk.Sql.Run("delete from session where user_id = @user", stop, ("@user", user)), stop);
    }

    private async Task Ended(long user, int count, CancellationToken stop)
    {
        if (count > 0)
        {
            await Sessions.Move(desk, stop);
            await desk.Remember(Subject.User, user, "sessions-ended", count.ToString(System.Globalization.CultureInfo.InvariantCulture), null, stop);
        }

        await desk.Save(stop);
    }
}

/// <summary>Notes that a session is in use; once an hour, after the page has gone out.</summary>
public sealed class TouchSession(House house)
{
    public async Task Run(string session, CancellationToken stop)
    {
        await using var desk = await house.DeskOfNobody(stop);
        await desk.Begin(stop);
        await desk.Sql.Run("update session set seen_at = @now where secret = @secret", stop, ("@now", desk.Now), ("@secret", TokenSignIn.HashOf(session)));
        await desk.Save(stop);
    }
}
