using System.CommandLine;

namespace Sportello.App.Cli;

/// <summary>All words of the one executable. The line is parsed first; each command then builds what it needs and no more.</summary>
internal static class CommandLine
{
    public static Task<int> Run(string[] words)
    {
        var root = new RootCommand("Sportello, a help desk: tickets of customers, the work they cause, and the programs around them.");
        var common = new CommonOptions();
        common.AddTo(root);
        foreach (var command in new[]
        {
            ServeCommand.Build(common),
            DemoCommand.Build(common),
            AccessCommand.Build(common),
            MailCommand.Build(common),
            LeadersCommand.Build(common),
            ImportCommand.Build(common),
            ExportCommand.Build(common),
            PerfectionistCommand.Build(common),
            UserCommand.Build(common),
            DbCommand.Build(common),
            TestTrendsCommand.Build(common),
            ConfigCommand.Build(common),
            DoctorCommand.Build(common),
        })
        {
            root.Subcommands.Add(command);
        }

        var parsed = root.Parse(words);
        return parsed.Errors.Count > 0 ? Task.FromResult(SayErrors(parsed)) : parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>A wrong command line ends like a wrong configuration: with 1, a line per fault, and nothing done.</summary>
    private static int SayErrors(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine(error.Message);
        }

        Console.Error.WriteLine($"Try: sportello {string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(c => c.Name).Append(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name)).Trim()} --help");
        return ExitCode.Wrong;
    }
}

/// <summary>What every program ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The configuration or the command line is wrong; nothing was done.</summary>
    public const int Wrong = 1;

    /// <summary>An outside service failed; what was done is kept.</summary>
    public const int Outside = 2;

    public const int Partly = 3;
}
