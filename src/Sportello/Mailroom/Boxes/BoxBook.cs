using Sportello.Data;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Mailroom.Boxes;

/// <summary>Which folder a look was taken into.</summary>
internal sealed record BoxPlace(string Box, string Folder, long? OwnerId = null);

/// <summary>Writes down how each look into a folder went, and tells people once when it begins to go wrong and once when it is well again.</summary>
internal sealed class BoxBook(JobRun run)
{
    private const int LongestError = 1000;
    private const int LongestPauseMinutes = 60;

    private readonly House _house = run.House;

    /// <summary>Whether people have been told something in this run.</summary>
    public bool HasTold { get; private set; }

    /// <summary>Why the schedule leaves a failing folder alone for now, growing with its failures; a program that was started looks in all the same.</summary>
    public async Task<Said?> Rests(BoxPlace place, CancellationToken stop)
    {
        if (!run.Manner.Patient)
        {
            return null;
        }

        await using var desk = await _house.DeskOfProgram(run.Program, stop);
        return await Row(desk, place, stop) is { RestsUntil: { } until } row && until > _house.Now
            ? Said.Of("run.mail.resting", ("why", row.Error), ("until", Clock(until)), ("n", row.Failures))
            : null;
    }

    public async Task WentWell(BoxPlace place, TimeSpan? lag, CancellationToken stop)
    {
        await using var desk = await _house.DeskOfProgram(run.Program, stop);
        await desk.Begin(stop);
        var before = await Row(desk, place, stop);
        var silence = await Silence.Of(desk, place, stop);
        await Write(desk, place, lag, failures: 0, since: null, rests: null, error: null, silence?.Since, wentWell: true, stop);
        if (before is { FailingSince: { } since })
        {
            HasTold |= await new BoxNews(desk, run.Program, place).WellAgain(since, stop);
        }

        if (silence is { } silent && before?.SilentSince is null)
        {
            HasTold |= await new BoxNews(desk, run.Program, place).Silent(silent, stop);
        }
        else if (silence is null && before?.SilentSince is { } silentSince)
        {
            HasTold |= await new BoxNews(desk, run.Program, place).HeardAgain(silentSince, stop);
        }

        await desk.Save(stop);
    }

    public async Task Failed(BoxPlace place, string error, CancellationToken stop)
    {
        await using var desk = await _house.DeskOfProgram(run.Program, stop);
        await desk.Begin(stop);
        var before = await Row(desk, place, stop);
        var failures = (before?.Failures ?? 0) + 1;
        var since = before?.FailingSince ?? _house.Now;
        var rests = _house.Now.AddMinutes(Math.Min(LongestPauseMinutes, Math.Pow(2, Math.Min(failures, 10) - 1)));
        error = error.Length <= LongestError ? error : error[..LongestError];
        await Write(desk, place, lag: null, failures, since, rests, error, before?.SilentSince, wentWell: false, stop);
        if (before?.FailingSince is null)
        {
            HasTold |= await new BoxNews(desk, run.Program, place).Failing(since, error, stop);
        }

        await desk.Save(stop);
    }

    private async Task Write(
        Desk desk, BoxPlace place, TimeSpan? lag, int failures, DateTime? since, DateTime? rests, string? error, DateTime? silent, bool wentWell, CancellationToken stop) =>
        await desk.Sql.Run(
            $"""
             insert into mail_box (box, folder, program, owner_id, looked_at, succeeded_at, lag, failures, failing_since, rests_until, error, silent_since)
             values (@box, @folder, @program, @owner, @now, @well, @lag, @failures, @since, @rests, @error, @silent)
             on conflict (box, folder) do update set program = excluded.program, owner_id = excluded.owner_id, looked_at = excluded.looked_at,
               succeeded_at = {(wentWell ? "excluded.succeeded_at" : "mail_box.succeeded_at")}, lag = coalesce(excluded.lag, mail_box.lag), failures = excluded.failures,
               failing_since = excluded.failing_since, rests_until = excluded.rests_until, error = excluded.error, silent_since = excluded.silent_since
             """,
            stop,
            ("@box", place.Box), ("@folder", place.Folder), ("@program", run.Program), ("@owner", place.OwnerId), ("@now", _house.Now),
            ("@well", wentWell ? _house.Now : null), ("@lag", lag is { } waited ? (long)waited.TotalMilliseconds : null), ("@failures", failures),
            ("@since", since), ("@rests", rests), ("@error", error), ("@silent", silent));

    private static Task<BoxRow?> Row(Desk desk, BoxPlace place, CancellationToken stop) => desk.Sql.First(
        "select failures, failing_since, rests_until, error, silent_since from mail_box where box = @box and folder = @folder",
        r => (BoxRow?)new BoxRow(r.GetInt32(0), r.TimeOrNone(1), r.TimeOrNone(2), r.Text(3), r.TimeOrNone(4)),
        stop,
        ("@box", place.Box),
        ("@folder", place.Folder));

    private string Clock(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, _house.Settings.Work.TimeZone).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record BoxRow(int Failures, DateTime? FailingSince, DateTime? RestsUntil, string? Error, DateTime? SilentSince);
}
