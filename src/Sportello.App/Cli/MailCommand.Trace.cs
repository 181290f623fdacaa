using System.CommandLine;
using System.Globalization;
using Sportello.Mailroom.Spool;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Trace(CommonOptions common)
    {
        var id = LetterId();
        var json = AsJson();
        var command = new Command("trace", "Says what became of a letter, and by which steps") { id, json };
        command.Runs((line, stop) => AtDesk(common, line, "mail trace", async desk =>
            Json.PrintOr(line.GetValue(json), await new LetterFiles(desk).Get(line.GetValue(id), stop), Print), stop));
        return command;
    }

    private static void Print(LetterFile letter)
    {
        Field("Letter", string.Create(CultureInfo.InvariantCulture, $"{letter.Id} in {letter.Folder}, {letter.Size} bytes"));
        Field("Message-ID", letter.MessageId ?? "none");
        Field("Sent", letter.SentAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Field("From", letter.Sender);
        Field("Subject", letter.Subject);
        Field("Outcome", letter.Outcome + (letter.Reason is { } reason ? $": {reason}" : ""));
        Field("Ticket", letter.Ticket?.ToString(CultureInfo.InvariantCulture) ?? "");
        Field("Number", letter.Renumbering);
        foreach (var step in letter.Trace)
        {
            Field($"  {step.Step}", step.Said);
        }
    }
}
