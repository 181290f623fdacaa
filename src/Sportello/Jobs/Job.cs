using Sportello.Data;
using Sportello.Words;

namespace Sportello.Jobs;

/// <summary>One run of a program: what it has to say, and how well it went so far.</summary>
internal sealed class JobRun(House house, string program, Manner manner)
{
    private const int LongestLog = 20_000;

    private readonly List<Said> _notes = [];
    private readonly System.Text.StringBuilder _log = new();

    public House House => house;

    public string Program => program;

    public Manner Manner => manner;

    public Outcome Outcome { get; private set; } = Outcome.Done;

    public IReadOnlyList<Said> Notes => _notes;

    /// <summary>The lines that this run wrote to the common log, kept with it.</summary>
    public string Kept => _log.ToString();

    /// <summary>A few words on what was done, kept with the run.</summary>
    public Said? Summary { get; set; }

    public void Note(Said sentence) => _notes.Add(sentence);

    /// <summary>What is to be said beside the answer, in the language of the house.</summary>
    public IReadOnlyList<string> Spoken => [.. _notes.Select(n => n.In(house.Speech(house.Settings.Work.Language)))];

    /// <summary>Something did not work; the run goes on and ends accordingly.</summary>
    public void Failed(Outcome outcome, Said sentence)
    {
        Outcome = Outcome is Outcome.Done ? outcome : Outcome;
        Note(sentence);
        Log(LogLevel.Error, sentence.ToString());
    }

    public void Log(LogLevel level, string message)
    {
        house.Log.Write(level, program, message);
        lock (_log)
        {
            if (_log.Length < LongestLog && level >= LogLevel.Info)
            {
                _log.Append(house.Now.ToString("O", System.Globalization.CultureInfo.InvariantCulture)).Append(' ')
                    .Append(level.ToString().ToUpperInvariant()).Append(' ').Append(house.Log.OneLine(message)).Append('\n');
            }
        }
    }
}

/// <summary>The common manner of every program: one run at a time, its row in the books, its lines in the log. A dry run leaves no row.</summary>
internal static class Job
{
    // So many runs of each job are kept; at one each quarter of an hour that is five days.
    private const int Kept = 500;

    /// <param name="job">Its name in the timetable, where it is not the program's own.</param>
    public static async Task<Ended<T>> Run<T>(House house, string program, Manner manner, Func<JobRun, Task<T>> work, CancellationToken stop, string? job = null)
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
            run.Failed(Outcome.Partly, Said.Of("run.elsewhere", ("program", program), ("seconds", (int)Lease.Patience.TotalSeconds)));
            return new Ended<T>(run.Outcome, null, run.Spoken);
        }

        return Of(run, await Booked(run, job ?? program.Replace(' ', '-'), work, stop));
    }

    private static Ended<T> Of<T>(JobRun run, T answer)
        where T : class
    {
        run.Log(LogLevel.Info, $"ended: {run.Outcome}. {run.Summary}");
        if (run.House.Log.Trouble is { } trouble)
        {
            run.Note(Said.Plain(trouble));
        }

        return new Ended<T>(run.Outcome, answer, run.Spoken);
    }

    private static async Task<T> Booked<T>(JobRun run, string job, Func<JobRun, Task<T>> work, CancellationToken stop)
    {
        var id = await Started(run, job, stop);
        run.Log(LogLevel.Info, "started");
        try
        {
            var answer = await work(run);
            await Finished(run, id, run.Outcome);
            return answer;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            run.Failed(Outcome.Partly, Said.Of("run.stopped", ("program", run.Program)));
            await Finished(run, id, run.Outcome);
            throw;
        }
        catch (Exception e)
        {
            run.Log(LogLevel.Critical, $"broke off: {e}");
            run.Summary = e is Refusal { Words: { } words } ? words : Said.Plain(e.Message);
            await Finished(run, id, e is Refusal or Settings.ConfigurationFaults ? Outcome.Wrong : Outcome.Broken);
            throw;
        }
    }

    private static async Task<long> Started(JobRun run, string job, CancellationToken stop)
    {
        await using var desk = await run.House.DeskOfProgram(run.Program, stop);
        await desk.Begin(stop);
        var id = await desk.Sql.First(
            "insert into job_run (program, job, door, person, started_at, pretended_at, summary) values (@program, @job, @door, @person, @now, @moment, '') returning id",
            r => r.GetInt64(0),
            stop,
            ("@program", run.Program),
            ("@job", job),
            ("@door", run.Manner.Door),
            ("@person", run.Manner.By),
            ("@now", run.House.Now),
            ("@moment", run.Manner.Moment));
        await desk.Sql.Run(
            "delete from job_run where job = @job and id <= (select id from job_run where job = @job order by id desc limit 1 offset @kept)",
            stop,
            ("@job", job),
            ("@kept", (long)Kept));
        await desk.Save(stop);
        return id;
    }

    private static async Task Finished(JobRun run, long id, Outcome outcome)
    {
        await using var desk = await run.House.DeskOfProgram(run.Program, default);
        await desk.Begin(default);
        await desk.Sql.Run(
            "update job_run set ended_at = @now, outcome = @outcome, summary = @summary, log = @log where id = @id",
            default,
            ("@now", run.House.Now),
            ("@outcome", outcome),
            ("@log", run.Kept),
            ("@summary", Said.Write(run.Summary is { } summary ? run.Notes.Prepend(summary) : run.Notes)),
            ("@id", id));
        await desk.Save(default);
    }
}
