using Sportello.Importing.Archives;
using Sportello.Importing.DotProject;
using Sportello.Importing.Legacy;
using Sportello.Importing.Redmine;
using Sportello.Importing.RequestTracker;
using Sportello.Importing.Spreadsheet;
using Sportello.Importing.TaskJuggler;
using Sportello.Portable;

namespace Sportello.Importing;

/// <summary>What has to be said about data of another system.</summary>
/// <param name="Kind">Whose data it is: one of <see cref="ImportForeign.Kinds"/>.</param>
/// <param name="Project">The project that things go into which name none.</param>
/// <param name="Source">What this installation of the other system is called, where there are several of a kind.</param>
public sealed record ForeignData(string Kind, string? Project = null, string? Source = null)
{
    /// <summary>What opens the API of a system that is asked over the network.</summary>
    public string? Key { get; init; }

    /// <summary>What things of the other system are called here.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// Takes data of another system: a reader of its kind makes objects of the portable form of it, and those are taken as any others, in one
/// transaction. Another server is asked before that transaction begins. What cannot be taken is named by file and row, and the rest comes in. Where
/// each thing came from is kept, so that it is known again.
/// </summary>
public sealed class ImportForeign(Desk desk)
{
    private static readonly Dictionary<string, Func<Intake, string, CancellationToken, Task>> Readers = new(StringComparer.Ordinal)
    {
        ["csv"] = TicketSheet.Read,
        ["dotproject"] = DotProjectData.Read,
        ["legacy"] = LegacyTracker.Read,
        ["maildir"] = MailArchive.Maildir,
        ["mbox"] = MailArchive.Mbox,
        ["redmine"] = RedmineData.Read,
        ["rt"] = RequestTrackerData.Read,
        ["taskjuggler"] = TaskList.Read,
    };

    /// <summary>Of a system that is asked over the network, how much of the bar is asking.</summary>
    private const double Asking = 0.8;

    private static readonly string[] Servers = ["redmine", "rt"];

    public static IReadOnlyCollection<string> Kinds => Readers.Keys;

    public async Task<ImportReport> Run(string path, ForeignData data, bool dryRun, IProgress<double>? progress, CancellationToken stop)
    {
        if (!desk.Actor.Superuser)
        {
            throw Refusal.Denied("Only an administrator may import.");
        }

        if (!Readers.TryGetValue(data.Kind, out var read))
        {
            throw Refusal.Invalid("from", $"“{data.Kind}” is not a kind of data that can be imported; there are: {string.Join(", ", Kinds)}.");
        }

        var findings = new Findings { RowByRow = true };
        using var draft = new Draft(findings);
        try
        {
            var asking = Servers.Contains(data.Kind, StringComparer.Ordinal) ? Asking : 0;
            if (asking > 0)
            {
                await Rehearse(read, path, data, new Part(progress, 0, asking), findings, stop);
            }

            await desk.Begin(stop);
            var intake = await Intake.Begin(desk, data, draft, findings, stop);
            await read(intake, path, stop);
            draft.End();
            var import = new ImportFile(desk, findings) { Last = intake.Finish };
            var report = await import.Run(PortableFile.At(draft.Path), dryRun, new Part(progress, asking, 1), stop);
            if (!dryRun)
            {
                intake.Through?.Invoke();
            }

            return report with { Faults = [.. report.Faults.Select(draft.Placed)] };
        }
        finally
        {
            await desk.Undo();
        }
    }

    /// <summary>Has everything fetched that will be needed; what was understood of it is thrown away.</summary>
    private async Task Rehearse(Func<Intake, string, CancellationToken, Task> read, string path, ForeignData data, IProgress<double> progress, Findings findings, CancellationToken stop)
    {
        var tried = new Findings { RowByRow = true };
        using var draft = new Draft(tried);
        var intake = await Intake.Begin(desk, data, draft, tried, stop, rehearses: true);
        intake.Reading = progress;
        await read(intake, path, stop);
        if (intake.Continued > 0)
        {
            findings.Notice(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{intake.Continued} answers were here from an earlier run and were not asked for again."));
        }
    }

    /// <summary>A part of the bar.</summary>
    private sealed class Part(IProgress<double>? whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole?.Report(from + (value * (to - from)));
    }
}
