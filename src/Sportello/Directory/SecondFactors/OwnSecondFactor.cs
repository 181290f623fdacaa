using Microsoft.EntityFrameworkCore;
using Sportello.Words;

namespace Sportello.Directory.SecondFactors;

/// <summary>One's own second step.</summary>
/// <param name="Since">Since when it is asked for; none = it is not.</param>
/// <param name="Left">How many codes for a lost app are left.</param>
/// <param name="Demanded">Whether the settings demand it, so that it cannot be ended.</param>
/// <param name="SetUp">The key, while it is being set up.</param>
public sealed record OwnFactor(DateTime? Since, int Left, bool Demanded, KeyView? SetUp);

/// <summary>Everybody sets up and ends their own second step.</summary>
public sealed class OwnSecondFactor(Desk desk)
{
    public async Task<OwnFactor> Look(CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        var factor = await SecondFactor.Of(desk.Sql, self, stop);
        var user = await desk.Sql.First("select username, staff, superuser from user_account where id = @id", r => new { Name = r.GetString(0), Staff = r.GetBoolean(1), Superuser = r.GetBoolean(2) }, stop, ("@id", self));
        return new(
            factor?.Since,
            (int)await desk.Sql.First("select count(*) from recovery_code where user_id = @user", r => r.GetInt64(0), stop, ("@user", self)),
            SecondFactor.Demanded(desk.House, user!.Staff, user.Superuser),
            factor is { Since: null } ? factor.Show(desk.House, user.Name) : null);
    }

    /// <summary>Makes a key. Nothing is asked for until a code of it was shown.</summary>
    public async Task Begin(CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        await desk.Begin(stop);
        await Entrance.Wait(desk, self, stop);
        if (await SecondFactor.Of(desk.Sql, self, stop) is { Since: not null })
        {
            throw Refusal.Conflict(Said.Of("second.on-already"));
        }

        await SecondFactor.Make(desk, self, stop);
        await desk.Save(stop);
    }

    /// <returns>The codes for when the app is lost; they are never shown again.</returns>
    public async Task<IReadOnlyList<string>> Confirm(string? code, CancellationToken stop)
    {
        var factor = await Shown(code, on: false, stop);
        var codes = await factor.Confirm(desk, stop);
        await desk.Save(stop);
        return codes;
    }

    public async Task<IReadOnlyList<string>> NewCodes(string? code, CancellationToken stop)
    {
        var factor = await Shown(code, on: true, stop);
        var codes = await factor.NewCodes(desk, stop);
        await desk.Save(stop);
        return codes;
    }

    public async Task End(string? code, CancellationToken stop)
    {
        var factor = await Shown(code, on: true, stop);
        if ((await Look(stop)).Demanded)
        {
            await desk.Undo();
            throw Refusal.Denied(Said.Of("second.demanded"));
        }

        await SecondFactor.End(desk, factor.User, stop);
        await desk.Save(stop);
    }

    /// <summary>Whoever sits at a browser that was left open cannot change it: each step asks for a code.</summary>
    private async Task<SecondFactor> Shown(string? code, bool on, CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        await desk.Begin(stop);
        await Entrance.Wait(desk, self, stop);
        var factor = await SecondFactor.Of(desk.Sql, self, stop);
        if (factor is null || factor.Since is null == on)
        {
            throw Refusal.Conflict(Said.Of(on ? "second.off-already" : "second.on-already"));
        }

        await Entrance.Demand(desk, await desk.Db.Users.SingleAsync(u => u.Id == self, stop), factor, code, null, stop);
        return factor;
    }
}

/// <summary>An administrator of accounts ends somebody's second step: the app is lost, and so are the codes.</summary>
public sealed class EndSecondFactor(Desk desk)
{
    public async Task Run(long user, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "user.change");
        await desk.Begin(stop);
        await Accounts.DemandMayTouch(desk, user, stop);
        await SecondFactor.End(desk, user, stop);
        await desk.Save(stop);
    }
}
