using Sportello.History;

namespace Sportello.Tickets;

/// <summary>What a ticket knows of its conversation without reading it.</summary>
internal sealed record Conversation(int Count, DateTime? LastAt, long? LastById, bool LastByStaff, DateTime? LastPublicAt, bool LastPublicByStaff, bool StaffCommented,
    DateTime? AnsweredAt, Reminders Reminders);

internal sealed partial class Ticket
{
    /// <summary>The ticket in which the conversation of this one goes on.</summary>
    public long? MergedIntoId { get; private set; }

    public void MergeInto(Ticket target, Conversation left, Stamp by)
    {
        Changes.Add(new Change(by, "merged-into", null, Called(target)));
        MergedIntoId = target.Id;
        MoveTo(TicketStatus.Closed, by);
        Retell(left, by);
    }

    public void TakeOver(Ticket source, Conversation all, Stamp by)
    {
        Changes.Add(new Change(by, "merged-from", null, Called(source)));
        Retell(all, by);
    }

    /// <summary>The conversation is parted again.</summary>
    public void GiveBack(Ticket source, Conversation left, Stamp by)
    {
        Changes.Add(new Change(by, "unmerged-from", Called(source), null));
        Retell(left, by);
    }

    public void ComeBackFrom(Ticket target, TicketStatus was, Conversation own, Stamp by)
    {
        Changes.Add(new Change(by, "unmerged", Called(target), null));
        MergedIntoId = null;
        MoveTo(was, by);
        Retell(own, by);
    }

    private void Retell(Conversation told, Stamp by)
    {
        (CommentCount, LastCommentAt, LastCommentById, LastCommentByStaff) = (told.Count, told.LastAt, told.LastById, told.LastByStaff);
        (LastPublicAt, LastPublicByStaff, StaffCommented) = (told.LastPublicAt, told.LastPublicByStaff, told.StaffCommented);
        AnsweredAt = told.AnsweredAt;
        (AskedAt, PromisedOn, FileMentionedAt) = (told.Reminders.AskedAt, told.Reminders.PromisedOn, told.Reminders.FileMentionedAt);
        Touch(by.At);
    }

    private static string Called(Ticket ticket) => ticket.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
