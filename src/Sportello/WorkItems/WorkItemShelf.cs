using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Words;

namespace Sportello.WorkItems;

/// <summary>The only way to a work item that is to be changed: with the right to it. Out of reach is not there, and to customers none is.</summary>
internal sealed class WorkItemShelf(Desk desk)
{
    public async Task<WorkItem> Get(int number, Right right, CancellationToken stop)
    {
        var item = await desk.Db.WorkItems.SingleOrDefaultAsync(w => w.Number == number, stop);
        if (item is null || !Law.Allows(desk.Actor, Right.SeeWork, new Place(item.ProjectId)))
        {
            throw Missing(number);
        }

        return Law.Allows(desk.Actor, right, new Place(item.ProjectId)) ? item : throw Refusal.Denied(Explain.Missing(desk.Actor, right));
    }

    public static Refusal Missing(int number) => new(RefusalReason.NotFound, Said.Of("refusal.work", ("thing", number)), "work_item");
}
