using System.CommandLine;
using System.Globalization;
using Sportello.Access;

namespace Sportello.App.Cli;

/// <summary><c>access scope</c> and <c>access explain</c>.</summary>
internal static class AccessCommand
{
    public static Command Build(CommonOptions common) => new("access", "Who may see what, and why")
    {
        Scope(common),
        Explain(common),
    };

    private static Command Scope(CommonOptions common)
    {
        var name = new Argument<string>("NAME") { Description = $"One of: {string.Join(", ", Scopes.Names.Keys)}" };
        var organization = new Option<string?>("--organization") { HelpName = "O", Description = "Ask of an organization" };
        var project = new Option<string?>("--project") { HelpName = "P", Description = "Ask of a project" };
        var contact = new Option<string?>("--contact") { HelpName = "C", Description = "Ask of a contact: its username, name or number" };
        var date = new Option<string?>("--date") { HelpName = "YYYY-MM-DD", Description = "The day asked about (default today)" };
        var json = new Option<bool>("--json") { Description = "A JSON array of names, or true or false" };
        var command = new Command("scope", "Prints who or what a scope holds") { name, organization, project, contact, date, json };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("access", stop);
            var answer = await new Scopes(desk).Ask(
                line.GetRequiredValue(name),
                new ScopeOf(line.GetValue(organization), line.GetValue(project), line.GetValue(contact)),
                Day(line.GetValue(date), house),
                stop);
            if (line.GetValue(json))
            {
                Json.Print<object>((object?)answer.Flag ?? answer.Names!);
            }
            else
            {
                Console.Out.WriteLine(answer.Flag is { } flag ? (flag ? "yes" : "no") : string.Join(Environment.NewLine, answer.Names!));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Explain(CommonOptions common)
    {
        var user = new Option<string>("--user") { HelpName = "U", Required = true, Description = "The username asked about" };
        var ticket = new Option<int?>("--ticket") { HelpName = "N", Description = "A ticket's number" };
        var project = new Option<string?>("--project") { HelpName = "P", Description = "A project's name" };
        var json = new Option<bool>("--json") { Description = "The answer as JSON" };
        var command = new Command("explain", "Says which condition lets somebody in, or keeps them out") { user, ticket, project, json };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("access", stop);
            var explain = new ExplainAccess(desk);
            var answer = (line.GetValue(ticket), line.GetValue(project)) switch
            {
                ({ } number, null) => await explain.ToTicket(line.GetRequiredValue(user), number, stop),
                (null, { } name) => await explain.ToProject(name, line.GetRequiredValue(user), stop),
                _ => throw Refusal.Invalid("ticket", "Give either --ticket N or --project P."),
            };
            if (line.GetValue(json))
            {
                Json.Print(answer);
            }
            else
            {
                Print(answer);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(Explanation answer)
    {
        Console.Out.WriteLine($"{answer.User} {(answer.Allowed ? "sees" : "does not see")} {answer.Subject}.");
        foreach (var condition in answer.Conditions)
        {
            Console.Out.WriteLine($"  {(condition.Holds ? "✓" : "✗")} {condition.Name}: {condition.Because}");
        }

        if (answer.Rights.Count > 0)
        {
            Console.Out.WriteLine($"  may: {string.Join(", ", answer.Rights)}");
        }
    }

    private static DateOnly Day(string? given, House house)
    {
        if (given is null)
        {
            return DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(house.Now, house.Settings.Work.TimeZone));
        }

        return DateOnly.TryParseExact(given[..Math.Min(10, given.Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Refusal.Invalid("date", $"“{given}” is not a day; YYYY-MM-DD is needed, such as 2013-06-30.");
    }
}
