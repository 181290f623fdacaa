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

    private async Task SayAgain(CancellationToken stop)
    {
        while (true)
        {
            await Task.Delay(Presence.Again, stop);
            foreach (var ticket in house.Live.Presence.Tickets)
            {
                await LiveSaying.Of(house, ticket, stop);
                house.Live.Tell(ticket);
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

internal static class LiveSaying
{
    /// <summary>Tells the other nodes who has a ticket open here.</summary>
    public static async Task Of(House house, int ticket, CancellationToken stop)
    {
        if (house.Database.Dialect.HasOtherNodes)
        {
            await using var desk = await house.DeskOfProgram("live", stop);
            await house.Database.Dialect.Announce(desk.Sql, house.Live.Presence.Said(ticket), stop);
        }
    }
}
