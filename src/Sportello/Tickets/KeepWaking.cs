using System.Data.Common;
using Sportello.Jobs;

namespace Sportello.Tickets;

/// <summary>What <c>serve</c> does beside serving: brings back each ticket that was put off, when its time has come, and at once what came due while no server ran.</summary>
public sealed class KeepWaking(House house)
{
    private const string Program = "snooze";

    /// <summary>Others put tickets off meanwhile, for a few minutes at least.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(30);

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(await Round(stop), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> Round(CancellationToken stop)
    {
        try
        {
            await new WakeTickets(house, Program).Run(stop);
            return Usual;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception e)
        {
            // Whatever it was, the web goes on, and tickets come back a little later.
            var foreseen = e is DbException or IOException or TimeoutException;
            house.Log.Write(foreseen ? LogLevel.Error : LogLevel.Critical, Program, $"Tickets could not be brought back: {(foreseen ? e.Message : e)}");
            return AfterTrouble;
        }
    }
}

/// <summary>
/// Brings back what is due. Every node looks; each ticket is a transaction of its own that asks once more whether it is still put off,
/// so that its history says once that it came back, whichever node was first.
/// </summary>
internal sealed class WakeTickets(House house, string program)
{
    internal const string Due = "select number from ticket where snoozed_until <= @now order by snoozed_until, id limit 200";

    /// <returns>How many came back.</returns>
    public async Task<int> Run(CancellationToken stop)
    {
        for (var woken = 0; ;)
        {
            await using var desk = await house.DeskOfProgram(program, stop);
            var due = await desk.Sql.List(Due, r => r.GetInt32(0), stop, ("@now", desk.Now));
            var before = woken;
            foreach (var number in due)
            {
                woken += await Wake(number, stop) ? 1 : 0;
            }

            if (woken == before)
            {
                return woken;
            }
        }
    }

    private async Task<bool> Wake(int number, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(program, stop);
        await desk.Begin(stop);
        try
        {
            var ticket = await desk.Tickets.Get(number, Access.Right.See, stop);
            ticket.ComeBack(desk.Stamp);
            if (ticket.Changes.Count == 0)
            {
                return false;
            }

            await desk.Save(stop);
            return true;
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Conflict)
        {
            // Another node, or whoever changes it at this moment; the next look finds how it stands then.
            return false;
        }
    }
}
