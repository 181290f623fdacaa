using Sportello.Search;

namespace Sportello.Data.Postgres;

internal sealed partial class PostgresDialect
{
    public override Task KeepWords(Sql sql, string table, IReadOnlyCollection<(long Id, string Words)> rows, bool mayBeKept, CancellationToken stop) => sql.Run(
        $"""
         insert into {table} (id, words)
         select given.id, array_to_tsvector(string_to_array(given.words, ' ')) from unnest(@ids, @texts) as given (id, words)
         on conflict (id) do update set words = excluded.words
         """,
        stop,
        ("@ids", rows.Select(r => r.Id).ToArray()),
        ("@texts", rows.Select(r => r.Words).ToArray()));

    public override Task ForgetWords(Sql sql, string table, IReadOnlyCollection<long> ids, CancellationToken stop) =>
        sql.Run($"delete from {table} where {Among("id", "@ids")}", stop, ("@ids", ids));

    public override string KeysByWords(string table, WordQuery words) =>
        $"select id from {table} where {Found("words", words)} and id < @before order by id desc limit @most";

    public override string HasWords(string table, string key, WordQuery words) =>
        $"exists (select 1 from {table} w where {Found("w.words", words)} and w.id = {key})";

    public override IEnumerable<(string Name, object? Value)> WordParameters(WordQuery words) => [];

    // The words stand in the statement, since the planner chooses by how common they are; they are letters and digits only.
    private static string Found(string column, WordQuery words) => $"{column} @@ $words${words.Written('\'', " & ", " | ")}$words$::tsquery";
}
