using Sportello.Tickets;

namespace Sportello.WorkItems;

/// <summary>A work item with its own past.</summary>
internal sealed record WorkItemRecord(long ProjectId, string Name)
{
    public string Description { get; init; } = "";

    public WorkType Type { get; init; } = WorkType.Other;

    public WorkItemStatus Status { get; init; } = WorkItemStatus.Drafting;

    public Priority Priority { get; init; } = Priority.Normal;

    public long? IssuedBy { get; init; }

    public long? Developer { get; init; }

    public long? Tester { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? PlannedEnd { get; init; }

    public DateTime? TestedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public long? Suite { get; init; }
}

internal sealed partial class WorkItem
{
    public static WorkItem Imported(int number, WorkItemRecord record)
    {
        var item = new WorkItem { Number = number };
        item.Take(record);
        return item;
    }

    public WorkItemRecord Record => new(ProjectId, Name)
    {
        Description = Description,
        Type = WorkType,
        Status = Status,
        Priority = Priority,
        IssuedBy = IssuedById,
        Developer = DeveloperId,
        Tester = TesterId,
        Start = Start,
        PlannedEnd = PlannedEnd,
        TestedAt = TestedAt,
        FinishedAt = FinishedAt,
        Suite = SuiteId,
    };

    /// <summary>Becomes what the record says; whoever imports writes the history.</summary>
    public void Take(WorkItemRecord record)
    {
        (ProjectId, Name, Description, WorkType, Priority) = (record.ProjectId, record.Name, record.Description, record.Type, record.Priority);
        (Status, Open) = (record.Status, !Ends(record.Status));
        (IssuedById, DeveloperId, TesterId, SuiteId) = (record.IssuedBy, record.Developer, record.Tester, record.Suite);
        (Start, PlannedEnd, TestedAt, FinishedAt) = (record.Start, record.PlannedEnd, record.TestedAt, record.FinishedAt);
    }

    /// <summary>A comment with its own past.</summary>
    public void Import(WorkItemComment comment) => _comments.Add(comment);
}
