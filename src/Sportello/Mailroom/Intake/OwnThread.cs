using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Mailroom.Spool;
using Sportello.Wire.Mime;

namespace Sportello.Mailroom.Intake;

/// <summary>What a report says of a mail of ours, and of which one.</summary>
internal sealed record ReportOnOurs(OwnMessageId Mail, MailState State, string Said, bool AddressIsWrong);

/// <summary>Letters that speak of ours, known by the signed Message-IDs we gave them.</summary>
internal sealed class OwnThread(Signature signature)
{
    public bool Wrote(string messageId) => OwnMessageId.Read(messageId, signature) is not null;

    public OwnMessageId? Itself(Letter letter) => letter.MessageId is { } id ? OwnMessageId.Read(id, signature) : null;

    /// <summary>The mail of ours a letter answers: In-Reply-To, then References from the right.</summary>
    public OwnMessageId? Answered(Letter letter) => Threading.Keys(letter).Select(k => OwnMessageId.Read(k.Key, signature)).FirstOrDefault(o => o is not null);

    /// <summary>The mail a report is about: the id within the returned letter comes before those in its own header.</summary>
    public ReportOnOurs? Reported(Letter letter)
    {
        var original = letter.DeliveryReport?.OriginalMessageId is { } id ? OwnMessageId.Read(id, signature) : null;
        if ((original ?? Answered(letter)) is not { } mail)
        {
            return null;
        }

        var status = letter.DeliveryReport?.Recipients is [var first, ..] ? first : null;
        return status?.Action switch
        {
            "delayed" => new(mail, MailState.Late, Said(status), false),
            "delivered" or "relayed" or "expanded" => new(mail, MailState.Sent, Said(status), false),
            "failed" => new(mail, MailState.Bounced, Said(status), Undeliverable.Says(status.Status)),
            _ => new(mail, MailState.Bounced, status is null ? letter.Subject : Said(status), false),
        };
    }

    /// <summary>The ticket and comment a mail of ours was about, as a message that is known.</summary>
    public static async Task<KnownMessage?> Known(Desk desk, OwnMessageId own, string key, CancellationToken stop)
    {
        var ticket = await desk.Sql.First("select id from ticket where number = @number", r => (long?)r.GetInt64(0), stop, ("@number", own.Ticket));
        return ticket is { } id ? new KnownMessage(key, id, own.Comment > 0 ? own.Comment : null, null) : null;
    }

    private static string Said(DeliveryStatus status) => string.Join(' ', new[] { status.Action, status.Status, status.Diagnostic }.Where(s => s.Length > 0));
}
