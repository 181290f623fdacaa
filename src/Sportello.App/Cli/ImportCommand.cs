using System.CommandLine;
using System.Globalization;
using Sportello.Portable;

namespace Sportello.App.Cli;

/// <summary><c>import FILE</c>.</summary>
internal static class ImportCommand
{
    public static Command Build(CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "A .json document or an .ndjson stream, either one also with .gz" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and change nothing" };
        var command = new Command("import", "Takes a file of the portable form; a second time changes nothing") { file, dryRun };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("import", stop);
            var pretend = line.GetValue(dryRun);
            var report = await ProgressBar.Around("Importing", progress => new ImportFile(desk).Run(line.GetRequiredValue(file), pretend, progress, stop));
            foreach (var notice in report.Notices)
            {
                await Console.Error.WriteLineAsync(notice);
            }

            return report.FaultCount > 0 ? SayFaults(line.GetRequiredValue(file), report) : SayDone(report, pretend);
        });
        return command;
    }

    private static int SayFaults(string file, ImportReport report)
    {
        foreach (var fault in report.Faults)
        {
            Console.Error.WriteLine($"{file}: {fault}");
        }

        if (report.FaultCount > report.Faults.Count)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: and {report.FaultCount - report.Faults.Count} faults more."));
        }

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
