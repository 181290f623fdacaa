using System.Data.Common;

namespace Sportello.Live;

/// <summary>Tells the open pages of this node for as long as the server runs.</summary>
public sealed class KeepTelling(House house)
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);

    public Task Run(CancellationToken stop) => Task.WhenAll(
        Again(() => house.Live.Run(house, stop), stop),
        Again(() => house.Database.Dialect.Listen(Heard, stop), stop),
        Again(() => SayAgain(stop), stop));

    private void Heard(string said)
    {
        if (said.Length == 0)
        {
            house.Live.Bell.Ring();
        }
        else if (house.Live.Presence.Hear(said) is { } ticket)
        {
            house.Live.Tell(ticket);
        }
    }

    /// <summary>Where there are other nodes: they forget one that is silent, and the pages here are told when one was forgotten.</summary>
    private async Task SayAgain(CancellationToken stop)
    {
        while (house.Database.Dialect.HasOtherNodes)
        {
            await Task.Delay(Presence.Again, stop);
            foreach (var ticket in house.Live.Presence.Tickets)
            {
                await house.Live.Say(house, ticket, stop);
            }
        }
    }

    private async Task Again(Func<Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work();
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A database that is restarted comes back; whatever else it was, the web goes on, and telling its pages does after a while.
                var foreseen = e is DbException or IOException or TimeoutException;
                house.Log.Write(foreseen ? Jobs.LogLevel.Error : Jobs.LogLevel.Critical, "live", $"Open pages could not be told: {(foreseen ? e.Message : e)}");
                await Task.Delay(AfterTrouble, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
