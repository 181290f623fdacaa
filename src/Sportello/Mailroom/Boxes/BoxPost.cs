using Sportello.Jobs;
using Sportello.Messaging;

namespace Sportello.Mailroom.Boxes;

/// <summary>Sends what people are to be told of their folders at once: the run may be the last one for hours. What cannot be sent waits in the outbox and does not make the mail's run fail.</summary>
internal static class BoxPost
{
    public static async Task Deliver(JobRun run, BoxBook book, CancellationToken stop)
    {
        if (!book.HasTold)
        {
            return;
        }

        var delivery = await new DeliverMessages(run.House).Run(patient: true, stop);
        foreach (var trouble in delivery.Troubles.Select(t => t.What).Distinct())
        {
            run.Note(trouble);
        }
    }
}
