using System.Globalization;
using Sportello.Jobs;
using Sportello.Messaging;
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
        var answer = new List<PersonFindings>(people.Count);
        foreach (var person in people)
        {
            run.Manner.Progress?.Report((double)answer.Count / people.Count);
            var inspection = new Inspection(desk, person, run.Manner);
            var findings = await Look(inspection, stop);
            answer.Add(new PersonFindings(person.Contact, findings, Message(inspection, findings, day)));
            if (!run.Manner.DryRun)
            {
                await Reports.Keep(desk, person, day, answer[^1], inspection.Fixes.Count > 0, stop);
            }
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{people.Count} people; {answer.Sum(a => a.Findings.Sum(f => f.Tickets.Count))} findings, {answer.Sum(a => a.Findings.Where(f => f.Fixed).Sum(f => f.Tickets.Count))} corrected.");
        if (!run.Manner.DryRun)
        {
            await Post.Deliver(run, stop);
        }

        return new PerfectionistAnswer(day, answer);
    }

    private static async Task<List<Finding>> Look(Inspection inspection, CancellationToken stop)
    {
        var findings = new List<Finding>();
        foreach (var rule in Rule.All)
        {
            findings.Add(rule.IsOffFor(inspection.Person) ? new Finding(rule.Id, [], Off: true) : await rule.Look(inspection, stop));
        }

        return findings;
    }

    private ReportMessage Message(Inspection inspection, List<Finding> findings, DateOnly day)
    {
        var language = Language.In(inspection.Person.Language ?? house.Settings.Work.Language);
        var lines = Rule.All.Zip(findings, (rule, finding) => rule.Say(language, finding, inspection));
        var all = findings.TrueForAll(f => f.Tickets.Count == 0) ? "perfectionist.tidy" : "perfectionist.greeting";
        var text = string.Join('\n', lines.Prepend(language.Say(all, ("name", inspection.Person.Called), ("day", language.Day(day)))));
        var route = Route.JabberFirst(inspection.Person.Slack, inspection.Person.Jabber);
        return new ReportMessage(route.Channel, route.Address, text);
    }
}
