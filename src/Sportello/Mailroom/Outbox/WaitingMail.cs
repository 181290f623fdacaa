using Sportello.Data;
using Sportello.Notices;

namespace Sportello.Mailroom.Outbox;

/// <summary>A mail for one recipient, with everything that is written into it.</summary>
internal sealed record WaitingMail(
    long Id, long TicketId, int Number, string Subject, long? CommentId, NoticeKind Kind, bool Internal, string Author, string? StatusFrom, string? StatusTo,
    string? AssigneeFrom, string? AssigneeTo, DateTime CreatedAt, long? ContactId, string Name, string Address, string Language, bool Ours, Reasons Reasons,
    string? MessageId, int Attempts, string? Body, string? Html, bool ByStaff, string Project)
{
    public const string Columns =
        """
        select r.id, m.ticket_id, t.number, t.subject, m.comment_id, m.kind, m.internal, m.author_name, m.status_from, m.status_to,
               m.assignee_from, m.assignee_to, m.created_at, r.contact_id, r.name, r.address, r.language, r.ours, r.reasons,
               r.message_id, r.attempts, c.body, c.html, coalesce(c.by_staff, false), p.name
        from mail_recipient r join mail m on m.id = r.mail_id join ticket t on t.id = m.ticket_id join project p on p.id = t.project_id
        left join comment c on c.id = m.comment_id
        """;

    /// <summary>To customers what one of ours wrote is a person's letter; everything else is a notice of a machine.</summary>
    public bool IsLetter => Kind == NoticeKind.Reply && ByStaff && !Ours;

    /// <summary>Whether it carries what was written, and not only that something changed.</summary>
    public bool CarriesComment => Body is not null && Kind is NoticeKind.Opened or NoticeKind.Reply or NoticeKind.Note;

    /// <summary>An answer stays among us, when it answers an internal note, or a notice that only our side got.</summary>
    public bool AnswersInternally => Internal || (Ours && Kind is NoticeKind.Closed or NoticeKind.Changed);

    public static WaitingMail Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0), r.GetInt64(1), r.GetInt32(2), r.GetString(3), r.Key(4), (NoticeKind)r.GetInt32(5), r.GetBoolean(6), r.GetString(7), r.Text(8), r.Text(9),
        r.Text(10), r.Text(11), r.Time(12), r.Key(13), r.GetString(14), r.GetString(15), r.GetString(16), r.GetBoolean(17), (Reasons)r.GetInt32(18),
        r.Text(19), r.GetInt32(20), r.Text(21), r.Text(22), r.GetBoolean(23), r.GetString(24));
}
