namespace Sportello.WorkItems;

/// <summary>The work that goes on, by status; and the last that has ended.</summary>
public sealed record BoardView(IReadOnlyDictionary<WorkItemStatus, IReadOnlyList<WorkItemRow>> ByStatus, bool MoreOpen);

/// <summary>A board shows the most urgent of what is open, and says when there is more: whoever narrows it sees all.</summary>
public sealed class WorkBoard(Desk desk)
{
    public const int MostEnded = 12;

    public async Task<BoardView> Run(WorkItemFilter filter, CancellationToken stop)
    {
        var list = new WorkItemList(desk);
        var open = await list.Run(filter with { State = WorkState.Open, Statuses = [], Sort = null, Limit = WorkItemFilter.MostRows, After = null }, stop);
        var ended = await list.Run(filter with { State = WorkState.Ended, Statuses = [], Sort = null, Limit = MostEnded, After = null }, stop);
        return new(
            open.Items.Concat(ended.Items).GroupBy(i => i.Status).ToDictionary(g => g.Key, g => (IReadOnlyList<WorkItemRow>)[.. g]),
            open.Next is not null);
    }
}
