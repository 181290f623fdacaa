using Sportello.Access;
using Sportello.Data;
using Sportello.Mailroom.Outbox;
using Sportello.Tickets;

namespace Sportello.Notices;

/// <summary>What is about to be written, as far as it decides who is told.</summary>
public sealed record Draft(bool Internal = false, string Text = "", TicketStatus? Status = null);

/// <summary>Somebody who will get a mail.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Name">The contact's name.</param>
/// <param name="Address">Where it goes; none when the contact has no address.</param>
/// <param name="Why">Why this person is told.</param>
/// <param name="Kind">What the mail tells.</param>
/// <param name="NewHere">No mail of this ticket has gone to this address yet, and none came from it.</param>
/// <param name="Undeliverable">What a mail server said, when nothing arrives at the address.</param>
public sealed record Recipient(long ContactId, string Name, string? Address, Reasons Why, NoticeKind Kind, bool NewHere, string? Undeliverable);

/// <summary>Who will get mail of a draft.</summary>
/// <param name="Told">Whether this project tells anybody anything by mail.</param>
/// <param name="CanSend">Whether there is a server to send by; without one, mails wait.</param>
/// <param name="Undo">How long the reply can be taken back.</param>
/// <param name="People">Who, and why.</param>
public sealed record RecipientsView(bool Told, bool CanSend, TimeSpan Undo, IReadOnlyList<Recipient> People);

/// <summary>Says before something is written exactly who will get it, and why: by the same rules that are asked when it is saved.
/// For managers and staff: customers are not shown our people's addresses.</summary>
public sealed class RecipientsOf(Desk desk)
{
    public async Task<RecipientsView> Run(int number, Draft draft, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.SeeNotes, stop);
        var settings = desk.House.Settings;
        if (await Audience.Of(desk, ticket.Id, TicketShelf.PlaceOf(ticket), stop) is not { } audience)
        {
            return new RecipientsView(false, settings.Smtp is not null, TimeSpan.Zero, []);
        }

        HashSet<long> author = desk.Actor.ContactId is { } self ? [self] : [];
        var kind = draft.Internal ? NoticeKind.Note : NoticeKind.Reply;
        var told = (await audience.Hear(kind, author, draft.Text, statusMoved: false, stop)).ConvertAll(t => (Told: t, Kind: kind));
        if (draft.Status is { } status && status != ticket.Status)
        {
            var moved = status == TicketStatus.Closed ? NoticeKind.Closed : NoticeKind.Changed;
            told.AddRange((await audience.Hear(moved, author, "", statusMoved: true, stop))
                .Where(t => !told.Exists(other => other.Told.Person.Id == t.Person.Id)).Select(t => (t, moved)).ToList());
        }

        var contacts = told.ConvertAll(t => t.Told.Person.Id);
        var addresses = await Address.Of(desk, ticket.Id, contacts, stop);
        var known = await Known(ticket.Id, stop);
        return new RecipientsView(true, settings.Smtp is not null, draft.Internal ? TimeSpan.Zero : settings.Outgoing.Undo,
        [
            .. told.Select(t =>
            {
                var address = addresses.GetValueOrDefault(t.Told.Person.Id);
                return new Recipient(
                    t.Told.Person.Id, t.Told.Person.Name, address?.Text, t.Told.Reasons, t.Kind, address is not null && !known.Contains(address.Text), address?.Undeliverable);
            }),
        ]);
    }

    private async Task<HashSet<string>> Known(long ticketId, CancellationToken stop) =>
    [
        .. await desk.Sql.List(
            """
            select r.address from mail m join mail_recipient r on r.mail_id = m.id where m.ticket_id = @ticket and r.sent_at is not null
            union select l.sender from letter l where l.ticket_id = @ticket
            """,
            r => r.GetString(0),
            stop,
            ("@ticket", ticketId)),
    ];
}
