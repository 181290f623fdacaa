using Sportello.History;
using Sportello.Words;

namespace Sportello.Tickets;

/// <summary>What an import says of a ticket, names already turned into keys.</summary>
internal sealed record TicketRecord(
    int Number,
    long ProjectId,
    TicketKind Kind,
    TicketStatus Status,
    Priority Priority,
    string Subject,
    long? RequesterId,
    long? AssigneeId,
    Origin Origin,
    DateTime OpenedAt,
    DateTime? UpdatedAt,
    DateTime? ClosedAt,
    IReadOnlyList<long> Watchers,
    string? Fields = null)
{
    public DateTime? SnoozedUntil { get; init; }

    public long? SnoozedById { get; init; }
}

internal sealed partial class Ticket
{
    /// <summary>An imported ticket carries its own past: nothing is checked against roles, nothing is told to anybody.</summary>
    public static Ticket Imported(TicketRecord record, Stamp by)
    {
        var ticket = new Ticket();
        ticket.Changes.Add(new Change(by, "imported", null, null));
        ticket.Take(record);
        return ticket;
    }

    /// <summary>Takes what differs; false when nothing does. Names are for the history.</summary>
    public bool ImportAgain(TicketRecord record, Func<long?, string?> nameOf, Stamp by)
    {
        var before = Changes.Count;
        NoteImported(by, "project", ProjectId == record.ProjectId, null, null);
        NoteImported(by, "kind", Kind == record.Kind, Name.Of(Kind), Name.Of(record.Kind));
        NoteImported(by, "status", Status == record.Status, Name.Of(Status), Name.Of(record.Status));
        NoteImported(by, "priority", Priority == record.Priority, Name.Of(Priority), Name.Of(record.Priority));
        NoteImported(by, "subject", string.Equals(Subject, record.Subject, StringComparison.Ordinal), Subject, record.Subject);
        NoteImported(by, "requester", RequesterId == record.RequesterId, nameOf(RequesterId), nameOf(record.RequesterId));
        NoteImported(by, "assignee", AssigneeId == record.AssigneeId, nameOf(AssigneeId), nameOf(record.AssigneeId));
        CountHandover(AssigneeId, AssigneeId == record.AssigneeId ? null : record.AssigneeId);
        NoteImported(by, "watchers", record.Watchers.ToHashSet().SetEquals(_watchers.Select(w => w.ContactId)), null, null);
        NoteImported(by, "fields", string.Equals(Fields, record.Fields, StringComparison.Ordinal), null, null);
        NoteImported(by, "imported", Origin == record.Origin && OpenedAt == record.OpenedAt, null, null);
        NoteImported(by, "imported", Open || record.ClosedAt is null || ClosedAt == record.ClosedAt, null, null);
        NoteImported(by, "imported", record.UpdatedAt is null || UpdatedAt == record.UpdatedAt, null, null);
        NoteImported(by, "snoozed", SnoozedUntil == record.SnoozedUntil || record.Status == TicketStatus.Closed, Written(SnoozedUntil), Written(record.SnoozedUntil));
        Take(record);
        return Changes.Count > before;
    }

    public Comment ImportComment(CommentText text, bool isInternal, bool byStaff, Stamp by, bool automatic = false)
    {
        if (!isInternal && !automatic)
        {
            Remember(text.Body, byStaff, by.At);
        }

        var known = Changes.Count;
        var comment = Add(text, isInternal, byStaff, by);
        Changes.RemoveRange(known, Changes.Count - known);
        return comment;
    }

    /// <summary>
    /// The last word of an import on the times, once the comments are in. A closed ticket that does not say since when
    /// has been closed since its last comment.
    /// </summary>
    public void Settle(TicketRecord record)
    {
        ClosedAt = Open ? null : record.ClosedAt ?? ClosedAt ?? Latest(OpenedAt, LastCommentAt ?? OpenedAt);
        UpdatedAt = record.UpdatedAt ?? Latest(UpdatedAt, UsualUpdate);
        SettlePace();
    }

    /// <summary>When a ticket was updated last, as far as its other times tell.</summary>
    public DateTime UsualUpdate => Latest(OpenedAt, Latest(ClosedAt ?? OpenedAt, LastCommentAt ?? OpenedAt));

    /// <summary>Only the import says so of a ticket whose row did not change itself.</summary>
    public void NoteImported(Stamp by, string what, bool same, string? from, string? to)
    {
        if (!same)
        {
            Changes.Add(new Change(by, what, from, to));
        }
    }

    private static DateTime Latest(DateTime one, DateTime other) => one > other ? one : other;

    private void Take(TicketRecord record)
    {
        Number = record.Number;
        ProjectId = record.ProjectId;
        Kind = record.Kind;
        Status = record.Status;
        Open = record.Status != TicketStatus.Closed;
        Priority = record.Priority;
        Subject = record.Subject;
        RequesterId = record.RequesterId;
        AssigneeId = record.AssigneeId;
        Origin = record.Origin;
        OpenedAt = record.OpenedAt;
        Fields = record.Fields;
        (SnoozedUntil, SnoozedById) = Open ? (record.SnoozedUntil, record.SnoozedUntil is null ? null : record.SnoozedById) : (null, null);
        _watchers.RemoveAll(w => !record.Watchers.Contains(w.ContactId));
        foreach (var watcher in record.Watchers)
        {
            Watch(watcher);
        }
    }
}
