using Spectre.Console;

namespace Sportello.App.Cli;

/// <summary>A bar on standard error while something long runs; none when that is not a terminal.</summary>
internal static class ProgressBar
{
    public static async Task<T> Around<T>(string what, Func<IProgress<double>?, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(null);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask(what, maxValue: 1);
            return await work(new Steps(task));
        });
    }

    private sealed class Steps(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
