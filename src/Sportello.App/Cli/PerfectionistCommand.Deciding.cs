using System.CommandLine;
using System.Globalization;
using Sportello.Perfectionist;

namespace Sportello.App.Cli;

/// <summary>Saying yes, later or no to a finding: <c>apply</c>, <c>snooze</c>, <c>wake</c>, <c>dismiss</c>.</summary>
internal static partial class PerfectionistCommand
{
    private static Argument<string> RuleName() => new("RULE") { Description = "The rule, as “sportello perfectionist rules” names it" };

    private static Argument<long[]> Things() => new("NUMBER")
    {
        Description = "The tickets' numbers, or those that “findings” shows", Arity = ArgumentArity.OneOrMore,
    };

    private static Option<string?> Reason() => new("--reason") { HelpName = "TEXT", Description = "Why, for whoever comes after", Required = true };

    private static Command Apply(CommonOptions common)
    {
        var (rule, things) = (RuleName(), Things());
        var command = new Command("apply", "Does what the rule proposes; where it proposes nothing, keeps that it was right") { rule, things };
        command.Runs((line, stop) => Each(common, line, line.GetRequiredValue(things), async (desk, thing) =>
        {
            var applied = await new ApplyFinding(desk).Run(line.GetRequiredValue(rule), thing, stop);
            return applied.Fix is { } fix
                ? $"{thing}: {applied.Field} {applied.From} → {applied.To ?? "nobody"} (to take it back: sportello perfectionist undo {fix})"
                : $"{thing}: kept that {line.GetRequiredValue(rule)} was right; it changes nothing by itself.";
        }, stop));
        return command;
    }

    private static Command Snooze(CommonOptions common)
    {
        var (rule, things, reason) = (RuleName(), Things(), Reason());
        var until = new Option<DateOnly>("--until")
        {
            HelpName = "YYYY-MM-DD",
            Description = "The first day on which it is said again",
            Required = true,
            CustomParser = given =>
            {
                if (DateOnly.TryParseExact(given.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    return day;
                }

                given.AddError($"--until: “{given.Tokens[0].Value}” is not a day; YYYY-MM-DD is needed, such as 2013-06-30.");
                return default;
            },
        };
        var command = new Command("snooze", "Puts findings off until a day") { rule, things, until, reason };
        command.Runs((line, stop) => Each(common, line, line.GetRequiredValue(things), async (desk, thing) =>
        {
            await new SnoozeFinding(desk).Run(line.GetRequiredValue(rule), thing, line.GetRequiredValue(until), line.GetValue(reason), stop);
            return string.Create(CultureInfo.InvariantCulture, $"{thing}: put off until {line.GetRequiredValue(until):yyyy-MM-dd}.");
        }, stop));
        return command;
    }

    private static Command Wake(CommonOptions common)
    {
        var (rule, things) = (RuleName(), Things());
        var command = new Command("wake", "Says again what was put off or dismissed") { rule, things };
        command.Runs((line, stop) => Each(common, line, line.GetRequiredValue(things), async (desk, thing) =>
        {
            await new WakeFinding(desk).Run(line.GetRequiredValue(rule), thing, stop);
            return $"{thing}: said again from now on.";
        }, stop));
        return command;
    }

    private static Command Dismiss(CommonOptions common)
    {
        var (rule, things, reason) = (RuleName(), Things(), Reason());
        var command = new Command("dismiss", "Says that the rule was wrong; it is said again only when it happens anew") { rule, things, reason };
        command.Runs((line, stop) => Each(common, line, line.GetRequiredValue(things), async (desk, thing) =>
        {
            await new DismissFinding(desk).Run(line.GetRequiredValue(rule), thing, line.GetValue(reason), stop);
            return $"{thing}: dismissed.";
        }, stop));
        return command;
    }

    /// <summary>Each is done for itself: what is refused is said, and the others are done all the same.</summary>
    private static async Task<int> Each(CommonOptions common, ParseResult line, long[] things, Func<Desk, long, Task<string>> use, CancellationToken stop)
    {
        await using var house = await common.OpenHouse(line, stop);
        var refused = 0;
        foreach (var thing in things)
        {
            await using var desk = await house.DeskOfProgram(PerfectionistProgram.Name, stop);
            try
            {
                Console.Out.WriteLine(await use(desk, thing));
            }
            catch (Refusal refusal)
            {
                refused++;
                await Console.Error.WriteLineAsync(refusal.In(Invocation.Speech));
            }
        }

        return refused == 0 ? ExitCode.Done : refused == things.Length ? ExitCode.Wrong : ExitCode.Partly;
    }
}
