using Sportello.Data;

namespace Sportello.Jobs;

/// <summary>What is kept of a line: what was chosen in the web, how far it has been followed, who wants it run, what was missed.</summary>
internal sealed record JobEntry(
    string Name, string? Cron, bool Off, string InForce, DateTime DueAt, DateTime? WantedAt, string? WantedBy, int Missed, DateTime? MissedFrom, DateTime? MissedUntil);

/// <summary>The rows of the timetable. Each step is one statement that only one of several nodes can win.</summary>
internal static class JobBook
{
    public static Task<List<JobEntry>> All(Desk desk, CancellationToken stop) => desk.Sql.List(
        "select name, cron, off, in_force, due_at, wanted_at, wanted_by, missed, missed_from, missed_until from job",
        r => new JobEntry(
            r.GetString(0), r.Text(1), r.GetBoolean(2), r.GetString(3), r.Time(4), r.TimeOrNone(5), r.Text(6), r.GetInt32(7), r.TimeOrNone(8), r.TimeOrNone(9)),
        stop);

    public static Task Begin(Desk desk, string name, string inForce, CancellationToken stop) => Won(
        desk,
        """
        insert into job (name, off, in_force, due_at) values (@name, @no, @plan, @now)
        on conflict (name) do update set in_force = excluded.in_force, due_at = excluded.due_at where job.in_force <> excluded.in_force
        """,
        stop,
        ("@name", name),
        ("@no", false),
        ("@plan", inForce),
        ("@now", desk.Now));

    public static Task<bool> TakeTurn(Desk desk, string name, DateTime before, DateTime due, (int Count, DateTime From, DateTime Until)? missed, CancellationToken stop) => Won(
        desk,
        missed is null
            ? "update job set due_at = @due where name = @name and due_at = @before"
            : "update job set due_at = @due, missed = @missed, missed_from = @from, missed_until = @until where name = @name and due_at = @before",
        stop,
        [
            ("@due", due),
            ("@name", name),
            ("@before", before),
            .. missed is { } m ? new (string, object?)[] { ("@missed", m.Count), ("@from", m.From), ("@until", m.Until) } : [],
        ]);

    public static Task<bool> TakeWanted(Desk desk, string name, DateTime wanted, CancellationToken stop) => Won(
        desk, "update job set wanted_at = null, wanted_by = null where name = @name and wanted_at = @wanted", stop, ("@name", name), ("@wanted", wanted));

    private static async Task<bool> Won(Desk desk, string statement, CancellationToken stop, params (string, object?)[] values)
    {
        await desk.Begin(stop);
        var rows = await desk.Sql.Run(statement, stop, values);
        await desk.Save(stop);
        return rows == 1;
    }
}
