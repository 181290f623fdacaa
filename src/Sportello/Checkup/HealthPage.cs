using System.Reflection;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.Checkup;

/// <summary>One line of the page: what was looked at, how it is, and where to do something about it.</summary>
/// <param name="Key">The key of its name among the texts, or a name.</param>
/// <param name="Href">Where it is looked after; none where that is not in the web.</param>
public sealed record HealthLine(string Key, Health State, IReadOnlyList<Said> What, string? Href = null);

/// <summary>Everything that <c>sportello doctor</c> looks at, and the last runs of the programs, for whoever holds settings.view.</summary>
public sealed class HealthPage(Desk desk)
{
    public static bool IsFor(Actor actor) => actor.Holds("settings.view");

    /// <summary>The version that is running.</summary>
    public static string Version { get; } = typeof(HealthPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public async Task<IReadOnlyList<HealthLine>> Run(CancellationToken stop)
    {
        Accounts.DemandRight(desk, "settings.view");
        var findings = await new Examine(desk.House.Settings, desk.House.Clock).Run(stop);
        var jobs = await new JobList(desk).Run(stop);
        return
        [
            new("health.of.version", Health.Good, [Said.Plain(Version)]),
            .. findings.Select(f => new HealthLine($"health.of.{f.Name.Replace(' ', '-')}", f.State, [f.What], HrefOf(f.Name))),
            .. jobs.Select(OfJob),
        ];
    }

    private static HealthLine OfJob(JobRow job)
    {
        var href = $"/jobs/{job.Name}";
        if (!job.IsSetUp || !job.On)
        {
            return new($"job.{job.Name}", Health.Absent, [Said.Of(job.IsSetUp ? "jobs.off" : "jobs.not-set-up")], href);
        }

        var state = (job.Last?.Outcome, job.Missed) switch
        {
            (Outcome.Wrong or Outcome.Outside, _) => Health.Bad,
            (Outcome.Partly, _) or (_, > 0) => Health.Doubtful,
            _ => Health.Good,
        };
        List<Said> said = job.Last is { } last ? [Said.Of("health.job.last", ("at", last.StartedAt)), .. last.Summary] : [Said.Of("jobs.never")];
        if (job.Missed > 0)
        {
            said.Add(Said.Of("jobs.missed.short", ("n", job.Missed)));
        }

        return new($"job.{job.Name}", state, said, href);
    }

    private static string? HrefOf(string name) => name switch
    {
        "mail store" or "smtp" => "/mail/boxes",
        "outbox" => "/mail/outbox",
        "slack" or "xmpp" => "/jobs/messages",
        _ => null,
    };
}
