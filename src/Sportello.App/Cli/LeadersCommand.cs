using System.CommandLine;
using System.Globalization;
using Sportello.Leaders;
using Sportello.Messaging;

namespace Sportello.App.Cli;

/// <summary><c>leaders -p day|week|month</c></summary>
internal static class LeadersCommand
{
    public static Command Build(CommonOptions common)
    {
        var options = new ProgramOptions();
        var period = new Option<Period>("--period", "-p") { Description = "day: yesterday; week: the seven days that end yesterday; month: yesterday's month so far", Required = true, HelpName = "day|week|month" };
        period.AcceptOnlyFromAmong("day", "week", "month");
        var command = new Command(LeadersProgram.Name, "A bit of sport: who had how many tickets, and a message to everybody who takes part") { period };
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new LeadersProgram(house).Run(line.GetValue(period), manner, stop),
            Document,
            Print,
            stop));
        return command;
    }

    private static object Document(LeadersAnswer answer) => new
    {
        Period = Words.Name.Of(answer.Period),
        answer.From,
        answer.To,
        answer.People,
        answer.Leaders,
        answer.Messages,
    };

    private static void Print(LeadersAnswer answer, bool quiet)
    {
        if (!quiet)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Tickets opened from {answer.From:yyyy-MM-dd} to {answer.To:yyyy-MM-dd}"));
            var width = answer.People.Select(p => p.Contact.Length).Append(10).Max();
            Console.Out.WriteLine($"{"place",5}  {"".PadRight(width)}  total  consultations  bugs  enhancements");
            foreach (var p in answer.People)
            {
                Console.Out.WriteLine($"{p.Place,4}{(p.Leader ? '*' : ' ')}  {p.Contact.PadRight(width)}  {p.Total,5}  {p.Consultations,13}  {p.Bugs,4}  {p.Enhancements,12}");
            }
        }

        foreach (var message in answer.Messages.Where(m => m.Channel == Channel.Print || !quiet))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"To {message.Contact}{(message.Channel == Channel.Print ? "" : $" ({Words.Name.Of(message.Channel)} {message.Address})")}:");
            Console.Out.WriteLine(message.Text);
        }
    }
}
