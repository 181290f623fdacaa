using System.CommandLine;
using Sportello.Messaging;
using Sportello.Perfectionist;

namespace Sportello.App.Cli;

/// <summary><c>perfectionist</c>, and beneath it what people say of its findings.</summary>
internal static partial class PerfectionistCommand
{
    public static Command Build(CommonOptions common)
    {
        var options = new ProgramOptions();
        var command = new Command(PerfectionistProgram.Name, "Keeps the books tidy: finds what was forgotten, corrects what may be corrected, and reports")
        {
            Findings(common),
            Rules(common),
            Set(common),
            Apply(common),
            Snooze(common),
            Wake(common),
            Dismiss(common),
            Fixes(common),
            Undo(common),
        };
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new PerfectionistProgram(house).Run(manner, stop),
            answer => answer,
            Print,
            stop));
        return command;
    }

    private static void Print(PerfectionistAnswer answer, bool quiet)
    {
        foreach (var person in answer.People.Where(p => p.Message.Channel == Channel.Print || !quiet))
        {
            Console.Out.WriteLine($"{person.Contact}{(person.Message.Channel == Channel.Print ? "" : $" ({Words.Name.Of(person.Message.Channel)} {person.Message.Address})")}:");
            Console.Out.WriteLine(person.Message.Text);
            Console.Out.WriteLine();
        }

        if (!quiet || answer.House.ReachesNobody)
        {
            Console.Out.WriteLine(answer.House.Text);
        }
    }
}
