using Microsoft.EntityFrameworkCore;

namespace Sportello.Directory;

/// <summary>Everybody chooses their own language and light or dark.</summary>
public sealed class ChangeOwnSettings(Desk desk)
{
    public async Task Run(string? language, string? theme, CancellationToken stop)
    {
        var self = desk.Actor.UserId ?? throw Refusal.Denied("Settings of one's own need an account: sign in first.");
        var user = await desk.Db.Users.SingleAsync(u => u.Id == self, stop);
        if (language is not null)
        {
            user.Language = Words.Language.Codes.Contains(language) ? language : throw Refusal.Invalid("language", "English, Russian and Italian are spoken here.");
        }

        user.Theme = theme is "light" or "dark" ? theme : null;
        await desk.Save(stop);
    }
}
