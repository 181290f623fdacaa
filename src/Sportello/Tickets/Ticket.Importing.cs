using Sportello.History;

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
    IReadOnlyList<long> Watchers);

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

    public void ImportAgain(TicketRecord record, Stamp by)
    {
        Changes.Add(new Change(by, "imported", null, null));
        Take(record);
    }

    public Comment ImportComment(CommentText text, bool isInternal, bool byStaff, Stamp by)
    {
        var updated = UpdatedAt;
        var comment = Add(text, isInternal, byStaff, by);
        Changes.RemoveAt(Changes.Count - 1);
        UpdatedAt = updated > by.At ? updated : by.At;
        return comment;
    }

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
        UpdatedAt = record.UpdatedAt ?? record.ClosedAt ?? record.OpenedAt;
        ClosedAt = record.ClosedAt;
        _watchers.RemoveAll(w => !record.Watchers.Contains(w.ContactId));
        foreach (var watcher in record.Watchers)
        {
            Watch(watcher);
        }
    }
}
