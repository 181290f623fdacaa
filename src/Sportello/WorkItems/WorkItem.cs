using Sportello.Tickets;

namespace Sportello.WorkItems;

/// <summary>The numbers are the legacy tracker's and are stored.</summary>
public enum WorkItemStatus
{
    Drafting = 14,
    Planned = 22,
    Issued = 1,
    InProgress = 6,
    NeedsSpecification = 19,
    HandedToTesting = 2,
    InTesting = 21,
    HandedToReferenceTesting = 13,
    FixBug = 15,
    ReturnedForRework = 16,
    Done = 3,
    Cancelled = 5,
}

public enum WorkType
{
    Enhancement = 1,
    BugFix = 2,
    Other = 3,
}

/// <summary>One job for a programmer.</summary>
internal sealed class WorkItem
{
    private readonly List<WorkItemComment> _comments = [];

    private WorkItem()
    {
    }

    public WorkItem(int number, long projectId, string name)
    {
        Number = number;
        ProjectId = projectId;
        Name = name;
        Status = WorkItemStatus.Drafting;
        WorkType = WorkType.Other;
        Priority = Priority.Normal;
    }

    public long Id { get; private set; }

    public int Number { get; private set; }

    public long ProjectId { get; private set; }

    public string Name { get; set; } = "";

    public WorkType WorkType { get; set; }

    public WorkItemStatus Status { get; set; }

    public Priority Priority { get; set; }

    public long? IssuedById { get; set; }

    public long? DeveloperId { get; set; }

    public long? TesterId { get; set; }

    public DateOnly? Start { get; set; }

    public DateOnly? PlannedEnd { get; set; }

    public DateTime? TestedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    public long? SuiteId { get; set; }

    public int Version { get; private set; }

    public IReadOnlyList<WorkItemComment> Comments => _comments;

    /// <summary>A comment with its own past.</summary>
    public void Import(WorkItemComment comment) => _comments.Add(comment);

    public bool Ended => Status is WorkItemStatus.Done or WorkItemStatus.Cancelled;
}

internal sealed class WorkItemComment
{
    private WorkItemComment()
    {
    }

    public WorkItemComment(long workItemId, long? authorId, string authorName, DateTime at, string body)
    {
        WorkItemId = workItemId;
        AuthorId = authorId;
        AuthorName = authorName;
        At = at;
        Body = body;
    }

    public long Id { get; private set; }

    public long WorkItemId { get; private set; }

    public long? AuthorId { get; private set; }

    public string AuthorName { get; private set; } = "";

    public DateTime At { get; private set; }

    public string Body { get; private set; } = "";
}

/// <summary>Which work serves which ticket: many to many.</summary>
internal sealed class TicketWorkItem
{
    private TicketWorkItem()
    {
    }

    public TicketWorkItem(long ticketId, long workItemId)
    {
        TicketId = ticketId;
        WorkItemId = workItemId;
    }

    public long TicketId { get; private set; }

    public long WorkItemId { get; private set; }
}
