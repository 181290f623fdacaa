namespace Sportello.Jobs;

/// <summary>Who has the say over a line's expression. The file goes before the web, as everywhere.</summary>
public enum PlanSource
{
    Usual,
    Web,
    File,
}

/// <summary>When a line runs: its expression, or none when it is switched off; and who said so.</summary>
internal sealed record Plan(Cron? Cron, PlanSource Source)
{
    /// <summary>As it is kept: a change of it begins the line anew.</summary>
    public string Text => Cron?.Text ?? Timetable.Off;

    public static Plan Of(House house, TimetableLine line, JobEntry? entry)
    {
        if (house.Settings.Schedule.TryGetValue(line.Name, out var said))
        {
            return new(said, PlanSource.File);
        }

        return entry switch
        {
            { Off: true } => new(null, PlanSource.Web),
            { Cron: { } chosen } => new(Jobs.Cron.Read(chosen), PlanSource.Web),
            _ => new(Jobs.Cron.Read(line.UsualCron), PlanSource.Usual),
        };
    }
}
