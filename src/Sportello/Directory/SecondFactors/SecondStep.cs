using Sportello.Directory.Guarding;
using Sportello.Words;

namespace Sportello.Directory.SecondFactors;

/// <summary>Who is at the second step, and the key to take where it has still to be set up.</summary>
public sealed record HalfView(string Username, KeyView? SetUp);

/// <summary>The second step of signing in: a code, or first setting it up where it is demanded.</summary>
public sealed class SecondStep(House house)
{
    public async Task<HalfView> Look(string? half, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        await desk.Begin(stop);
        var user = await Entrance.Halfway(desk, half, stop);
        var factor = await SecondFactor.Of(desk.Sql, user.Id, stop) ?? await SecondFactor.Make(desk, user.Id, stop);
        await desk.Save(stop);
        return new(user.Username, factor.Since is null ? factor.Show(house, user.Username) : null);
    }

    /// <param name="half">What the first step gave.</param>
    /// <param name="code">As it was typed.</param>
    /// <param name="from">From where it comes.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>Who is in now; and where it was set up by this, the codes for when the app is lost.</returns>
    public async Task<(SignedIn Who, IReadOnlyList<string>? Codes)> Run(string? half, string? code, Caller? from, CancellationToken stop)
    {
        house.Tries.Demand(Tried.SignIn, from?.Address);
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        await desk.Begin(stop);
        var user = await Entrance.Halfway(desk, half, stop);
        var factor = await SecondFactor.Of(desk.Sql, user.Id, stop) ?? throw Refusal.NotFound(Said.Of("second.gone", ("n", Entrance.Minutes)));
        await Entrance.Demand(desk, user, factor, code, from, stop);
        var codes = factor.Since is null ? await factor.Confirm(desk, stop) : null;
        return (await Entrance.Open(desk, user, from, stop), codes);
    }
}
