using Sportello.WorkItems;

namespace Sportello.App.Web.WorkItems;

/// <summary>The columns of the board, each with its statuses in the order that work usually goes.</summary>
internal static class Stages
{
    public static IReadOnlyList<(string Name, WorkItemStatus[] Statuses)> All { get; } =
    [
        ("stage.planning", [WorkItemStatus.Drafting, WorkItemStatus.NeedsSpecification, WorkItemStatus.Planned]),
        ("stage.development", [WorkItemStatus.Issued, WorkItemStatus.InProgress, WorkItemStatus.FixBug, WorkItemStatus.ReturnedForRework]),
        ("stage.testing", [WorkItemStatus.HandedToTesting, WorkItemStatus.InTesting, WorkItemStatus.HandedToReferenceTesting]),
        ("stage.ended", [WorkItemStatus.Done, WorkItemStatus.Cancelled]),
    ];

    public static IReadOnlyList<WorkItemStatus> InOrder { get; } = [.. All.SelectMany(s => s.Statuses)];

    public static WorkItemStatus? Before(WorkItemStatus status) => Beside(status, -1);

    public static WorkItemStatus? After(WorkItemStatus status) => Beside(status, +1);

    public static string Glyph(WorkItemStatus status) => status switch
    {
        WorkItemStatus.Drafting or WorkItemStatus.Planned => "s-new",
        WorkItemStatus.NeedsSpecification or WorkItemStatus.FixBug or WorkItemStatus.ReturnedForRework => "s-returned",
        WorkItemStatus.Issued => "s-accepted",
        WorkItemStatus.InProgress => "s-under-review",
        WorkItemStatus.Done => "s-closed",
        WorkItemStatus.Cancelled => "s-cancelled",
        _ => "s-tasks-issued",
    };

    private static WorkItemStatus? Beside(WorkItemStatus status, int by)
    {
        var at = InOrder.ToList().IndexOf(status) + by;
        return at >= 0 && at < InOrder.Count ? InOrder[at] : null;
    }
}
