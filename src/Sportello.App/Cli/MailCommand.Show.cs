using System.CommandLine;
using System.Globalization;
using Sportello.Mailroom.Reading;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Show(CommonOptions common)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "One message as it was stored" };
        var json = AsJson();
        var command = new Command("show", "Reads one message file and prints what intake would make of it") { file, json };
        command.Runs(async (line, stop) =>
        {
            await using var message = Opened(line.GetRequiredValue(file));
            Json.PrintOr(line.GetValue(json), await ShownLetter.Read(message, common.Settings(line), stop), Print);
            return ExitCode.Done;
        });
        return command;
    }

    private static FileStream Opened(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Invalid("FILE", e.Message);
        }
    }

    private static void Print(ShownLetter letter)
    {
        Field("Message-ID", letter.MessageId ?? "none");
        Field("Date", letter.Date?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "none that can be read");
        Field("From", letter.From is { } from ? Written(from) : "nobody");
        Field("To", string.Join(", ", letter.To.Select(Written)));
        Field("Cc", string.Join(", ", letter.Cc.Select(Written)));
        Field("Subject", letter.Subject);
        Field("Ticket", letter.TicketNumber?.ToString(CultureInfo.InvariantCulture) ?? "");
        Field("Automatic", letter.Automatic ? "yes" : "no");
        foreach (var file in letter.Attachments)
        {
            Field(file.Inline ? "Inline" : "Attached", string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({file.MediaType}, {file.Size} bytes)"));
        }

        foreach (var problem in letter.Problems)
        {
            Field("Mended", problem);
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine(letter.Text);
    }

    private static void Field(string name, string value)
    {
        if (value.Length > 0)
        {
            Console.Out.WriteLine($"{name,-10}  {value}");
        }
    }

    private static string Written(ShownAddress address) => address.Name.Length > 0 ? $"{address.Name} <{address.Address}>" : address.Address;
}
