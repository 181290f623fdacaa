using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Sportello.App.Web;
using Sportello.Demo;
using Sportello.Settings;

namespace Sportello.App.Cli;

/// <summary><c>demo</c>: a fresh house with two years of work in it, and its web.</summary>
internal static class DemoCommand
{
    private static readonly string UsualFolder = Path.Combine("data", "demo");

    public static Command Build(CommonOptions common)
    {
        var urls = ServeCommand.Urls();
        var command = new Command("demo", $"Makes a house full of examples ({UsualFolder}, or --data DIR), and serves it") { urls };
        command.Runs(async (line, stop) =>
        {
            DemandFree(line.GetRequiredValue(urls));
            var settings = await Prepare(Folder(common, line), line.GetValue(common.Config), stop);
            var warm = Task.Run(() => WarmUp.Run(settings, TimeProvider.System.GetUtcNow().UtcDateTime, stop), stop);
            await using var house = await House.Open(settings, TimeProvider.System, stop);
            // On another core the web is put together and opens meanwhile; whoever comes early waits until there is something to see.
            var laid = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var web = Task.Run(() => Open(house, line.GetRequiredValue(urls), laid.Task, stop), stop);
            var holdings = await new LayDemo(house).Run(stop);
            Say($"A demo of Sportello, in {settings.DataFolder}");
            await warm;
            var taken = await DemoRound.TakeIn(house, holdings, stop);
            laid.SetResult();
            await new FurnishDemo(house).Run(stop);
            SayList([.. taken, .. await DemoRound.RunPrograms(house, stop)]);
            await using var app = await web;
            await using var schedule = Jobs.Schedule.Start(house);
            Say($"Sportello is at {string.Join(", ", app.Urls)}");
            Say("Sign in as");
            SayList(DemoSignIns.All.Select(s => ($"{s.Username} / {s.Password}", s.What)));
            await app.WaitForShutdownAsync(stop);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<WebApplication> Open(House house, string urls, Task laid, CancellationToken stop)
    {
        var app = Serving.Build(house, urls, async (http, next) =>
        {
            await laid.WaitAsync(http.RequestAborted);
            await next(http);
        });
        await app.StartAsync(stop);
        return app;
    }

    private static string Folder(CommonOptions common, ParseResult line) =>
        line.GetResult(common.Data) is { Implicit: false } ? line.GetRequiredValue(common.Data).FullName : Path.GetFullPath(UsualFolder);

    /// <summary>A configuration that lies about here is not the demo's: only the one that is given counts, or the one in the demo's folder.</summary>
    private static async Task<HouseSettings> Prepare(string folder, FileInfo? given, CancellationToken stop)
    {
        var own = Path.Combine(folder, "config.ini");
        var config = given is null && !File.Exists(own) ? null : CommonOptions.ConfigFile(given ?? new FileInfo(own), folder);
        await DemoFolder.Clear(DemoFolder.KeptInside(CommonOptions.SettingsOf(config, folder)), stop);
        return DemoFolder.KeptInside(CommonOptions.SettingsOf(config ?? DemoFolder.Configure(folder), folder));
    }

    /// <summary>Asked before an earlier demo is thrown away, since that one may still be served.</summary>
    private static void DemandFree(string urls)
    {
        foreach (var address in urls.Split(';').Select(BindingAddress.Parse).Where(a => a is { IsUnixPipe: false, Port: > 0 }))
        {
            try
            {
                using var door = new TcpListener(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Loopback, address.Port);
                door.Start();
            }
            catch (SocketException e)
            {
                throw new Refusal($"{address} cannot be listened at ({e.Message}). Choose another address: --urls http://127.0.0.1:5081", e);
            }
        }
    }

    private static void SayList(IEnumerable<(string Name, string What)> lines)
    {
        var all = lines.ToList();
        var width = all.Max(l => l.Name.Length);
        foreach (var (name, what) in all)
        {
            Say($"  {name.PadRight(width)}  {what}");
        }

        Say("");
    }

    private static void Say(string line) => Console.Out.WriteLine(line);
}
