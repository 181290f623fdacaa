using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>Makes a token by which a program acts as a user. It is said once; only its hash is kept.</summary>
public sealed class IssueToken(Desk desk)
{
    public const int LongestName = 100;

    public Task<string> Run(string username, string label, DateTime? expiresAt, CancellationToken stop) => Run(username, label, expiresAt, null, stop);

    /// <summary>One of one's own.</summary>
    public async Task<string> Own(string? label, DateTime? expiresAt, IReadOnlyList<string>? rights, CancellationToken stop)
    {
        var self = OwnTokens.Self(desk);
        var username = await desk.Db.Users.Where(u => u.Id == self).Select(u => u.Username).SingleAsync(stop);
        return await Run(username, label ?? "", expiresAt, rights, stop);
    }

    /// <param name="username">Whose it is.</param>
    /// <param name="label">What it is for.</param>
    /// <param name="expiresAt">When it ends (UTC); none = not by itself.</param>
    /// <param name="rights">The permissions it is narrowed to; none = all that its owner has, also what they get later.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<string> Run(string username, string label, DateTime? expiresAt, IReadOnlyList<string>? rights, CancellationToken stop)
    {
        if (!desk.Actor.Superuser && !await IsSelf(username, stop))
        {
            throw Refusal.Denied(Said.Of("refusal.token.others"));
        }

        Check(label, expiresAt, rights);
        await desk.Begin(stop);
        var user = await Accounts.Called(desk, username, stop);
        if (!user.Active)
        {
            throw Refusal.Invalid("username", Said.Of("refusal.token.inactive", ("name", username)));
        }

        var token = "sp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        desk.Db.Add(new ApiToken(user.Id, OneLine.Of(label), TokenSignIn.HashOf(token), desk.Now, expiresAt, rights is null ? null : string.Join(' ', rights.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))));
        await desk.Remember(Subject.User, user.Id, "token", null, OneLine.Of(label), stop);
        await desk.Save(stop);
        return token;
    }

    private void Check(string label, DateTime? expiresAt, IReadOnlyList<string>? rights)
    {
        if (OneLine.Of(label).Length is 0 or > LongestName)
        {
            throw Refusal.Invalid("name", Said.Of("refusal.name", ("n", LongestName)));
        }

        if (expiresAt <= desk.Now)
        {
            throw Refusal.Invalid("expires", Said.Of("refusal.token.expires"));
        }

        if (rights?.FirstOrDefault(r => !Permission.All.Contains(r)) is { } unknown)
        {
            throw Refusal.Invalid("rights", Said.Of("refusal.group.permission", ("permission", unknown)));
        }

        if (rights?.Count == 0)
        {
            throw Refusal.Invalid("rights", Said.Of("refusal.token.nothing"));
        }
    }

    private async Task<bool> IsSelf(string username, CancellationToken stop) =>
        desk.Actor.UserId is { } self && await desk.Db.Users.AnyAsync(u => u.Id == self && u.Username == username, stop);
}
