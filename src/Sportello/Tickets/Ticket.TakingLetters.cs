using Sportello.History;

namespace Sportello.Tickets;

internal sealed partial class Ticket
{
    /// <summary>
    /// What a letter says stands at the moment it was sent; what it does to the ticket happens now.
    /// A machine's letter changes no status.
    /// </summary>
    public Comment TakeLetter(CommentText text, bool byStaff, bool isAutomatic, Stamp sent, Stamp now)
    {
        if (!isAutomatic)
        {
            Remember(text.Body, byStaff, sent.At);
        }

        var comment = Reply(text, byStaff, sent, automatic: true);
        comment.Automatic = isAutomatic;
        if (!byStaff && !isAutomatic)
        {
            Heard(now);
        }

        Touch(now.At);
        return comment;
    }

    /// <summary>An answer to what only our side sees.</summary>
    public Comment TakeNote(CommentText text, bool isAutomatic, Stamp sent, Stamp now)
    {
        var comment = AddNote(text, sent);
        comment.Automatic = isAutomatic;
        Touch(now.At);
        return comment;
    }
}
