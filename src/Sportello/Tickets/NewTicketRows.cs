using Sportello.Data;
using Sportello.History;
using Sportello.Search;

namespace Sportello.Tickets;

/// <summary>
/// Writes new tickets in bulk, within the transaction: rows, comments, history and kept counts. The entities make the tickets, as they make
/// all others; only the object mapper is left out, which takes longer than the database.
/// </summary>
internal static class NewTicketRows
{
    private static readonly string[] TicketColumns =
    [
        "id", "number", "project_id", "kind", "status", "open", "priority", "subject", "requester_id", "assignee_id", "origin", "opened_at", "updated_at", "closed_at",
        "comment_count", "last_comment_at", "last_comment_by_id", "last_comment_by_staff", "last_public_at", "last_public_by_staff", "staff_commented", "answered_at",
        "asked_at", "promised_on", "file_mentioned_at", "handed_on", "version", "fields", "stops", "due_at", "snoozed_until", "snoozed_by_id",
    ];

    private static readonly string[] CommentColumns =
        ["id", "ticket_id", "author_id", "author_name", "at", "internal", "by_staff", "automatic", "door", "body", "html", "message_id", "letter_id"];

    private static readonly string[] AttachmentColumns = ["comment_id", "name", "media_type", "size", "sha256", "inline", "content_id"];

    private static readonly string[] HistoryColumns =
        ["subject", "subject_id", "subject_version", "at", "contact_id", "who", "door", "what", "from_value", "to_value"];

    /// <returns>The keys of the tickets, in the same order.</returns>
    public static async Task<IReadOnlyList<long>> Insert(Sql sql, IReadOnlyList<Ticket> tickets, CancellationToken stop)
    {
        if (tickets.Count == 0)
        {
            return [];
        }

        var ids = await sql.Dialect.TakeKeys(sql, "ticket", tickets.Count, stop);
        await sql.Insert("ticket", TicketColumns, [.. tickets.Zip(ids, Row)], stop);
        await InsertComments(sql, tickets, ids, stop);
        await sql.Insert("ticket_watcher", ["ticket_id", "contact_id"], [.. tickets.Zip(ids).SelectMany(x => x.First.Watchers.Select(w => new object?[] { x.Second, w.ContactId }))], stop);
        await sql.Insert("history", HistoryColumns, [.. tickets.Zip(ids).SelectMany(x => x.First.Changes.Select(c => Row(c, x.Second)))], stop);
        await TicketCounts.Apply(sql, TicketCounts.Of(tickets), stop);
        return ids;
    }

    private static async Task InsertComments(Sql sql, IReadOnlyList<Ticket> tickets, IReadOnlyList<long> ids, CancellationToken stop)
    {
        var comments = tickets.Zip(ids).SelectMany(x => x.First.Comments, (x, comment) => (Comment: comment, Ticket: x.First, TicketId: x.Second)).ToList();
        var keys = comments.Count == 0 ? [] : await sql.Dialect.TakeKeys(sql, "comment", comments.Count, stop);
        await SearchWords.Write(sql, tickets.Zip(ids), comments.Zip(keys, (c, key) => (c.Ticket, c.Comment, key)), stop);
        if (comments.Count == 0)
        {
            return;
        }

        await sql.Insert("comment", CommentColumns, [.. comments.Zip(keys, (c, key) => Row(c.Comment, c.TicketId, key))], stop);
        await sql.Insert("attachment", AttachmentColumns, [.. comments.Zip(keys).SelectMany(c => c.First.Comment.Attachments.Select(a => Row(a, c.Second)))], stop);
    }

    private static object?[] Row(Ticket t, long id) =>
    [
        id, t.Number, t.ProjectId, (int)t.Kind, (int)t.Status, t.Open, (int)t.Priority, t.Subject, t.RequesterId, t.AssigneeId, (int)t.Origin,
        Moment.ToStored(t.OpenedAt), Moment.ToStored(t.UpdatedAt), Stored(t.ClosedAt), t.CommentCount, Stored(t.LastCommentAt), t.LastCommentById, t.LastCommentByStaff,
        Stored(t.LastPublicAt), t.LastPublicByStaff, t.StaffCommented, Stored(t.AnsweredAt),
        Stored(t.AskedAt), t.PromisedOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Stored(t.FileMentionedAt), t.HandedOn, 1, t.Fields, t.Stops, Stored(t.DueAt), Stored(t.SnoozedUntil), t.SnoozedById,
    ];

    private static object?[] Row(Comment c, long ticket, long id) =>
        [id, ticket, c.AuthorId, c.AuthorName, Moment.ToStored(c.At), c.Internal, c.ByStaff, c.Automatic, (int)c.Door, c.Body, c.Html, c.MessageId, null];

    private static object?[] Row(Attachment a, long comment) => [comment, a.Name, a.MediaType, a.Size, a.Sha256, a.Inline, a.ContentId];

    private static object?[] Row(Change c, long ticket) =>
        [(int)Subject.Ticket, ticket, 1, Moment.ToStored(c.By.At), c.By.ContactId, c.By.Name, (int)c.By.Door, c.What, c.From, c.To];

    private static object? Stored(DateTime? moment) => moment is { } at ? Moment.ToStored(at) : null;
}
