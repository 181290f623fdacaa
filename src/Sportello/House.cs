using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Directory.Guarding;
using Sportello.Directory.OpenId;
using Sportello.Files;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Live;
using Sportello.Mailroom.Outbox;
using Sportello.Search;
using Sportello.Settings;
using Sportello.Webhooks;

namespace Sportello;

/// <summary>The product, assembled: settings, database, files and clock. A process has one.</summary>
public sealed class House : IAsyncDisposable
{
    private readonly HouseSettings _given;

    private House(HouseSettings settings, Database database, FileStore files, TimeProvider clock)
    {
        _given = Settings = settings;
        Database = database;
        Files = files;
        Clock = clock;
        Log = new ProgramLog(settings, clock);
        Tries = new Tries(clock);
        Passwords = new Passwords(settings.PasswordRounds);
        Once = new Once(clock);
        OpenId = settings.OpenId is { } provider ? new OpenIdProvider(provider, clock) : null;
        Live = new ChangeFeed(clock);
    }

    public HouseSettings Settings { get; private set; }

    public TimeProvider Clock { get; }

    public FileStore Files { get; }

    /// <summary>The log that all programs share.</summary>
    public ProgramLog Log { get; }

    internal Database Database { get; }

    /// <summary>Who has tried to come in too often.</summary>
    internal Tries Tries { get; }

    internal Passwords Passwords { get; }

    /// <summary>What was used that is good once.</summary>
    internal Once Once { get; }

    /// <summary>The provider that signs people in, where one is set up.</summary>
    internal OpenIdProvider? OpenId { get; }

    internal ActorBook Actors { get; } = new();

    /// <summary>What administrators have set, as far as pages need it.</summary>
    internal HouseBook Book { get; } = new();

    /// <summary>Rings when a mail was put into the outbox.</summary>
    internal Bell MailBell { get; } = new();

    /// <summary>Rings when there is something to tell a webhook.</summary>
    internal Bell WebhookBell { get; } = new();

    /// <summary>What changes, for the pages that are open.</summary>
    internal ChangeFeed Live { get; }

    internal WebhookBook Webhooks { get; } = new();

    internal MailKey MailKey { get; } = new();

    /// <summary>A language as this house speaks it; English when there is none of that code.</summary>
    public Words.Language Speech(string? code) => Book.Last.Names.In(code);

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
            await house.Book.Of(desk, stop);
            if (await FillSearch.IsBehind(desk.Sql, stop))
            {
                house.Log.Write(LogLevel.Info, "search", "The words of what was there before are filled in; this happens once.");
                await FillSearch.Run(house, null, stop);
            }

            return house;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads the settings that were made in the web. Wrong ones are named in the log and left aside: a house opens all the same.</summary>
    internal async Task TakeStoredSettings(Sql sql, CancellationToken stop)
    {
        try
        {
            Take(await WithStored(sql, stop));
        }
        catch (ConfigurationFaults faults)
        {
            Log.Write(LogLevel.Error, "settings", $"What was set in the web is left aside: {faults.Message}");
        }
    }

    /// <summary>What was given, with what the web says below it. What was decided after the files were read, such as a demo's own folders, stays decided.</summary>
    /// <exception cref="ConfigurationFaults">The web says something wrong.</exception>
    internal async Task<HouseSettings> WithStored(Sql sql, CancellationToken stop)
    {
        var stored = await StoredSettings.Read(sql, _given.Seal, Log, stop);
        if (stored.Count == 0 || _given.With is not { } with)
        {
            return _given;
        }

        var read = with(stored);
        return _given with
        {
            Work = _given.Work with { TicketPrefix = read.Work.TicketPrefix, FormerPrefixes = read.Work.FormerPrefixes, DefaultProject = read.Work.DefaultProject },
            Imap = _given.Imap?.Maildir is null ? read.Imap : _given.Imap,
            Smtp = read.Smtp,
            Outgoing = read.Outgoing,
        };
    }

    internal void Take(HouseSettings settings) => Settings = settings;

    internal static async Task<IReadOnlyList<string>> Migrate(HouseSettings settings, IProgress<double>? progress, CancellationToken stop)
    {
        var database = Database.At(settings.Database);
        await using var house = new House(settings, database, new FileStore(Path.Combine(settings.DataFolder, "files")), TimeProvider.System);
        var applied = await database.BringUpToDate(stop);
        if (applied.Count > 0)
        {
            await FirstThings.Lay(house, applied, stop);
        }

        await FillSearch.Run(house, progress, stop);
        return applied;
    }

    /// <summary>A desk for a signed-in user; none when the user is gone or inactive.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="door">By which door they come.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="rights">The permissions that a token is narrowed to; none = all.</param>
    public async Task<Desk?> DeskOfUser(long userId, Door door, CancellationToken stop, IReadOnlyCollection<string>? rights = null)
    {
        var desk = await Desk.Open(this, Actor.Nobody, stop);
        try
        {
            var (actor, settings) = await Actors.OfVisitor(desk.Sql, userId, door, stop);
            if (actor is { AccountActive: true })
            {
                desk.Actor = rights is null ? actor : actor.NarrowedTo(rights);
                desk.SettingsEpoch = settings;
                await Book.Of(desk, stop);
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
        OpenId?.Dispose();
        Database.Dispose();
        return ValueTask.CompletedTask;
    }
}
