using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    private readonly List<Comment> _comments = [];

    public IReadOnlyList<Comment> Comments => _comments;

    public int CommentCount { get; private set; }

    public DateTime? LastCommentAt { get; private set; }

    public long? LastCommentById { get; private set; }

    public bool LastCommentByStaff { get; private set; }

    /// <summary>The customer sees public comments only, so who waits for whom is told by the last public one.</summary>
    public DateTime? LastPublicAt { get; private set; }

    public bool LastPublicByStaff { get; private set; }

    /// <summary>Somebody of our own side has commented, internally or not.</summary>
    public bool StaffCommented { get; private set; }

    /// <summary>When the customer first heard from us. What a ticket is opened with is a question, whoever wrote it down.</summary>
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>A public reply. A customer's reply brings a returned or closed ticket back under review, and one that was put off back among the others, unless a machine wrote it.</summary>
    public Comment Reply(CommentText text, bool byStaff, Stamp by, bool automatic = false)
    {
        if (!automatic)
        {
            Remember(text.Body, byStaff, by.At);
        }

        var comment = Add(text, isInternal: false, byStaff, by);
        if (!byStaff && !automatic)
        {
            Heard(by);
        }

        return comment;
    }

    /// <summary>An internal note: never seen by customers, never changes the status.</summary>
    public Comment AddNote(CommentText text, Stamp by) => Add(text, isInternal: true, byStaff: true, by);

    private void Heard(Stamp by)
    {
        Wake(by, "woken-by-reply");
        if (Status is TicketStatus.Returned or TicketStatus.Closed)
        {
            MoveTo(TicketStatus.UnderReview, by);
        }
    }

    private Comment Add(CommentText text, bool isInternal, bool byStaff, Stamp by)
    {
        var comment = new Comment(text, isInternal, byStaff, by);
        _comments.Add(comment);
        CommentCount++;
        StaffCommented |= byStaff;
        if (LastCommentAt is null || by.At >= LastCommentAt)
        {
            LastCommentAt = by.At;
            LastCommentById = by.ContactId;
            LastCommentByStaff = byStaff;
        }

        if (!isInternal && (LastPublicAt is null || by.At >= LastPublicAt))
        {
            LastPublicAt = by.At;
            LastPublicByStaff = byStaff;
        }

        if (!isInternal && byStaff && by.At > OpenedAt && (AnsweredAt is null || by.At < AnsweredAt))
        {
            AnsweredAt = by.At;
        }

        Changes.Add(new Change(by, isInternal ? "note" : "reply", null, null));
        Touch(by.At);
        return comment;
    }
}
