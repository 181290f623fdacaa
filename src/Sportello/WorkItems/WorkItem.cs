using Sportello.History;
using Sportello.Tickets;
using Sportello.Words;

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

/// <summary>One job for a programmer. Each capability has a file of its own.</summary>
internal sealed partial class WorkItem : IHistoric
{
    public const int NameLength = 200;

    private WorkItem()
    {
    }

    public WorkItem(int number, long projectId, string name, Stamp by)
    {
        Number = number;
        ProjectId = projectId;
        Name = NameOf(name);
        IssuedById = by.ContactId;
        Changes.Add(new Change(by, "opened", null, Name));
    }

    public long Id { get; private set; }

    public int Number { get; private set; }

    public long ProjectId { get; private set; }

    public string Name { get; private set; } = "";

    public string Description { get; private set; } = "";

    public WorkType WorkType { get; private set; } = WorkType.Other;

    public WorkItemStatus Status { get; private set; } = WorkItemStatus.Drafting;

    /// <summary>Neither done nor cancelled; stored beside the status, since most lists ask for it.</summary>
    public bool Open { get; private set; } = true;

    public Priority Priority { get; private set; } = Priority.Normal;

    public long? IssuedById { get; private set; }

    public long? DeveloperId { get; private set; }

    public long? TesterId { get; private set; }

    public DateOnly? Start { get; private set; }

    public DateOnly? PlannedEnd { get; private set; }

    public DateTime? TestedAt { get; private set; }

    public DateTime? FinishedAt { get; private set; }

    public long? SuiteId { get; private set; }

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.WorkItem;

    public static bool Ends(WorkItemStatus status) => status is WorkItemStatus.Done or WorkItemStatus.Cancelled;

    private static string NameOf(string name)
    {
        name = OneLine.Of(name);
        return name.Length switch
        {
            0 => throw Refusal.Invalid("name", Said.Of("refusal.work.name")),
            > NameLength => throw Refusal.Invalid("name", Said.Of("refusal.name-long", ("length", name.Length), ("most", NameLength))),
            _ => name,
        };
    }
}
