using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Sportello.Mailroom.Intake;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    /// <summary>What mail servers understand as "try again later" (sysexits.h, EX_TEMPFAIL).</summary>
    private const int TryAgain = 75;

    private static Command Deliver(CommonOptions common)
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output instead of text" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print nothing" };
        var command = new Command("deliver", "Takes in one raw letter from standard input, such as a mail server's pipe gives") { json, quiet };
        command.Runs(async (line, stop) =>
        {
            try
            {
                await using var house = await common.OpenHouse(line, stop);
                await using var desk = await house.DeskOfProgram(DeliverLetter.Program, stop);
                await using var message = Console.OpenStandardInput();
                var delivered = await new DeliverLetter(desk).Run(message, stop);
                if (line.GetValue(json))
                {
                    Json.Print(delivered);
                }
                else if (!line.GetValue(quiet))
                {
                    Console.Out.WriteLine(Said(delivered));
                }

                return ExitCode.Done;
            }
            catch (Exception e) when (e is DbException or IOException or SocketException or TimeoutException or OperationCanceledException)
            {
                // The mail server keeps it and comes again.
                await Console.Error.WriteLineAsync($"The letter could not be kept: {e.Message}");
                return TryAgain;
            }
        });
        return command;
    }

    private static string Said(Delivered delivered) => string.Create(
        CultureInfo.InvariantCulture,
        $"letter {delivered.Letter}: {delivered.Outcome}{(delivered.Ticket is { } ticket ? $" {ticket}" : "")}{(delivered.Reason is { } reason ? $": {reason}" : "")}");
}
