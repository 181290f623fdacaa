using System.CommandLine;
using Sportello.Jobs;

namespace Sportello.App.Cli;

/// <summary>The options that every program takes, and the common way it ends.</summary>
internal sealed class ProgramOptions
{
    public Option<string?> Date { get; } = new("--date")
    {
        Description = "The moment to take for now; a day means 09:00 in the configured time zone",
        HelpName = "YYYY-MM-DD[Thh:mm]",
    };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Say all, change and send nothing" };

    public Option<bool> AsJson { get; } = new("--json") { Description = "One JSON document on standard output instead of text" };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Say on standard error what is being done" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print nothing but messages that reach nobody otherwise" };

    public void AddTo(Command command)
    {
        command.Options.Add(Date);
        command.Options.Add(DryRun);
        command.Options.Add(AsJson);
        command.Options.Add(Verbose);
        command.Options.Add(Quiet);
        command.Validators.Add(line =>
        {
            if (line.GetValue(Verbose) && line.GetValue(Quiet))
            {
                line.AddError("--verbose and --quiet exclude each other.");
            }
        });
    }

    /// <summary>Opens the house, runs the program, prints its answer in the form asked for, and what is to be said beside it on standard error.</summary>
    public async Task<int> Run<T>(
        CommonOptions common,
        ParseResult line,
        Func<House, Manner, Task<Ended<T>>> program,
        Func<T, object> json,
        Action<T, bool> text,
        CancellationToken stop)
        where T : class
    {
        await using var house = await common.OpenHouse(line, stop);
        var manner = Manner.Of(house, line.GetValue(Date), line.GetValue(DryRun));
        if (line.GetValue(Verbose))
        {
            await Tell(house, manner);
        }

        var ended = line.GetValue(Quiet)
            ? await program(house, manner)
            : await ProgressBar.Around(line.CommandResult.Command.Name, progress => program(house, manner with { Progress = progress }));
        if (ended.Answer is { } answer)
        {
            if (line.GetValue(AsJson))
            {
                Json.Print(json(answer));
            }
            else
            {
                text(answer, line.GetValue(Quiet));
            }
        }

        foreach (var note in ended.Notes)
        {
            await Console.Error.WriteLineAsync(note);
        }

        return (int)ended.Outcome;
    }

    private static async Task Tell(House house, Manner manner)
    {
        var here = TimeZoneInfo.ConvertTimeFromUtc(manner.Moment, house.Settings.Work.TimeZone);
        await Console.Error.WriteLineAsync($"Data in {house.Settings.DataFolder}; log {house.Log.File}");
        await Console.Error.WriteLineAsync($"Now is taken to be {here:yyyy-MM-dd HH:mm} ({house.Settings.Work.TimeZone.Id}){(manner.DryRun ? "; a dry run: nothing is changed or sent" : "")}");
        foreach (var notice in house.Settings.Notices)
        {
            await Console.Error.WriteLineAsync(notice);
        }
    }
}
