using Microsoft.EntityFrameworkCore;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What somebody has chosen for themselves. Empty means that nothing is chosen: the browser's language, the system's light, the house's time.</summary>
/// <param name="OffBoard">Whether others do not see them on the leaderboard; none for whoever has no contact and so is on no board.</param>
public sealed record OwnSettings(string? Language, string? Theme, string? TimeZone, bool? OffBoard = null);

/// <summary>Everybody chooses their own language, light or dark, and time zone.</summary>
public sealed class ChangeOwnSettings(Desk desk)
{
    public async Task<OwnSettings> Now(CancellationToken stop)
    {
        var user = await Self(stop);
        var contact = await Contact(user.Id, stop);
        return new(user.Language, user.Theme, user.TimeZone, contact?.OffBoard);
    }

    /// <param name="wanted">A member that is null stays as it is.</param>
    public async Task Run(OwnSettings wanted, CancellationToken stop)
    {
        var user = await Self(stop);
        user.Language = wanted.Language switch
        {
            null => user.Language,
            "" => null,
            var code when Language.Codes.Contains(code) => code,
            _ => throw Refusal.Invalid("language", "English, Russian and Italian are spoken here."),
        };
        user.Theme = wanted.Theme switch { null => user.Theme, "light" or "dark" => wanted.Theme, _ => null };
        user.TimeZone = wanted.TimeZone switch
        {
            null => user.TimeZone,
            "" => null,
            var zone when TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) => zone,
            _ => throw Refusal.Invalid("zone", $"“{wanted.TimeZone}” is not a time zone that is known here; Europe/Rome is one."),
        };
        if (wanted.OffBoard is { } offBoard && await Contact(user.Id, stop) is { } contact)
        {
            contact.OffBoard = offBoard;
        }

        await desk.Save(stop);
    }

    private Task<Contact?> Contact(long user, CancellationToken stop) => desk.Db.Contacts.SingleOrDefaultAsync(c => c.UserId == user, stop);

    private Task<User> Self(CancellationToken stop)
    {
        var self = desk.Actor.UserId ?? throw Refusal.Denied("Settings of one's own need an account: sign in first.");
        return desk.Db.Users.SingleAsync(u => u.Id == self, stop);
    }
}
