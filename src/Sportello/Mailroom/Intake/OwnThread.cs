using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Spool;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>What a report says of a mail of ours, and of which one.</summary>
/// <param name="Recipient">The mail, by its row.</param>
/// <param name="Ticket">The number of its ticket.</param>
/// <param name="State">Where the mail stands now.</param>
/// <param name="Said">What the reporting server said.</param>
/// <param name="AddressIsWrong">Nothing will ever arrive at that address.</param>
internal sealed record ReportOnOurs(long Recipient, int Ticket, MailState State, string Said, bool AddressIsWrong);

/// <summary>Letters that speak of ours, known by the signed Message-IDs we gave them.</summary>
internal sealed class OwnThread(Signature signature)
{
    // Mail servers give up after five days (RFC 5321), or a little later.
    private static readonly TimeSpan ReportsComeWithin = TimeSpan.FromDays(6);

    public bool Wrote(string messageId) => OwnMessageId.Read(messageId, signature) is not null;

    public OwnMessageId? Itself(Letter letter) => letter.MessageId is { } id ? OwnMessageId.Read(id, signature) : null;

    /// <summary>The mail of ours a letter answers: In-Reply-To, then References from the right.</summary>
    public OwnMessageId? Answered(Letter letter) => Threading.Keys(letter).Select(k => OwnMessageId.Read(k.Key, signature)).FirstOrDefault(o => o is not null);

    /// <summary>
    /// The mail a report is about: the id within the returned letter comes first, then the name we gave the envelope (RFC 3461), which comes back
    /// also where nothing of the letter does, then the ids in its own header.
    /// </summary>
    public ReportOnOurs? Reported(Letter letter)
    {
        var named = new[] { letter.DeliveryReport?.OriginalMessageId, letter.DeliveryReport?.OriginalEnvelopeId }.OfType<string>()
            .Select(id => OwnMessageId.Read(id, signature)).FirstOrDefault(id => id is not null);
        if ((named ?? Answered(letter)) is not { } mail)
        {
            return null;
        }

        var status = letter.DeliveryReport?.Recipients is [var first, ..] ? first : null;
        return Reported(mail.Recipient, mail.Ticket, status, letter.Subject);
    }

    public static ReportOnOurs Reported(long recipient, int ticket, DeliveryStatus? status, string subject) => status?.Action switch
    {
        "delayed" => new(recipient, ticket, MailState.Late, Said(status), false),
        "delivered" or "relayed" or "expanded" => new(recipient, ticket, MailState.Sent, Said(status), false),
        "failed" => new(recipient, ticket, MailState.Bounced, Said(status), Undeliverable.Says(status.Status)),
        _ => new(recipient, ticket, MailState.Bounced, status is null ? subject : Said(status), false),
    };

    /// <summary>The last mail that went to an address within the days in which reports still come.</summary>
    public static Task<(long Recipient, int Ticket)?> LastTo(Desk desk, string address, CancellationToken stop) => desk.Sql.First(
        """
        select r.id, t.number from mail_recipient r join mail m on m.id = r.mail_id join ticket t on t.id = m.ticket_id
        where r.address = @address and r.created_at > @since and r.state in (2, 3, 7, 10) order by r.created_at desc, r.id desc limit 1
        """,
        r => ((long, int)?)(r.GetInt64(0), r.GetInt32(1)),
        stop,
        ("@address", Directory.ContactEmail.Normalize(Storable.Text(address))),
        ("@since", desk.Now - ReportsComeWithin));

    /// <summary>The ticket and comment a mail of ours was about, as a message that is known. A comment that was moved since is where it is now.</summary>
    public static async Task<KnownMessage?> Known(Desk desk, OwnMessageId own, string key, CancellationToken stop)
    {
        var ticket = await desk.Sql.First(
            "select coalesce((select c.ticket_id from comment c where c.id = @comment), t.id) from ticket t where t.number = @number",
            r => (long?)r.GetInt64(0),
            stop,
            ("@number", own.Ticket), ("@comment", own.Comment));
        return ticket is { } id ? new KnownMessage(key, id, own.Comment > 0 ? own.Comment : null, null) : null;
    }

    private static string Said(DeliveryStatus status) => string.Join(' ', new[] { status.Action, status.Status, status.Diagnostic }.Where(s => s.Length > 0));
}
