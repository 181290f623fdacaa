using System.CommandLine;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.App.Cli;

/// <summary>The one translator of this door: what the house refuses becomes a line on standard error and an exit code.</summary>
internal static class Invocation
{
    /// <summary>The language that this call speaks: that of the house once its settings are read.</summary>
    public static Language Speech { get; set; } = Language.In("en");

    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (line, stop) =>
    {
        try
        {
            return await action(line, stop);
        }
        catch (Refusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.In(Speech));
            return ExitCode.Wrong;
        }
        catch (ConfigurationFaults faults)
        {
            foreach (var fault in faults.Faults)
            {
                await Console.Error.WriteLineAsync(fault.ToString());
            }

            return ExitCode.Wrong;
        }
        catch (System.Data.Common.DbException outage)
        {
            await Console.Error.WriteLineAsync($"The database does not answer as it should: {outage.Message}");
            return ExitCode.Outside;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Partly;
        }
    });
}
