using System.Globalization;
using System.Security.Cryptography;
using Sportello.Access;
using Sportello.Words;

namespace Sportello.TestTrends;

/// <summary>What was taken from a report for one suite.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="Known">Whether a suite of that name is in the house; if not, its results are kept until there is one.</param>
/// <param name="New">Whether the run was not there yet; a report taken twice changes nothing.</param>
public sealed record ImportedRun(string File, string Suite, int Tests, int Failures, int Skipped, double Seconds, bool Known, bool New);

/// <summary>A report of test results: its name, for people, and its bytes.</summary>
public sealed record ReportFile(string Name, byte[] Content);

/// <summary>Keeps what JUnit XML and TRX reports say, per suite and run. All reports are read before anything is kept.</summary>
public sealed class ImportTestResults(Desk desk)
{
    /// <exception cref="Refusal">A report cannot be read; every one that cannot is named, and nothing was kept.</exception>
    public async Task<IReadOnlyList<ImportedRun>> Run(IReadOnlyList<ReportFile> files, CancellationToken stop)
    {
        if (!desk.Actor.Holds("workitem.change"))
        {
            throw Refusal.Denied(Explain.Missing(desk.Actor, Right.EditWork));
        }

        if (!desk.Actor.WorksSomewhere)
        {
            throw Refusal.Denied(Said.Of("refusal.trends.import"));
        }

        var read = ReadAll(files);
        await desk.Begin(stop);
        var imported = new List<ImportedRun>();
        foreach (var (file, runs) in read)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(file.Content));
            foreach (var run in runs)
            {
                imported.Add(await Keep(file, hash, run, stop));
            }
        }

        await desk.Save(stop);
        return imported;
    }

    private static List<(ReportFile File, List<SuiteRun> Runs)> ReadAll(IReadOnlyList<ReportFile> files)
    {
        var read = new List<(ReportFile, List<SuiteRun>)>();
        var faults = new List<string>();
        foreach (var file in files)
        {
            try
            {
                using var stream = new MemoryStream(file.Content, writable: false);
                read.Add((file, TestReport.Read(stream)));
            }
            catch (FormatException e)
            {
                faults.Add($"{file.Name}: {e.Message}");
            }
        }

        return faults.Count == 0 ? read : throw Refusal.Invalid("file", string.Join(Environment.NewLine, faults));
    }

    private async Task<ImportedRun> Keep(ReportFile file, string hash, SuiteRun run, CancellationToken stop)
    {
        var kept = await desk.Sql.Run(
            """
            insert into test_run (suite_name, at, source, sha256, tests, failures, skipped, milliseconds)
            values (@suite, @at, @source, @hash, @tests, @failures, @skipped, @milliseconds)
            on conflict (sha256, suite_name) do nothing
            """,
            stop,
            ("@suite", run.Suite),
            ("@at", run.At ?? desk.Now),
            ("@source", Path.GetFileName(file.Name)),
            ("@hash", hash),
            ("@tests", run.Tests),
            ("@failures", run.Failures),
            ("@skipped", run.Skipped),
            ("@milliseconds", (long)run.Took.TotalMilliseconds));
        var known = await desk.Sql.First("select 1 from test_suite where name = @name", _ => (int?)1, stop, ("@name", run.Suite)) is not null;
        return new ImportedRun(file.Name, run.Suite, run.Tests, run.Failures, run.Skipped, run.Took.TotalSeconds, known, kept == 1);
    }
}
