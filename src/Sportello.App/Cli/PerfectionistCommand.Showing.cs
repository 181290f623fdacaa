using System.CommandLine;
using System.Globalization;
using Sportello.Perfectionist;

namespace Sportello.App.Cli;

/// <summary>Looking: <c>findings</c>, <c>rules</c> with <c>set</c>, and <c>fixes</c> with <c>undo</c>.</summary>
internal static partial class PerfectionistCommand
{
    private static Option<string?> Person() => new("--person") { HelpName = "C", Description = "The contact: number, username or name" };

    private static Option<bool> AsJson() => new("--json") { Description = "One JSON document on standard output instead of text" };

    private static Command Findings(CommonOptions common)
    {
        var (person, json) = (Person(), AsJson());
        var rule = new Option<string?>("--rule") { HelpName = "RULE", Description = "One rule only" };
        var command = new Command("findings", "What a run would find now, why, and what could be done about it; changes nothing") { person, rule, json };
        command.Runs((line, stop) => Show(
            common, line, line.GetValue(json), desk => new FindingList(desk).Run(line.GetValue(person), line.GetValue(rule), null, stop), found => found.Select(Document), Print, stop));
        return command;
    }

    private static Command Rules(CommonOptions common)
    {
        var (person, json) = (Person(), AsJson());
        var command = new Command("rules", "All rules: how each goes, who says so, and how often it was right") { person, json };
        command.Runs((line, stop) => Show(common, line, line.GetValue(json), desk => new RuleList(desk).Run(line.GetValue(person), null, stop), rows => rows.Select(Document), Print, stop));
        return command;
    }

    private static Command Set(CommonOptions common)
    {
        var (rule, person) = (RuleName(), Person());
        var mode = new Argument<string>("MODE") { Description = "off, report, fix, or usual: as it goes unless somebody says otherwise" };
        mode.AcceptOnlyFromAmong("off", "report", "fix", "usual");
        var command = new Command("set", "Says how a rule goes, for a person or for everybody") { rule, mode, person };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram(PerfectionistProgram.Name, stop);
            Mode? given = Enum.TryParse<Mode>(line.GetRequiredValue(mode), ignoreCase: true, out var read) ? read : null;
            await new SetRuleMode(desk).Run(line.GetRequiredValue(rule), line.GetValue(person), given, stop);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Fixes(CommonOptions common)
    {
        var json = AsJson();
        var before = new Option<long?>("--before") { HelpName = "ID", Description = "Only those with a smaller number" };
        var command = new Command("fixes", "What was corrected, newest first") { before, json };
        command.Runs((line, stop) => Show(common, line, line.GetValue(json), desk => new FixList(desk).Run(null, line.GetValue(before), FixList.MostRows, stop), rows => rows, Print, stop));
        return command;
    }

    private static Command Undo(CommonOptions common)
    {
        var ids = new Argument<long[]>("ID") { Description = "The correction, as “sportello perfectionist fixes” numbers it", Arity = ArgumentArity.OneOrMore };
        var command = new Command("undo", "Takes corrections back, unless somebody has changed the same since") { ids };
        command.Runs((line, stop) => Each(common, line, line.GetRequiredValue(ids), async (desk, id) => $"{id}: taken back; ticket {await new UndoFix(desk).Run(id, stop)} is as it was.", stop));
        return command;
    }

    private static async Task<int> Show<T>(
        CommonOptions common, ParseResult line, bool json, Func<Desk, Task<IReadOnlyList<T>>> read, Func<IReadOnlyList<T>, IEnumerable<object?>> document, Action<IReadOnlyList<T>> print, CancellationToken stop)
    {
        await using var house = await common.OpenHouse(line, stop);
        await using var desk = await house.DeskOfProgram(PerfectionistProgram.Name, stop);
        var rows = await read(desk);
        if (json)
        {
            Json.Print(document(rows).ToList());
        }
        else
        {
            print(rows);
        }

        return ExitCode.Done;
    }

    private static object Document(FindingsOf of) => new
    {
        of.Contact,
        Rules = of.Rules.Select(r => new
        {
            r.Rule,
            r.Title,
            r.Sentence,
            Mode = Words.Name.Of(r.Mode),
            Source = Words.Name.Of(r.Source),
            Proposes = Proposed(r.Proposes),
            r.Count,
            Items = r.Items.Select(i => new { About = Words.Name.Of(i.About), Number = i.Thing, i.Name, Status = i.Status is { } s ? Words.Name.Of(s) : null, i.Because, i.Evidence }),
            Snoozed = r.Snoozed.Select(s => new { Number = s.Thing, s.Until, s.Reason, s.Who }),
        }),
    };

    private static object Document(RuleRow rule) => new
    {
        rule.Rule,
        rule.Title,
        About = Words.Name.Of(rule.About),
        Proposes = Proposed(rule.Proposes),
        Mode = Words.Name.Of(rule.Mode),
        Source = Words.Name.Of(rule.Source),
        rule.Right,
        rule.Wrong,
        rule.Precision,
    };

    private static string? Proposed(Proposal? proposal) => proposal is null ? null : proposal.Status is { } status ? Words.Name.Of(status) : "nobody";

    private static void Print(IReadOnlyList<FindingsOf> found)
    {
        foreach (var of in found)
        {
            Console.Out.WriteLine(of.ContactId is null ? "The house:" : $"{of.Contact}:");
            foreach (var rule in of.Rules.Where(r => r.Count > 0 || r.Snoozed.Count > 0))
            {
                Console.Out.WriteLine($"  {rule.Rule}: {rule.Sentence}{(Proposed(rule.Proposes) is { } to ? $" (apply: → {to})" : "")}");
                foreach (var item in rule.Items)
                {
                    Console.Out.WriteLine($"    {item.Thing}  {item.Name}{(item.Because is { } why && !string.Equals(why, item.Name, StringComparison.Ordinal) ? $"  ({why})" : "")}");
                }

                if (rule.Count > rule.Items.Count)
                {
                    Console.Out.WriteLine($"    … and {rule.Count - rule.Items.Count} more");
                }

                foreach (var rests in rule.Snoozed)
                {
                    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {rests.Thing}  put off until {rests.Until:yyyy-MM-dd} by {rests.Who}: {rests.Reason}"));
                }
            }
        }
    }

    private static void Print(IReadOnlyList<RuleRow> rules)
    {
        foreach (var rule in rules)
        {
            var record = rule.Precision is { } share ? string.Create(CultureInfo.InvariantCulture, $"right {rule.Right} of {rule.Right + rule.Wrong} ({share:P0})") : "";
            var source = rule.Source switch { ModeSource.File => "config.ini", ModeSource.Usual => "", _ => Words.Name.Of(rule.Source) };
            Console.Out.WriteLine($"{rule.Rule,-30} {Words.Name.Of(rule.Mode),-7} {source,-11} {(Proposed(rule.Proposes) is { } to ? "→ " + to : ""),-15} {record}".TrimEnd());
        }
    }

    private static void Print(IReadOnlyList<FixRow> fixes)
    {
        foreach (var fix in fixes)
        {
            var undone = fix.UndoneAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"  (taken back {at:yyyy-MM-dd HH:mm} by {fix.UndoneBy})") : "";
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{fix.Id,6}  {fix.At:yyyy-MM-dd HH:mm}  {fix.Rule}  {fix.Ticket}  {fix.Contact}  {fix.Field} {fix.From} → {fix.To ?? "nobody"}  by {fix.Who}{undone}"));
        }
    }
}
