using Microsoft.EntityFrameworkCore;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Replaying;

/// <summary>Reads a stored letter again with today's parser and rules and says what would be otherwise. Nothing is changed.</summary>
public sealed class ReplayLetter(Desk desk)
{
    public async Task<Replay> Run(long letter, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.view");
        var again = await ReadAgain.Of(desk, await Row(desk, letter, stop), stop);
        return new Replay(letter, again.Differences(), Trace.Read(again.Trace.ToString()), Accepted: false);
    }

    internal static async Task<SpooledLetter> Row(Desk desk, long letter, CancellationToken stop) =>
        await desk.Db.Letters.SingleOrDefaultAsync(l => l.Id == letter, stop) ?? throw Refusal.NotFound($"There is no letter {letter}.");
}
