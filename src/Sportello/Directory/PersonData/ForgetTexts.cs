using Sportello.Data;

namespace Sportello.Directory.PersonData;

/// <summary>Goes over the texts that may name a person, some hundred rows at a time, and writes those back that did.</summary>
internal sealed class ForgetTexts(Sql sql, Blots blots)
{
    private const int Portion = 500;

    /// <param name="table">A table with the key <c>id</c>.</param>
    /// <param name="columns">Those with text.</param>
    /// <param name="where">Which rows.</param>
    /// <param name="also">What else is set where something was found.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="parameters">Of the condition.</param>
    public async Task Over(string table, string[] columns, string where, string also, CancellationToken stop, params (string, object?)[] parameters)
    {
        for (var last = 0L; ;)
        {
            var rows = await sql.List(
                $"select id, {string.Join(", ", columns)} from {table} where id > @last and ({where}) order by id limit {Portion}",
                r => (Id: r.GetInt64(0), Texts: columns.Select((_, i) => r.Text(i + 1)).ToArray()),
                stop,
                [("@last", last), .. parameters]);
            foreach (var (id, texts) in rows)
            {
                var clean = texts.Select(blots.Over).ToArray();
                if (!texts.SequenceEqual(clean, StringComparer.Ordinal))
                {
                    await sql.Run(
                        $"update {table} set {string.Join(", ", columns.Select((c, i) => $"{c} = @t{i}"))}{also} where id = @id",
                        stop,
                        [("@id", id), .. clean.Select((t, i) => ($"@t{i}", (object?)t))]);
                }
            }

            if (rows.Count < Portion)
            {
                return;
            }

            last = rows[^1].Id;
        }
    }
}
