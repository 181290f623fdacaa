using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Directory.Guarding;
using Sportello.Directory.SecondFactors;
using Sportello.Jobs;

namespace Sportello.Directory.Passkeys;

/// <summary>Signs in by a passkey, without name and password. Its holder has asked for finger, face or PIN, so it counts as both steps.</summary>
public sealed class PasskeySignIn(House house)
{
    public ChallengeView Begin() => Challenge.New(house, null);

    public async Task<SignedIn> Run(UsedPasskey word, string? ticket, Site site, Caller? from, CancellationToken stop)
    {
        house.Tries.Demand(Tried.SignIn, from?.Address);
        try
        {
            return await Enter(word, Challenge.Take(house, ticket, null), site, from, stop);
        }
        catch (Refusal)
        {
            house.Tries.Count(Tried.SignIn, from?.Address);
            throw;
        }
    }

    private async Task<SignedIn> Enter(UsedPasskey word, Challenge challenge, Site site, Caller? from, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("sign-in", stop);
        var key = await desk.Sql.First(
            "select k.id, k.user_id, k.public_key, k.algorithm from passkey k join user_account u on u.id = k.user_id where k.credential = @credential and u.active",
            r => new { Id = r.GetInt64(0), User = r.GetInt64(1), Public = r.GetString(2), Algorithm = r.GetInt32(3) },
            stop,
            ("@credential", Passkey.Written(word.Id))) ?? throw PasskeyWord.Wrong();
        var count = word.Demand(challenge, site, Convert.FromBase64String(key.Public), key.Algorithm);
        if (!string.IsNullOrEmpty(word.UserHandle) && !string.Equals(Passkey.Written(word.UserHandle), Passkey.Handle(key.User), StringComparison.Ordinal))
        {
            throw PasskeyWord.Wrong();
        }

        await desk.Begin(stop);

        // A holder that counts never says a number twice; one that said it before was copied. Those that do not count say 0.
        if (await desk.Sql.Run(
            "update passkey set counter = @count, used_at = @now where id = @id and (counter < @count or (counter = 0 and @count = 0))",
            stop,
            ("@count", (long)count), ("@now", desk.Now), ("@id", key.Id)) == 0)
        {
            house.Log.Write(LogLevel.Warning, "sign-in", $"Passkey {key.Id} of user {key.User} says a number that it said before; it may have been copied, and opens nothing.");
            throw PasskeyWord.Wrong();
        }

        var user = await desk.Db.Users.SingleAsync(u => u.Id == key.User, stop);
        return user.Active ? await Entrance.Open(desk, user, from, stop) : throw PasskeyWord.Wrong();
    }
}
