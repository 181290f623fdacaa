using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Spool;
using Sportello.Words;

namespace Sportello.Mailroom.Intake;

/// <summary>A mail server tells what became of a mail of ours: it is written where the mail is, and where nothing arrives the address is marked.</summary>
internal static class TakeReport
{
    /// <summary>A copy of a mail of ours turned up, so the server has taken it: one that was doubtful is so no more.</summary>
    public static async Task<bool> Proven(Desk desk, long mail, CancellationToken stop) => await desk.Sql.Run(
        "update mail_recipient set state = @sent, sent_at = coalesce(sent_at, @now), last_answer = @answer, claimed_until = null where id = @id and state in (2, 7)",
        stop,
        ("@sent", MailState.Sent),
        ("@now", desk.Now),
        ("@answer", Said.Of("mail-answer.copy").Kept),
        ("@id", mail)) == 1;

    /// <returns>The ticket and comment the mail was about; none when it is no longer there.</returns>
    public static async Task<(long Ticket, long? Comment)?> Run(Desk desk, ReportOnOurs report, long letterId, CancellationToken stop)
    {
        var mail = await desk.Sql.First(
            "select m.ticket_id, m.comment_id, r.address from mail_recipient r join mail m on m.id = r.mail_id where r.id = @id",
            r => new { Ticket = r.GetInt64(0), Comment = Data.RowReading.Key(r, 1), Address = r.GetString(2) },
            stop,
            ("@id", report.Recipient));
        if (mail is null)
        {
            return null;
        }

        // A report proves that the mail went out, also one that was doubtful. What came back for good stays so, whatever is told later.
        await desk.Sql.Run(
            """
            update mail_recipient set state = @state, last_answer = @said, report_id = @letter, sent_at = coalesce(sent_at, @now)
            where id = @id and state in (2, 3, 7, 10)
            """,
            stop,
            ("@state", report.State),
            ("@said", Storable.Cut(Storable.Text(report.Said), 500)),
            ("@letter", letterId),
            ("@now", desk.Now),
            ("@id", report.Recipient));
        if (report.AddressIsWrong)
        {
            await Undeliverable.Mark(desk, mail.Address, report.Said, stop);
        }

        return (mail.Ticket, mail.Comment);
    }
}
