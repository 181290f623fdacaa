using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Sportello.Data.Postgres;

internal sealed class PostgresDialect : Dialect, IDisposable
{
    private readonly NpgsqlDataSource _source;

    public PostgresDialect(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, ApplicationName = "sportello" };
        _source = new NpgsqlDataSourceBuilder(settings.ToString()).Build();
    }

    public override string Name => "postgresql";

    public override string ColumnsQuery =>
        "select table_name, column_name from information_schema.columns where table_schema = current_schema()";

    public override async Task<DbConnection> Open(CancellationToken stop) => await _source.OpenConnectionAsync(stop);

    public override void Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseNpgsql(connection);

    public override object Keys(IReadOnlyCollection<long> keys) => keys.ToArray();

    public override string Among(string column, string parameter) => $"{column} = any({parameter})";

    public override async Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken stop) =>
        await connection.BeginTransactionAsync(stop);

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

    public override async Task Drop(CancellationToken stop)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand("drop schema public cascade; create schema public", connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    public void Dispose() => _source.Dispose();
}
