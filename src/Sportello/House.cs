using Sportello.Access;
using Sportello.Data;
using Sportello.Files;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Mailroom.Outbox;
using Sportello.Settings;

namespace Sportello;

/// <summary>The product, assembled: settings, database, files and clock. A process has one.</summary>
public sealed class House : IAsyncDisposable
{
    private bool _hasStored;

    private House(HouseSettings settings, Database database, FileStore files, TimeProvider clock)
    {
        Settings = settings;
        Database = database;
        Files = files;
        Clock = clock;
        Log = new ProgramLog(settings, clock);
    }

    public HouseSettings Settings { get; private set; }

    public TimeProvider Clock { get; }

    public FileStore Files { get; }

    /// <summary>The log that all programs share.</summary>
    public ProgramLog Log { get; }

    internal Database Database { get; }

    internal ActorBook Actors { get; } = new();

    /// <summary>Rings when a mail was put into the outbox.</summary>
    internal MailBell MailBell { get; } = new();

    internal MailKey MailKey { get; } = new();

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <summary>Opens the house; its database is made or brought up to date when it is not.</summary>
    public static async Task<House> Open(HouseSettings settings, TimeProvider clock, CancellationToken stop)
    {
        System.IO.Directory.CreateDirectory(settings.DataFolder);
        var database = Database.At(settings.Database);
        try
        {
            var applied = await database.BringUpToDate(stop);
            var house = new House(settings, database, new FileStore(Path.Combine(settings.DataFolder, "files")), clock);
            if (applied.Count > 0)
            {
                await FirstThings.Lay(house, applied, stop);
            }

            await using var desk = await house.DeskOfNobody(stop);
            await house.MailKey.Read(desk.Sql, stop);
            await house.TakeStoredSettings(desk.Sql, stop);
            return house;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads the settings that were made in the web. Wrong ones are named in the log and left aside: a house opens all the same.</summary>
    private async Task TakeStoredSettings(Sql sql, CancellationToken stop)
    {
        try
        {
            await ReadSettingsAgain(sql, checkOnly: false, stop);
        }
        catch (ConfigurationFaults faults)
        {
            Log.Write(LogLevel.Error, "settings", $"What was set in the web is left aside: {faults.Message}");
        }
    }

    internal async Task ReadSettingsAgain(Sql sql, bool checkOnly, CancellationToken stop)
    {
        if (Settings.With is not { } with)
        {
            return;
        }

        var stored = await StoredSettings.Read(sql, Settings.Seal, Log, stop);
        if (stored.Count == 0 && !_hasStored)
        {
            return;
        }

        // What was decided after the files were read, such as a demo's own folders, stays decided.
        var read = with(stored);
        if (!checkOnly)
        {
            _hasStored = stored.Count > 0;
            Settings = Settings with { Imap = Settings.Imap?.Maildir is null ? read.Imap : Settings.Imap, Smtp = read.Smtp, Outgoing = read.Outgoing };
        }
    }

    internal static async Task<IReadOnlyList<string>> Migrate(HouseSettings settings, CancellationToken stop)
    {
        var database = Database.At(settings.Database);
        await using var house = new House(settings, database, new FileStore(Path.Combine(settings.DataFolder, "files")), TimeProvider.System);
        var applied = await database.BringUpToDate(stop);
        if (applied.Count > 0)
        {
            await FirstThings.Lay(house, applied, stop);
        }

        return applied;
    }

    /// <summary>A desk for a signed-in user; none when the user is gone or inactive.</summary>
    public async Task<Desk?> DeskOfUser(long userId, Door door, CancellationToken stop)
    {
        var desk = await Desk.Open(this, Actor.Nobody, stop);
        try
        {
            var actor = await Actors.OfUser(desk.Sql, userId, door, stop);
            if (actor is { AccountActive: true })
            {
                desk.Actor = actor;
                return desk;
            }
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }

        await desk.DisposeAsync();
        return null;
    }

    /// <summary>A desk for a program that acts on its own behalf, under its own name.</summary>
    public Task<Desk> DeskOfProgram(string name, CancellationToken stop) => Desk.Open(this, Actor.Program(name), stop);

    /// <summary>A desk for whoever is not signed in: everything is out of reach.</summary>
    public Task<Desk> DeskOfNobody(CancellationToken stop) => Desk.Open(this, Actor.Nobody, stop);

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        return ValueTask.CompletedTask;
    }
}
