using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Sportello.Data.Postgres;

internal sealed partial class PostgresDialect : Dialect, IDisposable
{
    private const long QuietMilliseconds = 2000;
    private const string Channel = "sportello_live";
    private const long SchemaLock = 0x73706f7274656c6c;

    private readonly NpgsqlDataSource _source;
    private readonly string _connectionString;
    private long _opened;

    public PostgresDialect(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, ApplicationName = "sportello" };
        _connectionString = settings.ToString();
        _source = new NpgsqlDataSourceBuilder(settings.ToString()).Build();
    }

    public override string Name => "postgresql";

    public override string ColumnsQuery =>
        "select table_name, column_name from information_schema.columns where table_schema = current_schema()";

    /// <summary>After a while in which nobody asked, the server may have been restarted: what waits in the pool is tried before it is given out.</summary>
    public override async Task<DbConnection> Open(CancellationToken stop)
    {
        var now = Environment.TickCount64;
        var wasQuiet = now - Interlocked.Exchange(ref _opened, now) > QuietMilliseconds;
        var connection = await _source.OpenConnectionAsync(stop);
        if (!wasQuiet || await Answers(connection, stop))
        {
            return connection;
        }

        await Close(connection);
        return await _source.OpenConnectionAsync(stop);
    }

    /// <summary>Where one is broken the others of the pool are too, since they went to the same server.</summary>
    public override async ValueTask Close(DbConnection connection)
    {
        if (connection.State != System.Data.ConnectionState.Open)
        {
            _source.Clear();
        }

        await connection.DisposeAsync();
    }

    private static async Task<bool> Answers(NpgsqlConnection connection, CancellationToken stop)
    {
        try
        {
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(stop);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public override DbConnection Unopened() => new NpgsqlConnection("Host=localhost");

    public override async Task LockSchema(DbConnection connection, DbTransaction transaction, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select pg_advisory_xact_lock({SchemaLock})";
        await command.ExecuteNonQueryAsync(stop);
    }

    public override void Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseNpgsql(connection);

    public override object Keys(IReadOnlyCollection<long> keys) => keys.ToArray();

    public override string Among(string column, string parameter) => $"{column} = any({parameter})";

    public override async Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken stop) =>
        await connection.BeginTransactionAsync(stop);

    public override async Task Insert(DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken stop)
    {
        var copy = $"copy {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) from stdin (format binary)";
        await using var writer = await ((NpgsqlConnection)connection).BeginBinaryImportAsync(copy, stop);
        foreach (var row in rows)
        {
            await writer.WriteRowAsync(stop, row);
        }

        await writer.CompleteAsync(stop);
    }

    public override async Task<IReadOnlyList<long>> TakeKeys(Sql sql, string table, int count, CancellationToken stop) => await sql.List(
        "select nextval(pg_get_serial_sequence(@table, 'id')) from generate_series(1, @count)", r => r.GetInt64(0), stop, ("@table", table), ("@count", count));

    public override Task MoveKeysPast(Sql sql, string table, CancellationToken stop) => sql.Run(
        $"select setval(pg_get_serial_sequence('{table}', 'id'), greatest((select max(id) from {table}), nextval(pg_get_serial_sequence('{table}', 'id')) - 1, 1))", stop);

    public override async Task<DbTransaction> BeginReading(DbConnection connection, CancellationToken stop) =>
        await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);

    public override bool HasOtherNodes => true;

    public override Task Announce(Sql sql, string what, CancellationToken stop) => sql.Run($"select pg_notify('{Channel}', @what)", stop, ("@what", what));

    public override async Task Listen(Action<string> heard, CancellationToken stop)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        connection.Notification += (_, e) => heard(e.Payload);
        await using var command = connection.CreateCommand();
        command.CommandText = $"listen {Channel}";
        await command.ExecuteNonQueryAsync(stop);
        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    public override void EndWriting()
    {
        // The server queues its own writers.
    }

    public override bool IsDuplicate(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override async Task<bool> HasTable(DbConnection connection, string table, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select to_regclass(@table) is not null";
        command.Parameters.Add(new NpgsqlParameter("table", $"\"{table}\""));
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>What was deleted lies in the server's own files until it cleans them; here it is asked to.</summary>
    public override async Task ForgetDeleted(CancellationToken stop)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand("vacuum", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }

    public override async Task Drop(CancellationToken stop)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand("drop schema public cascade; create schema public", connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    public void Dispose() => _source.Dispose();
}
