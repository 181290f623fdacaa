using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.WorkItems;

/// <summary>Which of the work is meant: what goes on, what has ended, or both.</summary>
public enum WorkState
{
    Open,
    Ended,
    Any,
}

public enum WorkSort
{
    /// <summary>Most urgent first, of those the newest: the order of the board, of open work only.</summary>
    Urgent,
    NumberDown,
    NumberUp,
}

/// <summary>Which work items a list shows. Names are those of the URL and the API.</summary>
public sealed record WorkItemFilter
{
    public const int MostRows = 200;

    public WorkState State { get; init; }

    /// <summary>Empty = any within the state.</summary>
    public IReadOnlyList<WorkItemStatus> Statuses { get; init; } = [];

    public string? Project { get; init; }

    /// <summary>A username or name, <c>me</c>, or <c>none</c>.</summary>
    public string? Developer { get; init; }

    /// <summary>The same of the tester.</summary>
    public string? Tester { get; init; }

    public WorkType? Type { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>None = as suits the state: what is open by urgency, what has ended by number.</summary>
    public WorkSort? Sort { get; init; }

    internal WorkSort Order => Sort ?? (State == WorkState.Open ? WorkSort.Urgent : WorkSort.NumberDown);

    public int Limit { get; init; } = 50;

    /// <summary>The opaque cursor of the page before.</summary>
    public string? After { get; init; }

    public static WorkSort? SortOf(string? sort) => sort switch
    {
        null or "" => null,
        "-number" => WorkSort.NumberDown,
        "number" => WorkSort.NumberUp,
        "-priority" => WorkSort.Urgent,
        _ => throw Refusal.Invalid("sort", $"The list cannot be sorted by “{sort}”; there are -number, number and -priority."),
    };

    /// <summary><c>open</c>, <c>ended</c>, <c>any</c>, or names of statuses with commas between.</summary>
    public static WorkItemFilter OfStatus(string? status) => status switch
    {
        null or "" or "open" => new(),
        "ended" => new() { State = WorkState.Ended },
        "any" => new() { State = WorkState.Any },
        _ => OfStatuses([.. status.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(s => Name.TryRead<WorkItemStatus>(s, out var known)
                ? known
                : throw Refusal.Invalid("status", Said.Of("refusal.work.status", ("status", s), ("statuses", Name.Choices<WorkItemStatus>()))))]),
    };

    public static WorkItemFilter OfStatuses(IReadOnlyList<WorkItemStatus> statuses) => new()
    {
        Statuses = statuses,
        State = statuses.All(s => !WorkItem.Ends(s)) ? WorkState.Open : statuses.All(WorkItem.Ends) ? WorkState.Ended : WorkState.Any,
    };
}

public sealed record WorkItemRow(
    int Number,
    string Name,
    WorkType Type,
    WorkItemStatus Status,
    Priority Priority,
    string Project,
    string? Developer,
    string? Tester,
    DateOnly? PlannedEnd,
    DateTime? FinishedAt,
    int Version,
    bool MayMove);
