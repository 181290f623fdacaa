using System.CommandLine;
using System.Globalization;
using Sportello.Importing;
using Sportello.Portable;

namespace Sportello.App.Cli;

/// <summary><c>import FILE</c>.</summary>
internal static class ImportCommand
{
    public static Command Build(CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "A .json document or an .ndjson stream, either one also with .gz; with --from the other system's data, or its address" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and change nothing" };
        var from = new Option<string?>("--from") { Description = $"Whose data it is: {string.Join(", ", ImportForeign.Kinds)}", HelpName = "KIND" };
        var project = new Option<string?>("--project") { Description = "With --from: the project of what names none", HelpName = "NAME" };
        var source = new Option<string?>("--source") { Description = "With --from: what to call the other installation, where data of several of one kind come in (default: KIND)", HelpName = "NAME" };
        var map = new Option<string[]>("--map") { Description = "With --from: what is called how here, as OURS=THEIRS,…; what can be said stands in docs/importing.md", HelpName = "LIST", AllowMultipleArgumentsPerToken = true };
        var command = new Command("import", "Takes a file of the portable form, or data of another system; a second time changes nothing") { file, dryRun, from, project, source, map };
        command.Runs(async (line, stop) =>
        {
            var path = line.GetRequiredValue(file);
            await using var house = await common.OpenHouse(line, stop);
            var data = line.GetValue(from) is { } kind
                ? new ForeignData(kind, line.GetValue(project), line.GetValue(source)) { Map = Mapping(line.GetValue(map) ?? []), Key = house.Settings.ImportKey }
                : null;
            await using var desk = await house.DeskOfProgram("import", stop);
            var pretend = line.GetValue(dryRun);
            var report = await ProgressBar.Around("Importing", progress => data is null
                ? new ImportFile(desk).Run(path, pretend, progress, stop)
                : new ImportForeign(desk).Run(path, data, pretend, progress, stop));
            foreach (var notice in report.Notices)
            {
                await Console.Error.WriteLineAsync(notice);
            }

            return report.FaultCount == 0 ? SayDone(report, pretend) : data is null ? SayFaults(path, report) : SayLeftOut(report, pretend);
        });
        return command;
    }

    private static Dictionary<string, string> Mapping(IEnumerable<string> given)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in given.SelectMany(g => g.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (pair.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } ours, { Length: > 0 } theirs])
            {
                throw Refusal.Invalid("map", $"“{pair}” is no mapping; OURS=THEIRS is needed, and commas between several.");
            }

            map[ours] = theirs;
        }

        return map;
    }

    /// <summary>Another system's data: what could not be taken is named, the rest has come in.</summary>
    private static int SayLeftOut(ImportReport report, bool pretend)
    {
        SayEach("", report);
        SayDone(report, pretend);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Not everything {(pretend ? "would come" : "came")} in: {report.FaultCount} {(report.FaultCount == 1 ? "fault stands" : "faults stand")} above. A second import takes what is missing, and nothing twice."));
        return pretend ? ExitCode.Wrong : ExitCode.Partly;
    }

    private static void SayEach(string before, ImportReport report)
    {
        foreach (var fault in report.Faults)
        {
            Console.Error.WriteLine($"{before}{fault}");
        }

        if (report.FaultCount > report.Faults.Count)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{before}and {report.FaultCount - report.Faults.Count} faults more."));
        }
    }

    private static int SayFaults(string file, ImportReport report)
    {
        SayEach($"{file}: ", report);
        Console.Error.WriteLine(report.Kept
            ? "What stood before the first fault was imported and stays; import the file again once it is right."
            : "Nothing was imported.");
        return report.Kept ? ExitCode.Partly : ExitCode.Wrong;
    }

    private static int SayDone(ImportReport report, bool pretend)
    {
        foreach (var (type, tally) in report.Tallies)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{type + ":",-20} {tally.Added,8} added {tally.Changed,8} changed {tally.Unchanged,8} as they were"));
        }

        if (pretend)
        {
            Console.Out.WriteLine("Nothing was changed: this was a dry run.");
        }

        return ExitCode.Done;
    }
}
