using System.CommandLine;
using Sportello.Mailroom.Reconciling;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Reconcile(CommonOptions common)
    {
        var options = new ProgramOptions();
        var command = new Command("reconcile", "Compares the server, the ledger and the database: every letter in one place, with one outcome");
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new ReconcileProgram(house).Run(manner, stop),
            answer => answer,
            Print,
            stop));
        return command;
    }

    private static void Print(ReconcileAnswer answer, bool quiet)
    {
        foreach (var difference in answer.Differences)
        {
            Console.Out.WriteLine(difference);
        }

        if (quiet)
        {
            return;
        }

        foreach (var folder in answer.Folders)
        {
            Console.Out.WriteLine($"{folder.Folder}: {folder.OnServer} on the server, {folder.InLedger} in the ledger, {folder.TakenAway} taken away since");
        }

        Console.Out.WriteLine($"letters {answer.Letters}, mails {answer.Mails}, differences {answer.Differences.Count}");
    }
}
