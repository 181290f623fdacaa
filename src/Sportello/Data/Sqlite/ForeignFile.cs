using Microsoft.Data.Sqlite;
using Sportello.Importing;

namespace Sportello.Data.Sqlite;

/// <summary>An SQLite file of somebody else, only looked into.</summary>
internal static class ForeignFile
{
    private const string Beginning = "SQLite format 3\0";

    public static async Task<Dictionary<string, ForeignTable>> Tables(string path, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        Demand(path);
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString;
        await using var connection = new SqliteConnection(text);
        try
        {
            await connection.OpenAsync(stop);
            var tables = new Dictionary<string, ForeignTable>(StringComparer.OrdinalIgnoreCase);
            foreach (var name in await There(connection, stop))
            {
                if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    tables[name] = await Read(connection, name, stop);
                }
            }

            return tables;
        }
        catch (SqliteException problem)
        {
            throw Refusal.Invalid("file", $"{path}: the SQLite file cannot be read: {problem.Message}");
        }
    }

    private static void Demand(string path)
    {
        if (!File.Exists(path))
        {
            throw new Refusal(RefusalReason.NotFound, $"{path}: there is no such file or folder.", "file");
        }

        using var file = File.OpenRead(path);
        var start = new byte[Beginning.Length];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !string.Equals(System.Text.Encoding.Latin1.GetString(start), Beginning, StringComparison.Ordinal))
        {
            throw Refusal.Invalid("file", $"{path}: this is no SQLite file; a folder of CSV files named by table would do, too.");
        }
    }

    private static async Task<List<string>> There(SqliteConnection connection, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_master where type in ('table', 'view') order by name";
        await using var reader = await command.ExecuteReaderAsync(stop);
        var names = new List<string>();
        while (await reader.ReadAsync(stop))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task<ForeignTable> Read(SqliteConnection connection, string name, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select * from \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using var reader = await command.ExecuteReaderAsync(stop);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var index = ForeignTable.Index(columns);
        var rows = new List<ForeignRow>();
        while (await reader.ReadAsync(stop))
        {
            var cells = Enumerable.Range(0, columns.Count).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i)).ToList();
            rows.Add(new(new Spot(name, rows.Count + 1), index, cells));
        }

        return new(columns, rows);
    }
}
