using System.CommandLine;
using System.Globalization;
using Sportello.Mailroom.Outbox;

namespace Sportello.App.Cli;

internal static partial class MailCommand
{
    private static Command Send(CommonOptions common)
    {
        var options = new ProgramOptions();
        var command = new Command("send", "Sends what waits in the outbox: replies and notices");
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new SendProgram(house).Run(manner, stop),
            Document,
            Print,
            stop));
        return command;
    }

    private static object Document(SendAnswer answer) => new
    {
        answer.Sent,
        answer.Delayed,
        answer.Refused,
        answer.GivenUp,
        answer.Doubtful,
        answer.Waiting,
        Mails = answer.Mails.Select(m => new { m.Ticket, m.To, State = Words.Name.Of(m.State), m.Answer }),
    };

    private static void Print(SendAnswer answer, bool quiet)
    {
        if (quiet)
        {
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sent {answer.Sent}, delayed {answer.Delayed}, refused {answer.Refused}, given up {answer.GivenUp}, doubtful {answer.Doubtful}, waiting {answer.Waiting}"));
        foreach (var mail in answer.Mails.Where(m => m.State != MailState.Sent))
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Words.Name.Of(mail.State)}: {mail.Ticket} to {mail.To}{(mail.Answer is { } why ? $": {why}" : "")}"));
        }
    }
}
