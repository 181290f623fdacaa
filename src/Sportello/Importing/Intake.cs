using Sportello.Portable;
using Sportello.Portable.Taking;

namespace Sportello.Importing;

/// <summary>What the readers of all kinds work with.</summary>
internal sealed class Intake
{
    private Intake(Desk desk, ForeignData data, Draft draft, Findings findings, KnownThings known, Residents here) =>
        (Desk, Data, Draft, Findings, Known, Here) = (desk, data, draft, findings, known, here);

    public Desk Desk { get; }

    public ForeignData Data { get; }

    public Draft Draft { get; }

    public Findings Findings { get; }

    public KnownThings Known { get; }

    public Residents Here { get; }

    /// <summary>What is to be kept besides, once everything has been taken.</summary>
    public Func<ImportRun, CancellationToken, Task>? Last { get; set; }

    /// <summary>How far reading has come, where it takes long.</summary>
    public IProgress<double>? Reading { get; set; }

    /// <summary>What is to be done once all of it has come in for good.</summary>
    public Action? Through { get; set; }

    /// <summary>What opens the other system's API.</summary>
    public string Key => Data.Key ?? throw Refusal.Invalid("key", "The other system's API asks for a key: put it into config.ini as [import] key, or into the environment as SPORTELLO__IMPORT__KEY.");

    /// <summary>
    /// Another server is asked for everything, and what it says is kept; nothing of what is made of it is used. Nobody has to wait with writing here
    /// until somebody elsewhere has answered. What is then written is read from what was kept.
    /// </summary>
    public bool Rehearses { get; init; }

    /// <summary>How many answers were here from an earlier run.</summary>
    public int Continued { get; set; }

    public TimeZoneInfo Zone => Desk.House.Settings.Work.TimeZone;

    public static async Task<Intake> Begin(Desk desk, ForeignData data, Draft draft, Findings findings, CancellationToken stop, bool rehearses = false) => new(
        desk, data, draft, findings, await KnownThings.Of(desk.Sql, data.Source ?? data.Kind, stop), await Residents.Of(desk.Sql, stop)) { Rehearses = rehearses };

    public async Task Finish(ImportRun run, CancellationToken stop)
    {
        await Known.Write(run, stop);
        await (Last?.Invoke(run, stop) ?? Task.CompletedTask);
    }

    /// <summary>The project that was named for what has none of its own.</summary>
    public string Project => Data.Project is { } name
        ? Here.Projects.ContainsKey(name) ? name : throw Refusal.Invalid("project", $"There is no project “{name}”.")
        : throw Refusal.Invalid("project", "Say with --project into which project this goes.");

    public static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Refusal(RefusalReason.NotFound, $"{path}: there is no such file.", "file");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refusal.Invalid("file", $"{path}: the file cannot be read: {e.Message}");
        }
    }
}
