using Sportello.History;
using Sportello.Mailroom.Reading;
using Sportello.Notices;

namespace Sportello.Mailroom.Outbox;

/// <summary>A mail that is to go out.</summary>
/// <param name="TicketId">What it is about.</param>
/// <param name="CommentId">The comment it carries.</param>
/// <param name="WithComment">The comment it was caused together with: when that is taken back, this is too.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Internal">Whether it is kept from customers.</param>
/// <param name="By">Whose change it tells.</param>
internal sealed record NewMail(long TicketId, long? CommentId, long? WithComment, NoticeKind Kind, bool Internal, Stamp By)
{
    public Change? Status { get; init; }

    public Change? Assignee { get; init; }

    public required DateTime Due { get; init; }

    /// <summary>One of ours wrote it; to customers it is that person's letter and no notice.</summary>
    public bool ByPerson { get; init; }
}

/// <summary>Puts a mail into the outbox, in the transaction of what causes it: a row for the mail, and one for each recipient.</summary>
internal static class PutMail
{
    public static async Task<bool> Run(Desk desk, NewMail mail, IReadOnlyList<Told> told, CancellationToken stop)
    {
        var addresses = await Address.Of(desk, mail.TicketId, [.. told.Select(t => t.Person.Id)], stop);
        var own = OwnMail.Of(desk.House.Settings, _ => false);
        var reached = told.Where(t => addresses.TryGetValue(t.Person.Id, out var a) && !own.IsAddress(a.Text)).ToList();
        if (reached.Count == 0)
        {
            return false;
        }

        var id = await Mail(desk, mail, stop);
        foreach (var one in reached)
        {
            await Recipient(desk, mail, id, one, addresses[one.Person.Id], stop);
        }

        return true;
    }

    private static Task<long> Mail(Desk desk, NewMail mail, CancellationToken stop) => desk.Sql.First(
        """
        insert into mail (ticket_id, comment_id, kind, internal, author_id, author_name, status_from, status_to, assignee_from, assignee_to, created_at)
        values (@ticket, @comment, @kind, @internal, @author, @name, @status_from, @status_to, @assignee_from, @assignee_to, @now)
        returning id
        """,
        r => r.GetInt64(0),
        stop,
        ("@ticket", mail.TicketId),
        ("@comment", mail.CommentId ?? mail.WithComment),
        ("@kind", mail.Kind),
        ("@internal", mail.Internal),
        ("@author", mail.By.ContactId),
        ("@name", mail.By.Name),
        ("@status_from", mail.Status?.From),
        ("@status_to", mail.Status?.To),
        ("@assignee_from", mail.Assignee?.From),
        ("@assignee_to", mail.Assignee?.To),
        ("@now", desk.Now));

    private static async Task Recipient(Desk desk, NewMail mail, long id, Told told, Address address, CancellationToken stop)
    {
        var letter = mail.ByPerson && !told.Person.Ours;

        // An answer that came by mail and goes on by mail is counted too: two machines may be writing to each other through us.
        var automatic = !letter || mail.By.Door is Door.Mail or Door.Program;
        var lost = address.Undeliverable is { } why ? Words.Said.Of("mail-answer.undeliverable", ("why", why)).Kept
            : automatic && await TooMany(desk, address.Text, stop) ? Words.Said.Of("mail-answer.too-many", ("n", desk.House.Settings.Outgoing.PerHour)).Kept
            : null;
        await desk.Sql.Run(
            """
            insert into mail_recipient (mail_id, contact_id, name, address, language, ours, automatic, reasons, state, attempts, created_at, next_attempt_at, last_answer)
            values (@mail, @contact, @name, @address, @language, @ours, @automatic, @reasons, @state, 0, @now, @due, @answer)
            """,
            stop,
            ("@mail", id),
            ("@contact", told.Person.Id),
            ("@name", told.Person.Name),
            ("@address", address.Text),
            ("@language", told.Person.Language ?? desk.House.Settings.Work.Language),
            ("@ours", told.Person.Ours),
            ("@automatic", automatic),
            ("@reasons", told.Reasons),
            ("@state", lost is null ? MailState.Waiting : MailState.GivenUp),
            ("@now", desk.Now),
            ("@due", mail.Due),
            ("@answer", lost));
    }

    private static async Task<bool> TooMany(Desk desk, string address, CancellationToken stop) =>
        await desk.Sql.First(
            "select count(*) from mail_recipient where address = @address and created_at > @since and automatic and state not in (@withdrawn, @given_up)",
            r => r.GetInt64(0),
            stop,
            ("@address", address),
            ("@since", desk.Now.AddHours(-1)),
            ("@withdrawn", MailState.Withdrawn),
            ("@given_up", MailState.GivenUp)) >= desk.House.Settings.Outgoing.PerHour;
}
