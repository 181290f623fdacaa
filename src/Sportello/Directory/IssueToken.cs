using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Sportello.Directory;

/// <summary>Makes a token by which a program acts as a user. It is said once; only its hash is kept.</summary>
public sealed class IssueToken(Desk desk)
{
    public async Task<string> Run(string username, string label, DateTime? expiresAt, CancellationToken stop)
    {
        if (!desk.Actor.Superuser && !await IsSelf(username, stop))
        {
            throw Refusal.Denied("You may make tokens for yourself; for others, only an administrator may.");
        }

        var user = await desk.Db.Users.SingleOrDefaultAsync(u => u.Username == username, stop)
            ?? throw Refusal.NotFound($"There is no user “{username}”.");
        if (!user.Active)
        {
            throw Refusal.Invalid("username", $"The account {username} is inactive; a token of it would open nothing.");
        }

        var token = "sp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        desk.Db.Add(new ApiToken(user.Id, label, TokenSignIn.HashOf(token), desk.Now, expiresAt));
        await desk.Save(stop);
        return token;
    }

    private async Task<bool> IsSelf(string username, CancellationToken stop) =>
        desk.Actor.UserId is { } self && await desk.Db.Users.AnyAsync(u => u.Id == self && u.Username == username, stop);
}
