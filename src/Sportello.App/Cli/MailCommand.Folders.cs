using System.CommandLine;
using System.Globalization;
using Sportello.Mailroom.Intake;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Folders(CommonOptions common)
    {
        var options = new ProgramOptions();
        var command = new Command("folders", "Looks into each person's mail folder: letters become tickets, and their subjects get the number");
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new FoldersProgram(house).Run(manner, stop),
            answer => answer,
            Print,
            stop));
        return command;
    }

    private static void Print(FoldersAnswer answer, bool quiet)
    {
        if (quiet || answer.Folders.Count == 0)
        {
            return;
        }

        var who = Math.Max(6, answer.Folders.Max(f => f.Contact.Length));
        var where = Math.Max(6, answer.Folders.Max(f => f.Folder.Length));
        Console.Out.WriteLine($"{"person".PadRight(who)}  {"folder".PadRight(where)}  looked at  opened  added  numbered  held  failed");
        foreach (var f in answer.Folders)
        {
            Console.Out.WriteLine($"{f.Contact.PadRight(who)}  {f.Folder.PadRight(where)}  {f.LookedAt,9}  {f.Opened.Count,6}  {f.AddedTo.Count,5}  {f.AlreadyNumbered,8}  {f.Held,4}  {f.Failed,6}");
        }

        Numbers("opened", answer.Folders.SelectMany(f => f.Opened));
        Numbers("added to", answer.Folders.SelectMany(f => f.AddedTo));
        foreach (var letter in answer.Folders.SelectMany(f => f.Waiting))
        {
            Console.Out.WriteLine($"held: “{letter.Subject}” from {(letter.Sender.Length > 0 ? letter.Sender : "nobody")}: {letter.Reason}");
        }
    }

    private static void Numbers(string what, IEnumerable<int> numbers)
    {
        var all = string.Join(", ", numbers.Distinct().Select(n => n.ToString(CultureInfo.InvariantCulture)));
        if (all.Length > 0)
        {
            Console.Out.WriteLine($"{what}: {all}");
        }
    }
}
