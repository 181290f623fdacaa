using System.CommandLine;
using Sportello.App.Web;

namespace Sportello.App.Cli;

/// <summary><c>serve</c>: the web, the API and the timetable.</summary>
internal static class ServeCommand
{
    public static Option<string> Urls() => new("--urls")
    {
        HelpName = "URLS",
        Description = "Where to listen",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    public static Command Build(CommonOptions common)
    {
        var urls = Urls();
        var command = new Command("serve", "Serves the web and the API, and runs the programs by their timetable") { urls };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var app = Serving.Build(house, line.GetRequiredValue(urls));
            await app.StartAsync(stop);
            await using var schedule = Jobs.Schedule.Start(house);
            Console.Out.WriteLine($"Sportello is at {string.Join(", ", app.Urls)}");
            await app.WaitForShutdownAsync(stop);
            return ExitCode.Done;
        });
        return command;
    }
}
