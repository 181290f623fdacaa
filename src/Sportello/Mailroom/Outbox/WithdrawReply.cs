using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.Mailroom.Outbox;

/// <summary>What was taken back, as a draft to go on with.</summary>
public sealed record WithdrawnReply(string Body, IReadOnlyList<StoredFile> Files);

/// <summary>Takes back a reply of one's own while none of its mails has left: the reply goes, the status it set with it, and the text comes back as a draft.</summary>
public sealed class WithdrawReply(Desk desk)
{
    public async Task<WithdrawnReply> Run(int number, long commentId, CancellationToken stop)
    {
        var ticket = await desk.Tickets.Get(number, Right.Reply, stop);
        await desk.Begin(stop);
        if (desk.Actor.ContactId is not { } self || await Until(desk, ticket.Id, commentId, self, stop) is null)
        {
            // Whoever is refused keeps nobody waiting.
            await desk.Undo();
            throw Refusal.Conflict("This can no longer be taken back: the mail has left, or the reply is not yours.");
        }

        var comment = await desk.Db.Set<Comment>().Include(c => c.Attachments).SingleAsync(c => c.Id == commentId, stop);
        var draft = new WithdrawnReply(comment.Body, [.. comment.Attachments.OrderBy(a => a.Id).Select(a => new StoredFile(a.Name, a.MediaType, a.Size, a.Sha256, a.Inline, a.ContentId))]);
        await desk.Sql.Run(
            "update mail_recipient set state = @withdrawn where state = 0 and mail_id in (select id from mail where comment_id = @comment)",
            stop,
            ("@withdrawn", MailState.Withdrawn),
            ("@comment", commentId));
        var before = await StatusBefore(ticket.Id, commentId, stop);
        desk.Db.Remove(comment);
        await desk.Flush(stop);
        ticket.TakeBack(await Merging.Retold(desk.Sql, ticket.Id, stop), before, desk.Stamp);
        await desk.Save(stop);
        return draft;
    }

    /// <summary>The moment from which on it cannot be taken back, if it can now: it is a reply of this person, it waits, and nothing of it has been begun.</summary>
    internal static Task<DateTime?> Until(Desk desk, long ticketId, long commentId, long author, CancellationToken stop) => desk.Sql.First(
        """
        select min(r.next_attempt_at) from comment c join mail m on m.comment_id = c.id join mail_recipient r on r.mail_id = m.id
        where c.id = @comment and c.ticket_id = @ticket and c.author_id = @author and c.internal = false and r.state <> @given_up
        having min(r.next_attempt_at) > @now and max(r.attempts) = 0 and max(r.state) = 0
        """,
        r => r.TimeOrNone(0),
        stop,
        ("@ticket", ticketId),
        ("@comment", commentId),
        ("@author", author),
        ("@given_up", MailState.GivenUp),
        ("@now", desk.Now));

    /// <summary>The status that went with the reply is told in the same mails.</summary>
    private async Task<TicketStatus?> StatusBefore(long ticketId, long commentId, CancellationToken stop)
    {
        var from = await desk.Sql.First(
            "select status_from from mail where ticket_id = @ticket and comment_id = @comment and status_from is not null order by id limit 1",
            r => r.GetString(0),
            stop,
            ("@ticket", ticketId),
            ("@comment", commentId));
        return Name.TryRead<TicketStatus>(from, out var status) ? status : null;
    }
}
