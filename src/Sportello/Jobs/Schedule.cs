using System.Collections.Concurrent;
using System.Data.Common;
using Sportello.History;

namespace Sportello.Jobs;

/// <summary>
/// Runs the timetable while the server is up. Every node looks every few seconds; a turn belongs to the one that takes it first, by
/// moving the line's mark in the database. Turns that nobody was there for are counted and said; of these the last alone is made
/// up for, as of the moment it was due, and only within a day.
/// </summary>
public sealed class Schedule(House house) : IAsyncDisposable
{
    private const string Program = "schedule";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WorthMakingUp = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private Task _looking = Task.CompletedTask;

    public static Schedule Start(House house)
    {
        var schedule = new Schedule(house);
        schedule._looking = schedule.Follow();
        return schedule;
    }

    /// <summary>Stops looking, asks what is running to stop, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _looking;
        await Idle();
        _ended.Dispose();
    }

    /// <summary>Takes the turns that are due now and starts them.</summary>
    internal async Task Tick(CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram(Program, stop);
        var book = (await JobBook.All(desk, stop)).ToDictionary(e => e.Name, StringComparer.Ordinal);
        foreach (var line in Timetable.Lines.Where(l => l.IsSetUp(house)))
        {
            await Tick(desk, line, book.GetValueOrDefault(line.Name), stop);
        }
    }

    /// <summary>Waits for everything that was started.</summary>
    internal Task Idle() => Task.WhenAll(_running.Values);

    private async Task Tick(Desk desk, TimetableLine line, JobEntry? entry, CancellationToken stop)
    {
        var inForce = Plan.Of(house, line, entry);
        if (entry is null || !string.Equals(entry.InForce, inForce.Text, StringComparison.Ordinal))
        {
            // What was not in force cannot have been missed: the line begins now.
            await JobBook.Begin(desk, line.Name, inForce.Text, stop);
            return;
        }

        if (entry.WantedAt is { } wanted && await JobBook.TakeWanted(desk, line.Name, wanted, stop))
        {
            Launch(line, new Manner(house.Now) { Door = Door.Web, By = entry.WantedBy });
        }

        if (inForce.Cron?.Between(entry.DueAt, house.Now, house.Settings.Work.TimeZone) is { Last: { } due } turns)
        {
            await TakeTurn(desk, line, entry, turns.First!.Value, due, turns.Count, stop);
        }
    }

    private async Task TakeTurn(Desk desk, TimetableLine line, JobEntry entry, DateTime first, DateTime due, int count, CancellationToken stop)
    {
        var worth = house.Now - due <= WorthMakingUp;
        var missed = worth ? count - 1 : count;
        if (!await JobBook.TakeTurn(desk, line.Name, entry.DueAt, due, missed == 0 ? null : (missed, first, due), stop))
        {
            return;
        }

        if (missed > 0)
        {
            house.Log.Write(LogLevel.Warning, line.Name, $"{missed} turns between {first:u} and {due:u} were missed{(worth ? "; the last one is made up for now." : ".")}");
        }

        if (worth)
        {
            Launch(line, new Manner(due) { Door = Door.Program, Patient = true });
        }
    }

    private void Launch(TimetableLine line, Manner manner)
    {
        if (_running.TryGetValue(line.Name, out var before) && !before.IsCompleted)
        {
            house.Log.Write(LogLevel.Warning, line.Name, "The run before has not ended yet; this turn is left out.");
            return;
        }

        _running[line.Name] = Task.Run(() => Run(line, manner));
    }

    /// <summary>The run keeps in the books how it ended; here only nothing may get away.</summary>
    private async Task Run(TimetableLine line, Manner manner)
    {
        try
        {
            await line.Run(house, manner, _ended.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            house.Log.Write(LogLevel.Error, line.Name, $"The run ended early: {e.Message}");
        }
    }

    private async Task Follow()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                await Tick(_ended.Token);
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                house.Log.Write(LogLevel.Error, Program, $"The timetable could not be read and is read again soon: {e.Message}");
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Look, house.Clock, _ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
