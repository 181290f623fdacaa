namespace Sportello.Mailroom.Spool;

/// <summary>
/// A message that belongs to a ticket, by its Message-ID without brackets, or by a hash where it has none.
/// Ids that were only mentioned in references are known too, without a comment.
/// </summary>
internal sealed class KnownMessage
{
    private KnownMessage()
    {
    }

    public KnownMessage(string id, long ticketId, long? commentId, string? content)
    {
        Id = id;
        TicketId = ticketId;
        CommentId = commentId;
        Content = content;
    }

    public string Id { get; private set; } = "";

    public long TicketId { get; private set; }

    public long? CommentId { get; private set; }

    /// <summary>A hash of what the letter says; another letter under the same id is not lost.</summary>
    public string? Content { get; private set; }
}
