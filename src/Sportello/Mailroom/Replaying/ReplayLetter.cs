using Microsoft.EntityFrameworkCore;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Replaying;

/// <summary>Reads a stored letter again with today's parser and rules and says what would be otherwise. Nothing is changed.</summary>
public sealed class ReplayLetter(Desk desk)
{
    /// <summary>The language in which it is told.</summary>
    public Words.Language Language { get; init; } = Words.Language.In(desk.House.Settings.Work.Language);

    public async Task<Replay> Run(long letter, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        var again = await ReadAgain.Of(desk, await Row(desk, letter, stop), Language, stop);
        return new Replay(letter, again.Differences(), again.Trace.In(Language), Accepted: false);
    }

    internal static async Task<SpooledLetter> Row(Desk desk, long letter, CancellationToken stop) =>
        await desk.Db.Letters.SingleOrDefaultAsync(l => l.Id == letter, stop) ?? throw Refusal.NotFound(Words.Said.Of("letter-no.such", ("id", letter)));
}
