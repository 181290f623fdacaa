using System.Security.Cryptography;
using System.Text;
using Sportello.Data;

namespace Sportello.Directory;

/// <summary>Who a bearer token belongs to. Only the hash of a token is kept, so a stolen database opens nothing.</summary>
public sealed class TokenSignIn(House house)
{
    public async Task<SignedIn?> Run(string token, CancellationToken stop)
    {
        await using var desk = await house.DeskOfNobody(stop);
        var hash = HashOf(token);
        var found = await desk.Sql.First(
            "select u.id, u.security_stamp, t.expires_at, t.rights, t.used_at, t.id from api_token t join user_account u on u.id = t.user_id where t.hash = @hash and u.active",
            r => new { Who = new SignedIn(r.GetInt64(0), r.GetString(1)) { Rights = r.Text(3), TokenId = r.GetInt64(5) }, Expires = r.TimeOrNone(2), Used = r.TimeOrNone(4) },
            stop,
            ("@hash", hash));
        if (found is null || found.Expires <= house.Now)
        {
            return null;
        }

        if (found.Used is null || found.Used < house.Now - Sessions.SeenEvery)
        {
            await desk.Begin(stop);
            await desk.Sql.Run("update api_token set used_at = @now where hash = @hash", stop, ("@now", house.Now), ("@hash", hash));
            await desk.Save(stop);
        }

        return found.Who;
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
