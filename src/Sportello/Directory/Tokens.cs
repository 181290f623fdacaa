using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>A token, without its secret.</summary>
/// <param name="Rights">The permissions it is narrowed to; none = all that its owner has.</param>
/// <param name="UsedAt">When it was last used, to the hour.</param>
public sealed record TokenView(long Id, string Name, long UserId, string Username, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? UsedAt, IReadOnlyList<string>? Rights)
{
    internal const string Select = "select t.id, t.name, u.id, u.username, t.created_at, t.expires_at, t.used_at, t.rights from api_token t join user_account u on u.id = t.user_id";

    internal static TokenView Read(System.Data.Common.DbDataReader r) =>
        new(r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.Time(4), r.TimeOrNone(5), r.TimeOrNone(6), r.Text(7)?.Split(' '));
}

/// <summary>One's own tokens, and what a new one may be narrowed to.</summary>
public sealed class OwnTokens(Desk desk)
{
    public async Task<(IReadOnlyList<TokenView> Tokens, IReadOnlyList<string> Rights)> Run(CancellationToken stop) => (
        await desk.Sql.List($"{TokenView.Select} where t.user_id = @user order by t.id desc", TokenView.Read, stop, ("@user", Self(desk))),
        [.. Permission.All.Where(desk.Actor.Holds).Order(StringComparer.Ordinal)]);

    /// <summary>Where one is signed in.</summary>
    public async Task<IReadOnlyList<SessionView>> Sessions(string? own, CancellationToken stop) => await Directory.Sessions.List(desk, Self(desk), own, stop);

    internal static long Self(Desk desk) => desk.Actor.UserId ?? throw Refusal.Denied(Said.Of("refusal.self"));
}

/// <summary>Everybody's tokens, newest first.</summary>
public sealed class TokenList(Desk desk)
{
    public const int MostRows = 200;

    public async Task<Rows<TokenView>> Run(string? after, CancellationToken stop, int limit = 50)
    {
        Accounts.DemandRight(desk, "user.view");
        var mark = Paging.Key(after);
        var rows = await desk.Sql.List(
            $"{TokenView.Select}{(mark is null ? "" : " where t.id < @after")} order by t.id desc limit {limit + 1}", TokenView.Read, stop, mark is { } key ? [("@after", key)] : []);
        return Paging.Page(rows, limit, t => Paging.Mark(t.Id));
    }
}

/// <summary>Ends a token: one's own, or as an administrator of accounts anybody's.</summary>
public sealed class EndToken(Desk desk)
{
    /// <summary>One of one's own.</summary>
    public Task Own(long id, CancellationToken stop) => End(id, OwnTokens.Self(desk), stop);

    public async Task Run(long id, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await End(id, null, stop);
    }

    private async Task End(long id, long? owner, CancellationToken stop)
    {
        await desk.Begin(stop);
        var token = await desk.Sql.First($"{TokenView.Select} where t.id = @id", TokenView.Read, stop, ("@id", id));
        if (token is null || (owner is { } self && token.UserId != self))
        {
            throw Refusal.NotFound(Said.Of("refusal.token"));
        }

        if (owner is null)
        {
            await Accounts.DemandMayTouch(desk, token.UserId, stop);
        }

        await desk.Sql.Run("delete from api_token where id = @id", stop, ("@id", id));
        await desk.Remember(Subject.User, token.UserId, "token", token.Name, null, stop);
        await desk.Save(stop);
    }
}
