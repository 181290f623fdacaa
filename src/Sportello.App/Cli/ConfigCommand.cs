using System.CommandLine;
using Sportello.Settings;

namespace Sportello.App.Cli;

/// <summary><c>config check</c>.</summary>
internal static class ConfigCommand
{
    public static Command Build(CommonOptions common)
    {
        var check = new Command("check", "Looks at all of the configuration and names each fault");
        check.Runs(async (line, stop) =>
        {
            var report = await new CheckConfiguration(common.Settings(line)).Run(stop);
            foreach (var notice in report.Notices)
            {
                await Console.Error.WriteLineAsync(notice);
            }

            foreach (var fault in report.Faults)
            {
                await Console.Error.WriteLineAsync(fault.ToString());
            }

            if (report.Faults.Count > 0)
            {
                return ExitCode.Wrong;
            }

            Console.Out.WriteLine("The configuration is right.");
            return ExitCode.Done;
        });
        return new Command("config", "The configuration") { check };
    }
}
