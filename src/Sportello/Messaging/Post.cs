using Sportello.Jobs;

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

        foreach (var trouble in ofProgram[false].Select(t => t.What).Except(run.Notes, StringComparer.Ordinal).ToList())
        {
            run.Note(trouble);
        }

        if (delivery.Waiting > 0)
        {
            run.Note($"{delivery.Waiting} {(delivery.Waiting == 1 ? "message waits" : "messages wait")} in the outbox and will be tried again by the next run.");
        }

        if (delivery.GivenUp > 0)
        {
            run.Note($"{delivery.GivenUp} {(delivery.GivenUp == 1 ? "message is" : "messages are")} given up: after three days, or because it may have arrived.");
        }

        run.Log(LogLevel.Info, $"{delivery.Sent} messages sent, {delivery.Waiting} waiting, {delivery.GivenUp} given up");
    }
}
