using System.CommandLine;
using Sportello.Data.Care;

namespace Sportello.App.Cli;

/// <summary><c>db migrate</c>, <c>script</c>, <c>backup</c>, <c>restore</c> and <c>check</c>.</summary>
internal static class DbCommand
{
    public static Command Build(CommonOptions common) => new("db", "Care for the database")
    {
        Migrate(common),
        Script(common),
        Backup(common),
        Restore(common),
        Check(common),
    };

    private static Command Migrate(CommonOptions common)
    {
        var command = new Command("migrate", "Makes the database, or brings it up to this version");
        command.Runs(async (line, stop) =>
        {
            var applied = await ProgressBar.Around("Migrating", progress => new MigrateDatabase(common.Settings(line)).Run(progress, stop));
            Console.Out.WriteLine(applied.Count > 0 ? $"Applied: {string.Join(", ", applied)}." : "The database is up to date.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Script(CommonOptions common)
    {
        var command = new Command("script", "Prints the statements that make an empty database of the configured kind; nothing is run");
        command.Runs(async (line, stop) =>
        {
            Console.Out.Write(await new DatabaseScript(common.Settings(line)).Run(stop));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Backup(CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "Where the backup goes" };
        var command = new Command("backup", "Writes a copy of the database while others go on working; attachments are the folder files/ beside it") { file };
        command.Runs(async (line, stop) =>
        {
            await new BackUpDatabase(common.Settings(line)).Run(line.GetRequiredValue(file), stop);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Restore(CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "A backup" };
        var force = new Option<bool>("--force") { Description = "Replace a database that holds data" };
        var command = new Command("restore", "Puts a backup in the place of the database; it is checked first") { file, force };
        command.Runs(async (line, stop) =>
        {
            await new RestoreDatabase(common.Settings(line)).Run(line.GetRequiredValue(file), line.GetValue(force), stop);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Check(CommonOptions common)
    {
        var command = new Command("check", "Looks for damage, and counts again what is kept counted");
        command.Runs(async (line, stop) =>
        {
            var wrong = await new CheckDatabase(common.Settings(line)).Run(stop);
            foreach (var sentence in wrong)
            {
                Console.Out.WriteLine(sentence);
            }

            Console.Out.WriteLine(wrong.Count == 0 ? "The database is sound." : $"{wrong.Count} faults.");
            return wrong.Count == 0 ? ExitCode.Done : ExitCode.Wrong;
        });
        return command;
    }
}
