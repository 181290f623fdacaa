using System.CommandLine;
using System.Globalization;
using Sportello.TestTrends;

namespace Sportello.App.Cli;

/// <summary><c>test-trends</c> and <c>test-trends import FILE…</c></summary>
internal static class TestTrendsCommand
{
    public static Command Build(CommonOptions common)
    {
        var options = new ProgramOptions();
        var command = new Command(TestTrendsProgram.Name, "Takes a snapshot of test suites and of the bug fixes they go with") { Import(common) };
        options.AddTo(command);
        command.Runs((line, stop) => options.Run(
            common,
            line,
            (house, manner) => new TestTrendsProgram(house).Run(manner, stop),
            answer => answer,
            Print,
            stop));
        return command;
    }

    private static Command Import(CommonOptions common)
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Reports in JUnit XML or TRX", Arity = ArgumentArity.OneOrMore };
        files.AcceptExistingOnly();
        var json = new Option<bool>("--json") { Description = "What was taken, as a JSON array" };
        var command = new Command("import", "Keeps the results of test runs, per suite and run") { files, json };
        command.Runs(async (line, stop) =>
        {
            await using var house = await common.OpenHouse(line, stop);
            await using var desk = await house.DeskOfProgram(TestTrendsProgram.Name, stop);
            var reports = new List<ReportFile>();
            foreach (var file in line.GetRequiredValue(files))
            {
                reports.Add(new ReportFile(file.FullName, await File.ReadAllBytesAsync(file.FullName, stop)));
            }

            var imported = await new ImportTestResults(desk).Run(reports, stop);
            if (line.GetValue(json))
            {
                Json.Print(imported);
            }
            else
            {
                Print(imported);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(TestTrendsAnswer answer, bool quiet)
    {
        if (quiet)
        {
            return;
        }

        var speech = Invocation.Speech;
        Console.Out.WriteLine($"{answer.Date:yyyy-MM-dd}: {Line(answer.Suites, answer.BugFixes, answer.OpenBugFixes)}");
        foreach (var owner in answer.Owners)
        {
            Console.Out.WriteLine($"  {owner.Contact}: {Line(owner.Suites, owner.BugFixes, owner.OpenBugFixes)}");
        }

        string Line(long suites, long fixes, long open) => speech.Say("run.test-trends", ("n", suites), ("fixes", fixes), ("open", open));
    }

    private static void Print(IReadOnlyList<ImportedRun> imported)
    {
        foreach (var run in imported)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Suite}: {run.Tests} tests, {run.Failures} failed, {run.Skipped} skipped, {run.Seconds:0.###} s{(run.New ? "" : " (was there already)")}{(run.Known ? "" : " (no suite of that name yet; kept until there is one)")}"));
        }
    }
}
