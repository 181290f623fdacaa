using Sportello.Access;
using Sportello.Words;

namespace Sportello.WorkItems;

public sealed class CommentOnWorkItem(Desk desk)
{
    /// <returns>The key of the new comment.</returns>
    public async Task<long> Run(int number, string? body, int? seenVersion, CancellationToken stop)
    {
        var item = await desk.WorkItems.Get(number, Right.EditWork, stop);
        SeenWork.Demand(item, seenVersion);
        if (string.IsNullOrWhiteSpace(body))
        {
            throw Refusal.Invalid("body", Said.Of("refusal.work.body"));
        }

        var comment = item.Comment(body, desk.Stamp);
        await desk.Save(stop);
        return comment.Id;
    }
}
