using Microsoft.EntityFrameworkCore;
using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Deciding;

/// <summary>A held letter is not wanted: it waits no more, and stays where it is on the server.</summary>
public sealed class RefuseLetter(Desk desk)
{
    public async Task Run(long letter, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.change");
        await WaitingLetter.Get(desk, letter, stop);
        await desk.Begin(stop);
        await Refuse(desk, letter, Words.Said.Of("trace.decided-refused", ("name", desk.Actor.Name)), stop);
        await desk.Save(stop);
    }

    internal static async Task Refuse(Desk desk, long letter, Words.Said reason, CancellationToken stop)
    {
        var row = await desk.Db.Letters.SingleAsync(l => l.Id == letter, stop);
        var trace = Trace.After(row.Trace);
        trace.Say("decided", reason);
        row.RefusedBecause(reason);
        row.Trace = trace.ToString();
    }
}
