using Sportello.History;

namespace Sportello.WorkItems;

internal sealed partial class WorkItem
{
    /// <summary>Any status may follow any other, as people work; the times go with it.</summary>
    public void MoveTo(WorkItemStatus status, DateOnly today, Stamp by)
    {
        var from = Status;
        if (!this.Note(by, "status", Words.Name.Of(from), Words.Name.Of(status)))
        {
            return;
        }

        Status = status;
        Open = !Ends(status);
        FinishedAt = Open ? null : by.At;
        TestedAt = status switch
        {
            WorkItemStatus.FixBug or WorkItemStatus.ReturnedForRework => null,
            WorkItemStatus.Done or WorkItemStatus.HandedToReferenceTesting when IsTesting(from) => by.At,
            _ => TestedAt,
        };
        if (status == WorkItemStatus.InProgress && Start is null && !(PlannedEnd < today))
        {
            Plan(today, PlannedEnd, by);
        }
    }

    private static bool IsTesting(WorkItemStatus status) =>
        status is WorkItemStatus.HandedToTesting or WorkItemStatus.InTesting or WorkItemStatus.HandedToReferenceTesting;
}
