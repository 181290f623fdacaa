using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>
/// The end of a program that has messages: sends what waits, also what earlier programs left, and says what could not be sent.
/// How it ends is decided by its own messages only.
/// </summary>
internal static class Post
{
    public static async Task Deliver(JobRun run, CancellationToken stop)
    {
        var delivery = await new DeliverMessages(run.House).Run(patient: false, stop);
        var ofProgram = delivery.Troubles.ToLookup(t => string.Equals(t.Program, run.Program, StringComparison.Ordinal));
        foreach (var trouble in ofProgram[true])
        {
            run.Failed(Outcome.Outside, trouble.What);
        }

        foreach (var trouble in ofProgram[false].Select(t => t.What).Except(run.Notes).ToList())
        {
            run.Note(trouble);
        }

        if (delivery.Waiting > 0)
        {
            run.Note(Said.Of("run.post.waiting", ("n", delivery.Waiting)));
        }

        if (delivery.GivenUp > 0)
        {
            run.Note(Said.Of("run.post.given-up", ("n", delivery.GivenUp)));
        }

        run.Log(LogLevel.Info, $"{delivery.Sent} messages sent, {delivery.Waiting} waiting, {delivery.GivenUp} given up");
    }
}
