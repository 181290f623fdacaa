using Sportello.Data;

namespace Sportello.Jobs;

/// <summary>One run of a program: what it has to say, and how well it went so far.</summary>
internal sealed class JobRun(House house, string program, Manner manner)
{
    private readonly List<string> _notes = [];

    public House House => house;

    public string Program => program;

    public Manner Manner => manner;

    public Outcome Outcome { get; private set; } = Outcome.Done;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>A few words on what was done, kept with the run.</summary>
    public string Summary { get; set; } = "";

    public void Note(string sentence) => _notes.Add(sentence);

    /// <summary>Something did not work; the run goes on and ends accordingly.</summary>
    public void Failed(Outcome outcome, string sentence)
    {
        Outcome = Outcome is Outcome.Done ? outcome : Outcome;
        Note(sentence);
        house.Log.Write(LogLevel.Error, program, sentence);
    }

    public void Log(LogLevel level, string message) => house.Log.Write(level, program, message);
}

/// <summary>The common manner of every program: one run at a time, its row in the books, its lines in the log. A dry run leaves no row.</summary>
internal static class Job
{
    public static async Task<Ended<T>> Run<T>(House house, string program, Manner manner, Func<JobRun, Task<T>> work, CancellationToken stop)
        where T : class
    {
        var run = new JobRun(house, program, manner);
        if (manner.DryRun)
        {
            run.Log(LogLevel.Info, "started as a dry run");
            return Of(run, await work(run));
        }

        await using var lease = await Lease.Take(house, program, Lease.Patience, stop);
        if (lease is null)
        {
            run.Failed(Outcome.Partly, $"{program} is already running elsewhere and has not ended in {Lease.Patience.TotalSeconds:0} seconds; this run leaves it to that one.");
            return new Ended<T>(run.Outcome, null, run.Notes);
        }

        return Of(run, await Booked(run, work, stop));
    }

    private static Ended<T> Of<T>(JobRun run, T answer)
        where T : class
    {
        run.Log(LogLevel.Info, $"ended: {run.Outcome}. {run.Summary}");
        if (run.House.Log.Trouble is { } trouble)
        {
            run.Note(trouble);
        }

        return new Ended<T>(run.Outcome, answer, run.Notes);
    }

    private static async Task<T> Booked<T>(JobRun run, Func<JobRun, Task<T>> work, CancellationToken stop)
    {
        var id = await Started(run, stop);
        run.Log(LogLevel.Info, "started");
        try
        {
            var answer = await work(run);
            await Finished(run, id, run.Outcome);
            return answer;
        }
        catch (Exception e)
        {
            run.Log(LogLevel.Critical, $"broke off: {e}");
            run.Summary = e.Message;
            await Finished(run, id, e is Refusal or Settings.ConfigurationFaults ? Outcome.Wrong : Outcome.Broken);
            throw;
        }
    }

    private static async Task<long> Started(JobRun run, CancellationToken stop)
    {
        await using var desk = await run.House.DeskOfProgram(run.Program, stop);
        await desk.Begin(stop);
        var id = await desk.Sql.First(
            "insert into job_run (program, started_at, pretended_at, summary) values (@program, @now, @moment, '') returning id",
            r => r.GetInt64(0),
            stop,
            ("@program", run.Program),
            ("@now", run.House.Now),
            ("@moment", run.Manner.Moment));
        await desk.Save(stop);
        return id;
    }

    private static async Task Finished(JobRun run, long id, Outcome outcome)
    {
        await using var desk = await run.House.DeskOfProgram(run.Program, default);
        await desk.Begin(default);
        await desk.Sql.Run(
            "update job_run set ended_at = @now, outcome = @outcome, summary = @summary where id = @id",
            default,
            ("@now", run.House.Now),
            ("@outcome", outcome),
            ("@summary", string.Join(' ', run.Notes.Prepend(run.Summary)).Trim()),
            ("@id", id));
        await desk.Save(default);
    }
}
