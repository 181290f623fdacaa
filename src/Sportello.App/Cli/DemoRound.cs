using Sportello.Demo;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Mailroom.Intake;
using Sportello.Perfectionist;
using Sportello.TestTrends;

namespace Sportello.App.Cli;

/// <summary>What a working morning brings, done once: mail is taken in, the programs run.</summary>
internal static class DemoRound
{
    /// <summary>What lies there, and what came by mail.</summary>
    public static async Task<IReadOnlyList<(string Name, string What)>> TakeIn(House house, DemoHoldings holdings, CancellationToken stop)
    {
        var letters = await new Postbag(house).Fill(stop);
        return
        [
            ("directory", $"{holdings.Organizations} organizations, {holdings.People} contacts, {holdings.Projects} projects"),
            ("tickets", $"{holdings.Tickets} over two years, {holdings.OpenTickets} of them open; {holdings.Comments} comments, {holdings.WorkItems} work items"),
            ("mail", Told(letters, await new FoldersProgram(house).Run(new Manner(house.Now), stop))),
        ];
    }

    public static async Task<IReadOnlyList<(string Name, string What)>> RunPrograms(House house, CancellationToken stop)
    {
        var manner = new Manner(house.Now);
        return
        [
            ("perfectionist", Told(await new PerfectionistProgram(house).Run(manner, stop))),
            ("test trends", Told(await new TestTrendsProgram(house).Run(manner, stop))),
            ("leaders", Told(await new LeadersProgram(house).Run(Period.Week, manner, stop))),
        ];
    }

    private static string Told(int letters, Ended<FoldersAnswer> mail) => mail.Answer is { Folders: var folders }
        ? $"{letters} letters in a Maildir: {folders.Sum(f => f.Opened.Count)} opened a ticket, {folders.Sum(f => f.AddedTo.Count)} answered one, {folders.Sum(f => f.AlreadyNumbered)} numbered already, {folders.Sum(f => f.Held)} held"
        : string.Join(' ', mail.Notes);

    private static string Told(Ended<PerfectionistAnswer> perfectionist) => perfectionist.Answer is { People: var people }
        ? $"{people.Sum(p => p.Findings.Sum(f => f.Tickets.Count))} findings for {string.Join(", ", people.Select(p => p.Contact))}; {people.Sum(p => p.Findings.Where(f => f.Fixed).Sum(f => f.Tickets.Count))} corrected"
        : string.Join(' ', perfectionist.Notes);

    private static string Told(Ended<TestTrendsAnswer> trends) => trends.Answer is { } answer
        ? $"{answer.Suites} test suites, {answer.BugFixes} bug fixes with one, {answer.OpenBugFixes} of them open"
        : string.Join(' ', trends.Notes);

    private static string Told(Ended<LeadersAnswer> leaders) => leaders.Answer is { Leaders.Count: > 0 } answer
        ? $"{string.Join(", ", answer.People.Where(p => p.Leader).Select(p => $"{p.Contact} {p.Total}"))} (tickets of the last seven days)"
        : "nobody had a ticket in the last seven days";
}
