using Sportello.Access;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Tickets;

/// <param name="State">What stands behind the question mark of the list's address: filter, order, columns.</param>
/// <param name="Shared">It stands in the rail of everybody who works here.</param>
public sealed record SavedView(long Id, string Name, string State, bool Shared, long Owner);

/// <summary>
/// Lists that somebody has named. Kept with the actor until the next change of one, so that no page reads them; what a view shows
/// is always asked of the law anew, by whoever looks.
/// </summary>
internal static class SavedViews
{
    /// <summary>One's own in one's own order, then those that others share.</summary>
    public static Task<List<SavedView>> Of(Sql sql, Actor actor, CancellationToken stop) => sql.List(
        $"""
         select id, name, state, shared, user_id from saved_view
         where (user_id = @user{(actor.WorksSomewhere ? " or shared = true" : "")}) and deleted_at is null
         order by case when user_id = @user then 0 else 1 end, place, id
         """,
        r => new SavedView(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetInt64(4)),
        stop,
        ("@user", actor.UserId ?? -1L));
}

/// <summary>Lists with a name, for whoever does not look at pages.</summary>
public sealed class ViewList(Desk desk)
{
    public async Task<IReadOnlyList<SavedView>> Run(CancellationToken stop) => await SavedViews.Of(desk.Sql, desk.Actor, stop);
}

/// <summary>Names a list, or changes one that has a name: for oneself, or for all who work here.</summary>
public sealed class KeepView(Desk desk)
{
    public const int LongestName = 40;

    private const int LongestState = 1000;
    private const int MostOwn = 50;

    private static readonly string[] Keys = [.. QueryLine.Keys, "q", "view", "columns"];

    /// <summary>Sharing is for who holds <c>settings.change</c> or manages a project.</summary>
    public static bool MayShare(Actor actor) =>
        actor.Holds("settings.change") || ((actor.General | actor.Explicit.Values.Aggregate(Projects.Roles.None, (all, one) => all | one)) & Projects.Roles.Manager) != 0;

    /// <summary>One's own, and for the administrators those that are shared.</summary>
    public static bool MayChange(Actor actor, SavedView view) => view.Owner == actor.UserId || (view.Shared && actor.Holds("settings.change"));

    /// <param name="id">The view to change; none for a new one.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="state">What stands behind the question mark.</param>
    /// <param name="shared">Whether others have it too.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>As it is kept now.</returns>
    public async Task<SavedView> Run(long? id, string name, string state, bool shared, CancellationToken stop)
    {
        name = OneLine.Of(name);
        var user = desk.Actor.UserId ?? throw Refusal.Denied(Explain.Missing(desk.Actor, Right.See));
        Check(name, state);
        var known = id is { } key ? await Own(desk, key, stop) : null;
        if (shared && known?.Shared != true && !MayShare(desk.Actor))
        {
            throw Refusal.Denied(Said.Of("view.no-share"));
        }

        await desk.Begin(stop);
        var kept = known is null ? await Add(user, name, state, shared, stop) : await Change(known.Id, name, state, shared, stop);
        await Saved(desk, stop);
        return new(kept, name, state, shared, known?.Owner ?? user);
    }

    /// <summary>As it is kept, for who may change it.</summary>
    public Task<SavedView> Get(long id, CancellationToken stop) => Own(desk, id, stop);

    /// <param name="desk">Whose.</param>
    /// <param name="id">Its key.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="dropped">Also one that was taken out.</param>
    internal static async Task<SavedView> Own(Desk desk, long id, CancellationToken stop, bool dropped = false)
    {
        var view = await desk.Sql.First(
            $"select id, name, state, shared, user_id from saved_view where id = @id{(dropped ? "" : " and deleted_at is null")}",
            r => new SavedView(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetInt64(4)),
            stop,
            ("@id", id));
        return view is not null && MayChange(desk.Actor, view) ? view : throw Refusal.NotFound(Said.Of("view.unknown"));
    }

    /// <summary>Everybody's rail is read anew.</summary>
    internal static async Task Saved(Desk desk, CancellationToken stop)
    {
        await desk.Sql.Run("update counter set value = value + 1 where name = 'access'", stop);
        await desk.Save(stop);
    }

    private async Task<long> Add(long user, string name, string state, bool shared, CancellationToken stop)
    {
        var (count, last) = await desk.Sql.First(
            "select count(*), coalesce(max(place), 0) from saved_view where user_id = @user and deleted_at is null", r => (r.GetInt64(0), Convert.ToInt32(r.GetValue(1), System.Globalization.CultureInfo.InvariantCulture)), stop, ("@user", user));
        if (count >= MostOwn)
        {
            await desk.Undo();
            throw Refusal.Invalid("name", Said.Of("view.many", ("most", MostOwn)));
        }

        return await desk.Sql.First(
            "insert into saved_view (user_id, shared, name, state, place) values (@user, @shared, @name, @state, @place) returning id",
            r => r.GetInt64(0),
            stop,
            ("@user", user), ("@shared", shared), ("@name", name), ("@state", state), ("@place", last + 1));
    }

    private async Task<long> Change(long id, string name, string state, bool shared, CancellationToken stop)
    {
        await desk.Sql.Run(
            "update saved_view set name = @name, state = @state, shared = @shared where id = @id", stop, ("@name", name), ("@state", state), ("@shared", shared), ("@id", id));
        return id;
    }

    private static void Check(string name, string state)
    {
        if (name.Length is 0 or > LongestName)
        {
            throw Refusal.Invalid("name", Said.Of("view.name", ("most", LongestName)));
        }

        if (state.Length > LongestState || !state.Split('&', StringSplitOptions.RemoveEmptyEntries).All(part => Keys.Contains(part.Split('=')[0], StringComparer.Ordinal)))
        {
            throw Refusal.Invalid("state", Said.Of("view.state"));
        }
    }
}

/// <summary>Moves a view of one's own by one place.</summary>
public sealed class MoveView(Desk desk)
{
    public async Task Run(long id, bool up, CancellationToken stop)
    {
        var view = await KeepView.Own(desk, id, stop);
        if (view.Owner != desk.Actor.UserId)
        {
            // The order of a rail is its owner's.
            throw Refusal.NotFound(Said.Of("view.unknown"));
        }

        await desk.Begin(stop);
        var order = await desk.Sql.List(
            "select id from saved_view where user_id = @user and deleted_at is null order by place, id", r => r.GetInt64(0), stop, ("@user", view.Owner));
        var at = order.IndexOf(id);
        var to = at + (up ? -1 : 1);
        if (at >= 0 && to >= 0 && to < order.Count)
        {
            (order[at], order[to]) = (order[to], order[at]);
        }

        foreach (var (key, place) in order.Select((key, i) => (key, i + 1)))
        {
            await desk.Sql.Run("update saved_view set place = @place where id = @id", stop, ("@place", place), ("@id", key));
        }

        await KeepView.Saved(desk, stop);
    }
}

/// <summary>Takes a view out of the rail, or puts it back.</summary>
public sealed class DropView(Desk desk)
{
    public async Task Run(long id, bool back, CancellationToken stop)
    {
        await KeepView.Own(desk, id, stop, dropped: true);
        await desk.Begin(stop);
        await desk.Sql.Run("update saved_view set deleted_at = @at where id = @id", stop, ("@at", back ? null : desk.Now), ("@id", id));
        await KeepView.Saved(desk, stop);
    }
}
