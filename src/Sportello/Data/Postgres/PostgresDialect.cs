using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Sportello.Data.Postgres;

internal sealed partial class PostgresDialect : Dialect, IDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly string _connectionString;

    public PostgresDialect(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, ApplicationName = "sportello" };
        _connectionString = settings.ToString();
        _source = new NpgsqlDataSourceBuilder(settings.ToString()).Build();
    }

    public override string Name => "postgresql";

    public override string ColumnsQuery =>
        "select table_name, column_name from information_schema.columns where table_schema = current_schema()";

    public override async Task<DbConnection> Open(CancellationToken stop) => await _source.OpenConnectionAsync(stop);

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

    private const long SchemaLock = 0x73706f7274656c6c;

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
