using System.CommandLine;
using Sportello.Portable;

namespace Sportello.App.Cli;

/// <summary><c>export FILE</c>.</summary>
internal static class ExportCommand
{
    public static Command Build(CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "A .json document or an .ndjson stream, either one also with .gz; attachments go into FILE.files beside it" };
        var command = new Command("export", "Writes everything as a file of the portable form") { file };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram("export", stop);
            var report = await ProgressBar.Around("Exporting", progress => new ExportFile(desk).Run(line.GetRequiredValue(file), progress, stop));
            foreach (var hash in report.MissingFiles)
            {
                await Console.Error.WriteLineAsync($"The bytes of the attachment {hash} are not in the data folder; the file names it without them.");
            }

            return report.MissingFiles.Count > 0 ? ExitCode.Partly : ExitCode.Done;
        });
        return command;
    }
}
