using System.Data.Common;

namespace Sportello.Jobs;

/// <summary>
/// One at a time, on however many machines: whoever holds the row of that name works. It is held for half a minute at a time
/// and prolonged while the work goes on, so that a process that died keeps nobody waiting for long; on its own machine nobody at all.
/// </summary>
internal sealed class Lease : IAsyncDisposable
{
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly House _house;
    private readonly string _name;
    private readonly string _holder = Holder.OfThisProcess();
    private readonly CancellationTokenSource _ended = new();
    private Task _prolonging = Task.CompletedTask;

    private Lease(House house, string name)
    {
        _house = house;
        _name = name;
    }

    /// <summary>Long enough to outlast the term of a holder that died.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(45);

    /// <returns>None when somebody else still held it after all that patience.</returns>
    public static async Task<Lease?> Take(House house, string name, TimeSpan patience, CancellationToken stop)
    {
        var lease = new Lease(house, name);
        for (var since = TimeProvider.System.GetTimestamp(); !await lease.TryHold(stop); await Task.Delay(200, stop))
        {
            if (TimeProvider.System.GetElapsedTime(since) > patience)
            {
                lease._ended.Dispose();
                return null;
            }
        }

        lease._prolonging = lease.Prolong();
        return lease;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _prolonging;
        _ended.Dispose();
        await using var desk = await _house.DeskOfProgram("lease", default);
        await desk.Begin(default);
        await desk.Sql.Run("delete from lease where name = @name and holder = @holder", default, ("@name", _name), ("@holder", _holder));
        await desk.Save(default);
    }

    private async Task<bool> TryHold(CancellationToken stop)
    {
        await using var desk = await _house.DeskOfProgram("lease", stop);
        await desk.Begin(stop);
        var held = await desk.Sql.Run(
            """
            insert into lease (name, holder, until) values (@name, @holder, @until)
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where lease.until < @now or lease.holder = excluded.holder
            """,
            stop,
            ("@name", _name),
            ("@holder", _holder),
            ("@until", _house.Now + Term),
            ("@now", _house.Now));
        await desk.Save(stop);
        return held == 1 || await TakeOver(stop);
    }

    private async Task<bool> TakeOver(CancellationToken stop)
    {
        await using var desk = await _house.DeskOfProgram("lease", stop);
        await desk.Begin(stop);
        var holder = await desk.Sql.First("select holder from lease where name = @name", r => r.GetString(0), stop, ("@name", _name));
        var taken = holder is not null && Holder.IsGone(holder) && await desk.Sql.Run(
            "update lease set holder = @holder, until = @until where name = @name and holder = @gone",
            stop,
            ("@name", _name),
            ("@holder", _holder),
            ("@until", _house.Now + Term),
            ("@gone", holder)) == 1;
        await desk.Save(stop);
        return taken;
    }

    private async Task Prolong()
    {
        while (await Waited())
        {
            try
            {
                await TryHold(default);
            }
            catch (DbException e)
            {
                // The next turn tries again; a lease that is lost meanwhile costs nobody a message, since each has a key of its own.
                _house.Log.Write(LogLevel.Warning, _name, $"The lease could not be prolonged: {e.Message}");
            }
        }
    }

    private async Task<bool> Waited()
    {
        await Task.Delay(Between, _ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return !_ended.IsCancellationRequested;
    }
}
