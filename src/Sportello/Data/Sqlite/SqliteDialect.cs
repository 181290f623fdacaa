using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Sportello.Data.Sqlite;

internal sealed partial class SqliteDialect(string file) : Dialect, IDisposable
{
    // WAL with full sync: what was answered survives a power cut, and readers never wait for the writer.
    private const string Pragmas = "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; pragma busy_timeout=15000; pragma cache_size=-32000; pragma mmap_size=2147418112; pragma temp_store=memory;";

    private const int MostIdle = 16;

    private readonly SemaphoreSlim _writers = new(1, 1);

    // A pool of our own: what is taken from it keeps its settings and its prepared commands.
    private readonly ConcurrentBag<KeptConnection> _idle = [];

    private volatile bool _closed;

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        DefaultTimeout = 30,
        Pooling = false,
    }.ToString();

    public override string Name => "sqlite";

    public override string ColumnsQuery =>
        "select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' and m.name not like 'sqlite_%'";

    public override async Task<DbConnection> Open(CancellationToken stop)
    {
        // A restored database is another file under the old name: whoever still holds the old one must let it go.
        var born = File.GetCreationTimeUtc(file);
        while (_idle.TryTake(out var kept))
        {
            if (kept.FileBorn == born)
            {
                return kept;
            }

            await kept.DisposeAsync();
        }

        var connection = new KeptConnection(_connectionString) { FileBorn = born };
        await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(stop);
        return connection;
    }

    public override ValueTask Close(DbConnection connection)
    {
        if (_idle.Count >= MostIdle || _closed || connection is not KeptConnection { State: System.Data.ConnectionState.Open } kept)
        {
            return connection.DisposeAsync();
        }

        _idle.Add(kept);
        return ValueTask.CompletedTask;
    }

    public override DbCommand Command(DbConnection connection, string text) => ((KeptConnection)connection).Take(text);

    public override ValueTask GiveBack(DbCommand command)
    {
        ((KeptConnection)command.Connection!).Keep((SqliteCommand)command);
        return ValueTask.CompletedTask;
    }

    public override DbConnection Unopened() => new SqliteConnection(_connectionString);

    // A writing transaction holds everybody off.
    public override Task LockSchema(DbConnection connection, DbTransaction transaction, CancellationToken stop) => Task.CompletedTask;

    public override void Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseSqlite(connection);

    public override object Keys(IReadOnlyCollection<long> keys) => JsonSerializer.Serialize(keys);

    public override string Among(string column, string parameter) => $"{column} in (select value from json_each({parameter}))";

    public override async Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken stop)
    {
        await _writers.WaitAsync(stop);
        try
        {
            return await connection.BeginTransactionAsync(stop);
        }
        catch
        {
            _writers.Release();
            throw;
        }
    }

    public override async Task Insert(DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken stop)
    {
        await using var command = (SqliteCommand)connection.CreateCommand();
        command.Transaction = (SqliteTransaction?)transaction;
        command.CommandText = $"insert into {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) values ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
        var parameters = columns.Select((_, i) => command.Parameters.Add(new SqliteParameter($"$p{i}", null))).ToList();
        foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++)
            {
                parameters[i].Value = row[i] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    public override async Task<IReadOnlyList<long>> TakeKeys(Sql sql, string table, int count, CancellationToken stop)
    {
        // The writing transaction holds everybody else out, and rows that carry keys move the sequence by themselves.
        var last = await sql.First("select seq from sqlite_sequence where name = @table", r => (long?)r.GetInt64(0), stop, ("@table", table)) ?? 0;
        return [.. Enumerable.Range(1, count).Select(i => last + i)];
    }

    public override Task MoveKeysPast(Sql sql, string table, CancellationToken stop) => Task.CompletedTask;

    public override Task<DbTransaction> BeginReading(DbConnection connection, CancellationToken stop) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override void EndWriting() => _writers.Release();

    public override bool IsDuplicate(DbException exception) => exception is SqliteException { SqliteErrorCode: 19, SqliteExtendedErrorCode: 2067 or 1555 };

    public override async Task<bool> HasTable(DbConnection connection, string table, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where type = 'table' and name = $table";
        command.Parameters.Add(new SqliteParameter("$table", table));
        return Convert.ToInt64(await command.ExecuteScalarAsync(stop), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    /// <summary>Written anew, since freed pages keep what stood in them; and the log of the changes is emptied.</summary>
    public override async Task ForgetDeleted(CancellationToken stop)
    {
        await _writers.WaitAsync(stop);
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(stop);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText =
                """
                insert into ticket_words (ticket_words) values ('optimize'); insert into comment_words (comment_words) values ('optimize');
                vacuum; pragma wal_checkpoint(truncate);
                """;
            await command.ExecuteNonQueryAsync(stop);
        }
        finally
        {
            _writers.Release();
        }
    }

    public override Task Drop(CancellationToken stop)
    {
        CloseIdle();
        foreach (var path in new[] { file, file + "-wal", file + "-shm" })
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _closed = true;
        CloseIdle();
        _writers.Dispose();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
