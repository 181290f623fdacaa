using Sportello.Mailroom.Spool;

namespace Sportello.Mailroom.Deciding;

/// <summary>
/// Keeps a rule for a held letter's sender, and applies it to what waits of that address now. Taken: also what a machine sent comes in.
/// Refused: nothing of it waits for anybody any more.
/// </summary>
public sealed class AlwaysForAddress(Desk desk)
{
    /// <returns>How many letters were decided on.</returns>
    public async Task<int> Run(long letter, bool takes, CancellationToken stop)
    {
        MailRights.Demand(desk, "settings.change");
        var address = (await WaitingLetter.Get(desk, letter, stop)).Row.Sender;
        if (address.Length == 0)
        {
            throw Refusal.Invalid("letter", Words.Said.Of("letter-no.address"));
        }

        var waiting = await desk.Sql.List(
            $"select id from letter where outcome in ({(int)LetterOutcome.Held}, {(int)LetterOutcome.Failed}) and sender = @address order by sent_at, id",
            r => r.GetInt64(0),
            stop,
            ("@address", address));
        await desk.Begin(stop);
        await desk.Sql.Run(
            """
            insert into mail_rule (address, takes, who, at) values (@address, @takes, @who, @now)
            on conflict (address) do update set takes = excluded.takes, who = excluded.who, at = excluded.at
            """,
            stop,
            ("@address", address), ("@takes", takes), ("@who", desk.Actor.Name), ("@now", desk.Now));
        foreach (var id in takes ? [] : waiting)
        {
            await RefuseLetter.Refuse(desk, id, Words.Said.Of("trace.decided-refuses-all", ("name", desk.Actor.Name), ("address", address)), stop);
        }

        await desk.Save(stop);
        foreach (var id in takes ? waiting : [])
        {
            await (await WaitingLetter.Get(desk, id, stop)).TakeInByTheRules(stop);
        }

        return waiting.Count;
    }
}
