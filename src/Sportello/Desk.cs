using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.History;
using Sportello.Idempotency;
using Sportello.Notices;
using Sportello.Projects;
using Sportello.Search;
using Sportello.Targets;
using Sportello.Tickets;
using Sportello.Webhooks;
using Sportello.WorkItems;

namespace Sportello;

/// <summary>
/// An actor and a unit of work: the only way in, and the only place that saves.
/// Rows, history, kept counts and outgoing messages are one transaction.
/// </summary>
public sealed class Desk : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private DbTransaction? _transaction;
    private bool _reading;
    private bool _mailWaits;
    private bool _webhooksWait;
    private bool _changed;
    private DeskDb? _db;

    private Desk(House house, Actor actor, DbConnection connection)
    {
        House = house;
        Actor = actor;
        _connection = connection;
        Sql = new Sql(connection, house.Database.Dialect);
    }

    public House House { get; }

    public Actor Actor { get; internal set; }

    public DateTime Now => House.Now;

    /// <summary>The day in the configured time zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(Now, House.Settings.Work.TimeZone));

    /// <summary>The clock that the reader goes by.</summary>
    public TimeZoneInfo Zone => Actor.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : House.Settings.Work.TimeZone;

    /// <summary>Where the counter of the settings stood when this desk was opened; none where nobody has asked yet.</summary>
    internal long? SettingsEpoch { get; set; }

    internal bool IsWriting => _transaction is not null && !_reading;

    /// <summary>What is saved first is saved under this key, once.</summary>
    public RequestKey? Request { get; set; }

    internal Stamp Stamp => Actor.Stamp(Now);

    internal Sql Sql { get; }

    internal DeskDb Db
    {
        get
        {
            if (_db is null)
            {
                _db = House.Database.Context(_connection);
                if (_transaction is not null)
                {
                    _db.Database.UseTransaction(_transaction);
                }
            }

            return _db;
        }
    }

    internal TicketShelf Tickets => new(this);

    internal ProjectShelf Projects => new(this);

    internal WorkItemShelf WorkItems => new(this);

    internal static async Task<Desk> Open(House house, Actor actor, CancellationToken stop) =>
        new(house, actor, await house.Database.Dialect.Open(stop));

    /// <summary>Begins to write. What is read from here on is what will be true when it is saved.</summary>
    internal async Task Begin(CancellationToken stop)
    {
        if (_transaction is not null)
        {
            return;
        }

        _transaction = await House.Database.Dialect.BeginWriting(_connection, stop);
        Sql.Transaction = _transaction;
        if (_db is not null)
        {
            await _db.Database.UseTransactionAsync(_transaction, stop);
        }
    }

    /// <summary>Begins to read one state of everything; ends with the desk.</summary>
    internal async Task BeginReading(CancellationToken stop)
    {
        _transaction = await House.Database.Dialect.BeginReading(_connection, stop);
        _reading = true;
        Sql.Transaction = _transaction;
    }

    /// <summary>Forgets everything since <see cref="Begin"/>.</summary>
    internal async Task Undo()
    {
        await EndTransaction();
        _mailWaits = _webhooksWait = _changed = false;
        _db?.ChangeTracker.Clear();
    }

    /// <summary>Writes what has changed, within the transaction, without ending it.</summary>
    internal async Task Flush(CancellationToken stop)
    {
        await Begin(stop);
        if (_db is null)
        {
            // Only SQL was written: the object mapper, which is slow to wake, is left asleep.
            return;
        }

        try
        {
            // Looked through once here; each of these questions would look through everything again.
            Db.ChangeTracker.DetectChanges();
            Db.ChangeTracker.AutoDetectChangesEnabled = false;
            await Deadlines.Set(this, stop);
            var counts = TicketCounts.Changed(Db);
            var changed = Historic().ToList();
            var accessMoved = AccessMoved();
            var found = DirectoryWords.Changed(Db);
            var searched = SearchWords.Of(Db);
            var news = TicketNews.Of(Db);
            var listeners = changed.TrueForAll(c => c.Subject.Changes.All(h => h.By.Door == Door.Import)) ? [] : await House.Webhooks.Now(House, Sql, stop);
            var happened = listeners.Count == 0 ? [] : Happening.Of(Db);
            Db.ChangeTracker.AutoDetectChangesEnabled = true;
            foreach (var (entry, _) in changed)
            {
                entry.Property(nameof(IHistoric.Version)).CurrentValue = (int)entry.Property(nameof(IHistoric.Version)).OriginalValue! + 1;
            }

            await Db.SaveChangesAsync(stop);
            await DirectoryWords.Write(Sql, found, stop);
            await SearchWords.Write(Db, Sql, searched, stop);
            await WriteHistory(changed.Select(c => c.Subject), stop);
            await TicketCounts.Apply(Sql, counts, stop);
            if (accessMoved)
            {
                await Sql.Run("update counter set value = value + 1 where name = 'access'", stop);
            }

            _mailWaits |= await TellNews.Run(this, news, stop);
            _webhooksWait |= await TellWebhooks.Run(this, listeners, happened, stop);
            if (changed.Count > 0 && !_changed)
            {
                // The other nodes hear of it when it is saved.
                await House.Database.Dialect.Announce(Sql, "", stop);
                _changed = true;
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Refusal.Conflict("Somebody else changed this at the same moment. Nothing was saved; look at it again.");
        }
    }

    internal async Task Save(CancellationToken stop)
    {
        await Flush(stop);
        if (Request is { } request)
        {
            await RepeatableRequests.Claim(this, request, stop);
            Request = null;
        }

        await _transaction!.CommitAsync(stop);
        await EndTransaction();
        if (_mailWaits)
        {
            _mailWaits = false;
            House.MailBell.Ring();
        }

        if (_webhooksWait)
        {
            _webhooksWait = false;
            House.WebhookBell.Ring();
        }

        if (_changed)
        {
            _changed = false;
            House.Live.Bell.Ring();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndTransaction();
        if (_db is not null)
        {
            await _db.DisposeAsync();
        }

        await House.Database.Dialect.Close(_connection);
    }

    /// <summary>The next of numbers that only grow, taken within the transaction.</summary>
    internal async Task<int> NextNumber(string counter, CancellationToken stop)
    {
        await Begin(stop);
        return (int)await Sql.First("update counter set value = value + 1 where name = @name returning value", r => r.GetInt64(0), stop, ("@name", counter));
    }

    private async Task EndTransaction()
    {
        if (_transaction is null)
        {
            return;
        }

        if (_db is not null)
        {
            await _db.Database.UseTransactionAsync(null);
        }

        await _transaction.DisposeAsync();
        _transaction = null;
        Sql.Transaction = null;
        if (_reading)
        {
            _reading = false;
            return;
        }

        House.Database.Dialect.EndWriting();
    }

    private IEnumerable<(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry Entry, IHistoric Subject)> Historic() =>
        from entry in Db.ChangeTracker.Entries()
        where entry.Entity is IHistoric { Changes.Count: > 0 }
        select (entry, (IHistoric)entry.Entity);

    private async Task WriteHistory(IEnumerable<IHistoric> subjects, CancellationToken stop)
    {
        var any = false;
        foreach (var subject in subjects)
        {
            Db.History.AddRange(subject.Changes.Select(change => new HistoryEntry(subject, change)));
            subject.Changes.Clear();
            any = true;
        }

        if (any)
        {
            await Db.SaveChangesAsync(stop);
        }
    }

    private bool AccessMoved() => Db.ChangeTracker.Entries().Any(e =>
        e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
        && e.Entity is Organization or Contact or User or Group or GroupPermission or Project or ProjectMember or GeneralPermission or Dictionary<string, object>);
}
