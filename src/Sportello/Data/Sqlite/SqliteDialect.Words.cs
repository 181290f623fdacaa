using Sportello.Search;

namespace Sportello.Data.Sqlite;

/// <summary>Words lie in full-text tables that hold nothing else: no text, no places.</summary>
internal sealed partial class SqliteDialect
{
    public override async Task KeepWords(Sql sql, string table, IReadOnlyCollection<(long Id, string Words)> rows, bool mayBeKept, CancellationToken stop)
    {
        if (mayBeKept)
        {
            await ForgetWords(sql, table, [.. rows.Select(r => r.Id)], stop);
        }

        foreach (var (id, words) in rows)
        {
            await sql.Run($"insert into {table} (rowid, words) values (@id, @words)", stop, ("@id", id), ("@words", words));
        }
    }

    public override Task ForgetWords(Sql sql, string table, IReadOnlyCollection<long> ids, CancellationToken stop) =>
        sql.Run($"delete from {table} where {Among("rowid", "@ids")}", stop, ("@ids", ids));

    public override string KeysByWords(string table, WordQuery words) =>
        $"select rowid as id from {table} where {table} match @words and rowid < @before order by rowid desc limit @most";

    public override string HasWords(string table, string key, WordQuery words) =>
        $"exists (select 1 from {table} w where w.{table} match @words and w.rowid = {key})";

    public override IEnumerable<(string Name, object? Value)> WordParameters(WordQuery words) => [("@words", words.Written('"', " AND ", " OR "))];
}
