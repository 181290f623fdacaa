using Sportello.Data;

namespace Sportello.Mailroom.Outbox;

/// <summary>The messages of a ticket that one recipient has: by them a mail program puts the next one where it belongs.</summary>
internal sealed record Thread(string? InReplyTo, IReadOnlyList<string> References)
{
    private const int Newest = 12;

    /// <summary>Some servers on the way refuse longer header fields.</summary>
    private const int MostCharacters = 1500;

    public static async Task<Thread> Of(Desk desk, WaitingMail mail, CancellationToken stop)
    {
        // In the order in which they came to us or left us: what a sender's clock says is no order. Customers never hear even the ids of what was written among us.
        var letters = $"from comment c left join letter l on l.id = c.letter_id where c.ticket_id = @ticket and c.message_id is not null and c.id <> @own and c.id <= @until{(mail.Ours ? "" : " and c.internal = false")}";
        var mails = "from mail_recipient r join mail m on m.id = r.mail_id where m.ticket_id = @ticket and r.contact_id = @contact and r.message_id is not null and r.id < @id";
        var known = await desk.Sql.List(
            $"""
             select message_id, moment, kind from (select c.message_id, coalesce(l.taken_at, c.at) as moment, 0 as kind {letters} order by c.at, c.id limit 1) a
             union select message_id, moment, kind from (select c.message_id, coalesce(l.taken_at, c.at) as moment, 0 as kind {letters} order by c.at desc, c.id desc limit {Newest}) b
             union select message_id, moment, kind from (select r.message_id, r.created_at as moment, 1 as kind {mails} order by r.id limit 1) c
             union select message_id, moment, kind from (select r.message_id, r.created_at as moment, 1 as kind {mails} order by r.id desc limit {Newest}) d
             order by moment, kind
             """,
            r => r.GetString(0),
            stop,
            ("@ticket", mail.TicketId),
            ("@own", mail.CommentId ?? 0L),
            ("@until", mail.CommentId ?? long.MaxValue),
            ("@contact", mail.ContactId ?? 0L),
            ("@id", mail.Id));

        // The letter that a comment came with is answered by the notice of that comment.
        var carried = mail is { CommentId: { } comment, CarriesComment: true }
            ? await desk.Sql.First("select message_id from comment where id = @comment and message_id is not null", r => r.GetString(0), stop, ("@comment", comment))
            : null;
        var ids = known.Append(carried).OfType<string>().Where(id => id.Contains('@', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        return new Thread(ids.Count > 0 ? ids[^1] : null, Shortened(ids));
    }

    /// <summary>The first, by which all began, and the newest, as many as there is room for.</summary>
    private static List<string> Shortened(List<string> ids)
    {
        while (ids.Count > 2 && ids.Sum(id => id.Length + 3) > MostCharacters)
        {
            ids.RemoveAt(1);
        }

        return ids;
    }
}
