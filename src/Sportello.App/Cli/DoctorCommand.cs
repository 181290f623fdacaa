using System.CommandLine;
using Sportello.Checkup;
using Spectre.Console;

namespace Sportello.App.Cli;

/// <summary><c>doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Build(CommonOptions common)
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output instead of text" };
        var command = new Command("doctor", "Goes through everything Sportello needs, and says what is wrong") { json };
        command.Runs(async (line, stop) =>
        {
            var findings = await new Examine(common.Settings(line), TimeProvider.System).Run(stop);
            var ill = findings.Any(f => f.State == Health.Bad);
            if (line.GetValue(json))
            {
                Json.Print(new { ok = !ill, checks = findings.Select(f => new { name = f.Name, state = Words.Name.Of(f.State), text = f.Text }) });
            }
            else
            {
                Print(findings);
            }

            return ill ? ExitCode.Outside : ExitCode.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings)
    {
        var width = findings.Max(f => f.Name.Length);
        foreach (var finding in findings)
        {
            var (mark, colour) = finding.State switch
            {
                Health.Good => ("✓", "green"),
                Health.Doubtful => ("!", "yellow"),
                Health.Bad => ("✗", "red"),
                _ => ("–", "grey"),
            };
            var text = $"{finding.Name.PadRight(width)}  {finding.Text}";
            if (Console.IsOutputRedirected)
            {
                Console.Out.WriteLine($"{mark} {text}");
            }
            else
            {
                AnsiConsole.MarkupLine($"[{colour}]{mark}[/] {Markup.Escape(text)}");
            }
        }
    }
}
