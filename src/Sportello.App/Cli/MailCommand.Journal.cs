using System.CommandLine;
using Sportello.Mailroom.Intake;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Journal(CommonOptions common)
    {
        var options = new ProgramOptions();
        var command = new Command("journal", "Looks into the box that gets a copy of all mail: letters with a ticket's number become its comments");
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new JournalProgram(house).Run(manner, stop),
            answer => answer,
            Print,
            stop));
        return command;
    }

    private static void Print(JournalAnswer answer, bool quiet)
    {
        if (!quiet)
        {
            Console.Out.WriteLine($"looked at {answer.LookedAt}, added {answer.AddedTo.Count}, duplicates {answer.Duplicates}, unmatched {answer.Unmatched}, held {answer.Held}, failed {answer.Failed}");
            Numbers("added to", answer.AddedTo);
        }
    }
}
