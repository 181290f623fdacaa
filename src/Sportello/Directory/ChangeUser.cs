using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What is set of an account; the groups by their keys.</summary>
public sealed record UserFields(bool Active, bool Staff, bool Superuser, IReadOnlyList<long> Groups);

public sealed class ChangeUser(Desk desk)
{
    public async Task Run(long id, int version, UserFields what, CancellationToken stop)
    {
        var (user, groups) = await Ready(id, version, what, stop);
        await Change(user, what, groups, stop);
        await desk.Save(stop);
    }

    /// <summary>Saves it only when what it does has been seen.</summary>
    /// <param name="id">The key of the account.</param>
    /// <param name="version">The version that the writer saw.</param>
    /// <param name="what">All of it, as it is to be.</param>
    /// <param name="seen">What the answer before gave to give back; none = only look.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Consequences> Weigh(long id, int version, UserFields what, string? seen, CancellationToken stop)
    {
        var (user, groups) = await Ready(id, version, what, stop);
        return await desk.Weigh(new([id], []), () => Change(user, what, groups, stop), seen, stop);
    }

    private async Task Change(User user, UserFields what, List<Group> groups, CancellationToken stop)
    {
        if (user.Active && !what.Active)
        {
            await Sessions.EndAll(desk, user.Id, stop);
        }

        user.Change(what, groups, desk.Stamp);
    }

    private async Task<(User User, List<Group> Groups)> Ready(long id, int version, UserFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        var user = await desk.Db.Users.Include(u => u.Groups).SingleOrDefaultAsync(u => u.Id == id, stop)
            ?? throw Refusal.NotFound(Said.Of("refusal.user.number", ("id", id)));
        Accounts.DemandAsHigh(desk, user.Superuser || what.Superuser);
        SeenEntry.Demand(user, version);
        if (user is { Superuser: true, Active: true } && !(what.Superuser && what.Active))
        {
            await DemandMayLeave(user, stop);
        }

        var groups = await desk.Db.Groups.Include(g => g.Permissions).Where(g => what.Groups.Contains(g.Id)).ToListAsync(stop);
        Accounts.DemandHolds(desk, groups.Except(user.Groups).SelectMany(g => g.Granted));
        return (user, groups);
    }

    private async Task DemandMayLeave(User user, CancellationToken stop)
    {
        if (user.Id == desk.Actor.UserId)
        {
            throw Refusal.Invalid("superuser", Said.Of("refusal.user.self"));
        }

        await Accounts.DemandAnotherAdministrator(desk, user, stop);
    }
}
