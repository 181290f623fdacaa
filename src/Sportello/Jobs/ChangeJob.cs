using Sportello.Access;
using Sportello.Words;

namespace Sportello.Jobs;

/// <summary>Changes when a program runs by itself, switches it off, or asks for a run now.</summary>
public sealed class ChangeJob(Desk desk)
{
    /// <param name="cron">Five fields; empty for the usual ones.</param>
    public async Task Plan(string name, bool on, string? cron, CancellationToken stop)
    {
        Demand("settings.change", "refusal.job.plan");
        var line = Find(name);
        if (desk.House.Settings.Schedule.ContainsKey(line.Name))
        {
            throw Refusal.Conflict(Said.Of("refusal.job.file", ("key", line.Key)));
        }

        var chosen = string.IsNullOrWhiteSpace(cron) ? null : Read(cron.Trim());
        await desk.Begin(stop);
        await desk.Sql.Run(
            """
            insert into job (name, cron, off, in_force, due_at) values (@name, @cron, @off, '', @now)
            on conflict (name) do update set cron = excluded.cron, off = excluded.off
            """,
            stop,
            ("@name", line.Name),
            ("@cron", string.Equals(chosen, line.UsualCron, StringComparison.Ordinal) ? null : chosen),
            ("@off", !on),
            ("@now", desk.Now));
        await desk.Save(stop);
    }

    /// <summary>The next look at the timetable starts it, on whichever node that is.</summary>
    public async Task RunNow(string name, CancellationToken stop)
    {
        Demand(Permission.ProgramRun, "refusal.job.run");
        var line = Find(name);
        if (!line.IsSetUp(desk.House))
        {
            throw Refusal.Invalid("name", Said.Of("refusal.job.not-set-up", ("job", Said.Of("job." + line.Name))));
        }

        await desk.Begin(stop);
        await desk.Sql.Run(
            """
            insert into job (name, off, in_force, due_at, wanted_at, wanted_by) values (@name, @no, '', @now, @now, @who)
            on conflict (name) do update set wanted_at = excluded.wanted_at, wanted_by = excluded.wanted_by where job.wanted_at is null
            """,
            stop,
            ("@name", line.Name),
            ("@no", false),
            ("@now", desk.Now),
            ("@who", desk.Actor.Name));
        await desk.Save(stop);
    }

    private static TimetableLine Find(string name) => Timetable.Find(name) ?? throw Refusal.NotFound(Said.Of("refusal.job.unknown", ("job", name)));

    private static string Read(string cron)
    {
        try
        {
            return Cron.Read(cron).Text;
        }
        catch (CronFault fault)
        {
            throw Refusal.Invalid("cron", fault.Words);
        }
    }

    private void Demand(string permission, string otherwise)
    {
        if (!desk.Actor.Holds(permission))
        {
            throw Refusal.Denied(Said.Of(otherwise));
        }
    }
}
