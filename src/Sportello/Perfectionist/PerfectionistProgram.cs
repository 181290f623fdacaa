using Sportello.Jobs;
using Sportello.Messaging;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Perfectionist;

/// <summary>Keeps the books tidy: looks at everybody's tickets by every rule, corrects what may be corrected, and reports.</summary>
public sealed class PerfectionistProgram(House house)
{
    public const string Name = "perfectionist";

    public Task<Ended<PerfectionistAnswer>> Run(Manner manner, CancellationToken stop) =>
        Job.Run(house, Name, manner, run => Inspect(run, stop), stop);

    private async Task<PerfectionistAnswer> Inspect(JobRun run, CancellationToken stop)
    {
        var day = LocalTime.DayOf(run.Manner.Moment, house.Settings.Work.TimeZone);
        await using var desk = await house.DeskOfProgram(Name, stop);
        var people = await People.Listed(desk, "correct", stop);
        var keeper = await Keeper(desk, stop);
        var modes = await Modes.Read(desk, stop);
        var answer = new List<PersonFindings>(people.Count);
        foreach (var person in people)
        {
            run.Manner.Progress?.Report((double)answer.Count / (people.Count + 1));
            var inspection = new Inspection(desk, person, run.Manner, modes);
            var findings = await Look(inspection, stop);
            answer.Add(new PersonFindings(person.Contact, findings, Message(person, findings, day)));
            if (!run.Manner.DryRun)
            {
                await Reports.Keep(desk, person, day, answer[^1], inspection.Fixes.Count > 0, stop);
            }
        }

        var ofHouse = await OfHouse(desk, keeper, day, run.Manner, modes, stop);
        run.Summary = Summary(answer, ofHouse);
        if (!run.Manner.DryRun)
        {
            await Post.Deliver(run, stop);
        }

        return new PerfectionistAnswer(day, answer, ofHouse);
    }

    private static async Task<List<Finding>> Look(Inspection inspection, CancellationToken stop)
    {
        var findings = new List<Finding>();
        foreach (var rule in Rule.All)
        {
            findings.Add(await rule.Look(inspection, stop));
        }

        return findings;
    }

    private ReportMessage Message(Person person, List<Finding> findings, DateOnly day)
    {
        var route = Route.JabberFirst(person.Slack, person.Jabber);
        return new ReportMessage(route.Channel, route.Address, ReportText.For(person, findings, day, house));
    }

    private async Task<HouseFindings> OfHouse(Desk desk, Person? keeper, DateOnly day, Manner manner, Modes modes, CancellationToken stop)
    {
        var inspection = new Inspection(desk, keeper ?? Nobody, manner, modes);
        var findings = new List<Finding>();
        foreach (var rule in HouseRule.All)
        {
            findings.Add(await rule.Look(inspection, stop));
        }

        var found = new HouseFindings(keeper?.Contact, findings, ReportText.OfHouse(keeper, findings, day, house))
        {
            ReachesNobody = keeper is { Jabber: null, Slack: null } && findings.Exists(f => f.Count > 0),
        };
        if (!manner.DryRun)
        {
            await Reports.KeepHouse(desk, keeper, day, found, inspection.Fixes.Count > 0, stop);
        }

        return found;
    }

    private async Task<Person?> Keeper(Desk desk, CancellationToken stop) => house.Settings.Perfectionist.Keeper is not { } id
        ? null
        : await People.Called(desk, id, stop)
            ?? throw new ConfigurationFaults([new("config.ini", "perfectionist", "keeper", $"“{id}” is nobody in the directory; a contact's number or username is needed.")]);

    private static Said Summary(List<PersonFindings> people, HouseFindings house)
    {
        var findings = people.SelectMany(a => a.Findings).Concat(house.Findings).ToList();
        return Said.Of("run.perfectionist", ("people", people.Count), ("n", findings.Sum(f => f.Count)), ("corrected", findings.Where(f => f.Fixed).Sum(f => f.Count)));
    }

    /// <summary>Rules of the house look at nobody's tickets.</summary>
    internal static Person Nobody { get; } = new(Modes.Everybody, "", "", null, null, null, Stat: false, Correct: false);
}
