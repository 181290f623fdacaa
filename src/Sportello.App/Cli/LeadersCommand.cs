using System.CommandLine;
using System.Globalization;
using Sportello.Leaders;
using Sportello.Messaging;
using Sportello.Words;

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
        Period = Name.Of(answer.Period),
        answer.From,
        answer.To,
        answer.People,
        answer.Leaders,
        answer.Messages,
    };

    private static void Print(LeadersAnswer answer, bool quiet)
    {
        var speech = Invocation.Speech;
        if (!quiet)
        {
            Console.Out.WriteLine(speech.Say("leaders.days", ("from", speech.Day(answer.From)), ("to", speech.Day(answer.To))));
            Table(answer.People, speech);
        }

        foreach (var message in answer.Messages.Where(m => m.Channel == Channel.Print || !quiet))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{speech.Say("leaders.to", ("name", message.Contact))}{(message.Channel == Channel.Print ? "" : $" ({Name.Of(message.Channel)} {message.Address})")}:");
            Console.Out.WriteLine(message.Text);
        }
    }

    /// <summary>The board in columns as wide as their heads; a star marks the five leaders.</summary>
    private static void Table(IReadOnlyList<LeaderLine> people, Language speech)
    {
        string[] heads = [speech.Say("leaders.place"), speech.Say("leaders.total"), speech.Say("leaders.consultations"), speech.Say("leaders.bugs"), speech.Say("leaders.enhancements")];
        var width = people.Select(p => p.Contact.Length).Append(10).Max();
        Console.Out.WriteLine(string.Join("  ", heads.Skip(1).Select(h => h.ToLower(speech.Culture)).Prepend("".PadRight(width)).Prepend(heads[0].ToLower(speech.Culture).PadLeft(6))));
        foreach (var p in people)
        {
            int[] numbers = [p.Total, p.Consultations, p.Bugs, p.Enhancements];
            var cells = numbers.Zip(heads.Skip(1), (n, head) => n.ToString(CultureInfo.InvariantCulture).PadLeft(head.Length));
            Console.Out.WriteLine(string.Join("  ", cells.Prepend(p.Contact.PadRight(width)).Prepend($"{p.Place}{(p.Leader ? '*' : ' ')}".PadLeft(Math.Max(6, heads[0].Length)))));
        }
    }
}
