using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sportello.Words;

namespace Sportello.Directory.SecondFactors;

/// <summary>Where all ways to sign in lead: in, or to the second step where there is one or one is demanded.</summary>
internal static class Entrance
{
    public const int Minutes = 10;

    public static async Task<SignedIn> Of(Desk desk, User user, Caller? from, CancellationToken stop)
    {
        if (await SecondFactor.Of(desk.Sql, user.Id, stop) is { Since: not null } || SecondFactor.Demanded(desk.House, user.Staff, user.Superuser))
        {
            await desk.Save(stop);
            return new(user.Id, user.SecurityStamp) { Half = Write(desk.House, user, desk.Now.AddMinutes(Minutes)) };
        }

        return await Open(desk, user, from, stop);
    }

    public static async Task<SignedIn> Open(Desk desk, User user, Caller? from, CancellationToken stop)
    {
        user.SignedIn(desk.Now);
        var session = await Sessions.Begin(desk, user.Id, from, stop);
        await desk.Save(stop);
        return new(user.Id, user.SecurityStamp) { Session = session };
    }

    /// <summary>Within a transaction: who has come as far as the second step. Two who try at once wait for each other, so that each wrong code is counted.</summary>
    public static async Task<User> Halfway(Desk desk, string? half, CancellationToken stop)
    {
        if (half?.Split('-') is [var id, var ends, { Length: 24 } sign]
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            && long.TryParse(ends, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks > desk.Now.Ticks
            && sign.All(char.IsAsciiHexDigitLower))
        {
            await Wait(desk, key, stop);
            if (await desk.Db.Users.SingleOrDefaultAsync(u => u.Id == key && u.Active, stop) is { } user && desk.House.MailKey.Signature.Holds(Said(user, ticks), sign))
            {
                return user;
            }
        }

        throw Refusal.NotFound(Words.Said.Of("second.gone", ("n", Minutes)));
    }

    /// <summary>Within a transaction: a code that fits, or the account is one step nearer to its rest.</summary>
    public static async Task Demand(Desk desk, User user, SecondFactor factor, string? code, Caller? from, CancellationToken stop)
    {
        SignIn.DemandAwake(user, desk.Now);
        if (!await factor.Takes(desk, code ?? "", stop))
        {
            await SignIn.Failed(desk, user, from, stop);
            throw Refusal.Invalid("code", Words.Said.Of("second.wrong"));
        }
    }

    public static Task Wait(Desk desk, long user, CancellationToken stop) => desk.Sql.Run("update user_account set failed_sign_ins = failed_sign_ins where id = @id", stop, ("@id", user));

    private static string Write(House house, User user, DateTime ends) =>
        string.Create(CultureInfo.InvariantCulture, $"{user.Id}-{ends.Ticks}-{house.MailKey.Signature.Of(Said(user, ends.Ticks))}");

    private static string Said(User user, long ends) => string.Create(CultureInfo.InvariantCulture, $"half.{user.Id}.{user.SecurityStamp}.{ends}");
}
