using System.Data.Common;

namespace Sportello.Data;

/// <summary>SQL by hand for what is only shown: one connection, named parameters, a function per row.</summary>
internal sealed class Sql(DbConnection connection, Dialect dialect)
{
    public Dialect Dialect => dialect;

    public DbTransaction? Transaction { get; set; }

    public async Task<List<T>> List<T>(string text, Func<DbDataReader, T> row, CancellationToken stop, params (string Name, object? Value)[] parameters)
    {
        await using var lent = Command(text, parameters);
        await using var reader = await lent.Command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>The first row, or none: a missing row is null, so ask for a class or a nullable value.</summary>
    public async Task<T?> First<T>(string text, Func<DbDataReader, T> row, CancellationToken stop, params (string Name, object? Value)[] parameters)
    {
        await using var lent = Command(text, parameters);
        await using var reader = await lent.Command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? row(reader) : default;
    }

    public async Task<int> Run(string text, CancellationToken stop, params (string Name, object? Value)[] parameters)
    {
        await using var lent = Command(text, parameters);
        return await lent.Command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Rows one after the other, for what may be long.</summary>
    public async IAsyncEnumerable<T> Each<T>(
        string text,
        Func<DbDataReader, T> row,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop,
        params (string Name, object? Value)[] parameters)
    {
        await using var lent = Command(text, parameters);
        await using var reader = await lent.Command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            yield return row(reader);
        }
    }

    public Task Insert(string table, IReadOnlyList<string> columns, IReadOnlyCollection<object?[]> rows, CancellationToken stop) =>
        rows.Count == 0 ? Task.CompletedTask : dialect.Insert(connection, Transaction, table, columns, rows, stop);

    private Lent Command(string text, (string Name, object? Value)[] parameters)
    {
        dialect.Heard?.Invoke(text, parameters);
        var command = dialect.Command(connection, text);
        command.Transaction = Transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = Stored(dialect, value);
            command.Parameters.Add(parameter);
        }

        return new(dialect, command);
    }

    /// <summary>A value as the database is given it.</summary>
    public static object Stored(Dialect dialect, object? value) => value switch
    {
        null => DBNull.Value,
        DateTime moment => Moment.ToStored(moment),
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Enum choice => Convert.ToInt32(choice, System.Globalization.CultureInfo.InvariantCulture),
        IReadOnlyCollection<long> keys => dialect.Keys(keys),
        _ => value,
    };

    private readonly struct Lent(Dialect dialect, DbCommand command) : IAsyncDisposable
    {
        public DbCommand Command => command;

        public ValueTask DisposeAsync() => dialect.GiveBack(command);
    }
}

internal static class RowReading
{
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Key(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTime Time(this DbDataReader row, int column) => Moment.FromStored(row.GetInt64(column));

    public static DateTime? TimeOrNone(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static DateOnly? Day(this DbDataReader row, int column) => row.IsDBNull(column)
        ? null
        : DateOnly.ParseExact(row.GetString(column), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
