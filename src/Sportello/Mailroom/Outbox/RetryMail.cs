using Sportello.Access;

namespace Sportello.Mailroom.Outbox;

/// <summary>
/// Has a mail tried again that was refused, given up, came back, or may have gone out. By hand only: whoever asks for a doubtful one
/// knows that it may arrive twice. Also says of a doubtful one that it did arrive.
/// </summary>
public sealed class RetryMail(Desk desk)
{
    public Task Run(long id, CancellationToken stop) => Change(
        id,
        "update mail_recipient set state = 0, attempts = 0, next_attempt_at = @now, claimed_by = null where id = @id and state in (4, 5, 6, 7, 9)",
        Words.Said.Of("mail-no.retry"),
        stop);

    /// <summary>Somebody has seen that it arrived.</summary>
    public Task Arrived(long id, CancellationToken stop) => Change(
        id,
        "update mail_recipient set state = 3, sent_at = @now, claimed_by = null where id = @id and state = 7",
        Words.Said.Of("mail-no.arrived"),
        stop);

    private async Task Change(long id, string update, Words.Said otherwise, CancellationToken stop)
    {
        var mail = await desk.Sql.First(
            "select t.project_id, r.address from mail_recipient r join mail m on m.id = r.mail_id join ticket t on t.id = m.ticket_id where r.id = @id",
            r => new { Place = new Place(r.GetInt64(0)), Address = r.GetString(1) },
            stop,
            ("@id", id));
        if (!desk.Actor.Holds("settings.change") && (mail is null || !Law.Allows(desk.Actor, Right.SeeNotes, mail.Place) || !desk.Actor.Holds(Permission.CommentAdd)))
        {
            throw Refusal.Denied(Words.Said.Of("mail-no.right"));
        }

        await desk.Begin(stop);
        if (mail is null || await desk.Sql.Run(update, stop, ("@id", id), ("@now", desk.Now)) == 0)
        {
            await desk.Undo();
            throw mail is null ? Refusal.NotFound(Words.Said.Of("mail-no.such", ("id", id))) : Refusal.Conflict(otherwise);
        }

        await Undeliverable.Trust(desk, mail.Address, stop);
        await desk.Save(stop);
        desk.House.MailBell.Ring();
    }
}
