using Sportello.Access;
using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Jobs;

/// <summary>A program of the timetable as the page shows it.</summary>
/// <param name="Cron">When it runs, or would if it were on.</param>
/// <param name="Key">Its key in config.ini.</param>
/// <param name="Next">When it runs next; none when it is off or not set up.</param>
/// <param name="Wanted">Somebody asked for a run that has not begun.</param>
public sealed record JobRow(
    string Name, string Key, string Cron, PlanSource Source, bool On, bool IsSetUp, DateTime? Next, bool Wanted, int Missed, DateTime? MissedFrom, DateTime? MissedUntil, RunRow? Last);

/// <summary>One run. Without an end it is running, or its process died.</summary>
public sealed record RunRow(
    long Id, string Job, DateTime StartedAt, DateTime? EndedAt, DateTime PretendedAt, Outcome? Outcome, IReadOnlyList<Said> Summary, Door Door, string? Person, bool Running);

/// <summary>A run with the lines it wrote.</summary>
public sealed record RunFile(RunRow Run, IReadOnlyList<LogLine> Log);

public sealed record LogLine(DateTime At, string Level, string Text);

/// <summary>The timetable and its runs, for those who look after the house.</summary>
public sealed class JobList(Desk desk)
{
    private const string Columns = "r.id, r.job, r.started_at, r.ended_at, r.pretended_at, r.outcome, r.summary, r.door, r.person, l.until";
    private const string Runs = "job_run r left join lease l on l.name = r.program and l.until > @now and r.ended_at is null";

    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    public async Task<IReadOnlyList<JobRow>> Run(CancellationToken stop)
    {
        Demand();
        var book = (await JobBook.All(desk, stop)).ToDictionary(e => e.Name, StringComparer.Ordinal);
        var rows = new List<JobRow>();
        foreach (var line in Timetable.Lines)
        {
            rows.Add(Row(line, book.GetValueOrDefault(line.Name), (await Of(line.Name, 1, stop)).FirstOrDefault()));
        }

        return rows;
    }

    /// <summary>One program of the timetable.</summary>
    public async Task<JobRow> One(string name, CancellationToken stop) =>
        (await Run(stop)).FirstOrDefault(j => string.Equals(j.Name, name, StringComparison.Ordinal)) ?? throw Refusal.NotFound(Said.Of("refusal.job.unknown", ("job", name)));

    /// <summary>The last runs of one program, the newest first.</summary>
    public async Task<List<RunRow>> Of(string job, int most, CancellationToken stop) => [.. (await Of(job, null, most, stop)).Items];

    /// <param name="job">The program.</param>
    /// <param name="after">The mark of the page before.</param>
    /// <param name="limit">How many.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Rows<RunRow>> Of(string job, string? after, int limit, CancellationToken stop)
    {
        Demand();
        var rows = await desk.Sql.List(
            $"select {Columns} from {Runs} where r.job = @job and r.id < @before order by r.id desc limit @most",
            Read,
            stop,
            ("@job", job), ("@before", Paging.Key(after) ?? long.MaxValue), ("@most", limit + 1L), ("@now", desk.Now));
        return Paging.Page(rows, limit, r => Paging.Mark(r.Id));
    }

    public async Task<RunFile> Get(long id, CancellationToken stop)
    {
        Demand();
        return await desk.Sql.First(
            $"select {Columns}, r.log from {Runs} where r.id = @id",
            r => new RunFile(Read(r), Lines(r.GetString(10))),
            stop,
            ("@id", id),
            ("@now", desk.Now)) ?? throw Refusal.NotFound(Said.Of("refusal.job.no-run", ("id", id)));
    }

    private JobRow Row(TimetableLine line, JobEntry? entry, RunRow? last)
    {
        var plan = Plan.Of(desk.House, line, entry);
        var isSetUp = line.IsSetUp(desk.House);
        return new(
            line.Name,
            line.Key,
            plan.Cron?.Text ?? entry?.Cron ?? line.UsualCron,
            plan.Source,
            plan.Cron is not null,
            isSetUp,
            isSetUp ? plan.Cron?.Next(desk.Now, desk.House.Settings.Work.TimeZone) : null,
            entry?.WantedAt is not null,
            entry?.Missed ?? 0,
            entry?.MissedFrom,
            entry?.MissedUntil,
            last);
    }

    private void Demand()
    {
        if (!IsFor(desk.Actor))
        {
            throw Refusal.Denied(Said.Of("refusal.job.view"));
        }
    }

    private static RunRow Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt64(0),
        r.GetString(1),
        r.Time(2),
        r.TimeOrNone(3),
        r.Time(4),
        r.IsDBNull(5) ? null : (Outcome)r.GetInt32(5),
        Said.Read(r.GetString(6)),
        (Door)r.GetInt32(7),
        r.Text(8),
        !r.IsDBNull(9));

    private static List<LogLine> Lines(string log) =>
        [.. log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', 3)).Where(p => p.Length == 3)
            .Select(p => new LogLine(DateTime.Parse(p[0], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.RoundtripKind), p[1], p[2]))];
}
