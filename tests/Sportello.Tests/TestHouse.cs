using Npgsql;
using Sportello.Data;
using Sportello.Settings;
using Sportello.Testing;

namespace Sportello.Tests;

/// <summary>A house of its own for a test: an empty database of the kind asked for, a folder, and a clock that stands where it is put.</summary>
internal sealed class TestHouse : IAsyncDisposable
{
    private static readonly SemaphoreSlim Template = new(1, 1);
    private static bool _templateMade;

    private readonly TempFolder _folder;

    private TestHouse(House house, TempFolder folder, StoppedClock clock)
    {
        House = house;
        _folder = folder;
        Clock = clock;
    }

    public House House { get; }

    public StoppedClock Clock { get; }

    public TempFolder Folder => _folder;

    public static async Task<TestHouse> Open(DatabaseProvider provider, Func<HouseSettings, HouseSettings>? change = null)
    {
        var folder = new TempFolder();
        var clock = new StoppedClock(new DateTime(2013, 6, 30, 9, 0, 0, DateTimeKind.Utc));
        var settings = new HouseSettings
        {
            DataFolder = folder.Path,
            Database = provider == DatabaseProvider.Sqlite
                ? new(provider, folder["sportello.db"], "")
                : new(provider, "", await FreshPostgres()),
            Work = new WorkSettings { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome") },
            PasswordRounds = 1_000,
        };
        return new TestHouse(await House.Open(change?.Invoke(settings) ?? settings, clock, default), folder, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Migrating takes a second; copying a migrated database does not.</summary>
    private static async Task<string> FreshPostgres()
    {
        var server = PostgresServer.Shared;
        await Template.WaitAsync();
        try
        {
            await using var admin = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false");
            await admin.OpenAsync();
            if (!_templateMade)
            {
                await Run(admin, "create database migrated");

                var settings = new HouseSettings { DataFolder = Path.GetTempPath(), Database = new(DatabaseProvider.PostgreSql, "", server.ConnectionString("migrated") + ";Pooling=false") };
                await using var house = await House.Open(settings, TimeProvider.System, default);
                _templateMade = true;
            }

            var name = server.NewName();
            await Run(admin, $"create database {name} template migrated");
            return server.ConnectionString(name) + ";Maximum Pool Size=20";
        }
        finally
        {
            Template.Release();
        }
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A clock that a test sets.</summary>
internal sealed class StoppedClock(DateTime now) : TimeProvider
{
    public DateTime Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);
}

/// <summary>Every test that touches data runs on both.</summary>
public sealed class BothDatabases : TheoryData<DatabaseProvider>
{
    public BothDatabases()
    {
        Add(DatabaseProvider.Sqlite);
        Add(DatabaseProvider.PostgreSql);
    }
}
