using Sportello.Data;

namespace Sportello.Directory.Import;

/// <param name="Headings">The columns of the file, from the left.</param>
/// <param name="Rows">Rows below the headings.</param>
/// <param name="Done">How many of them are behind.</param>
/// <param name="Counts">How many rows come out in which way.</param>
/// <param name="Shown">Which rows are on the page.</param>
public sealed record ImportView(long Id, ImportKind Kind, ImportState State, ImportReading Reading, IReadOnlyList<string> Headings, int Rows, int Done, IReadOnlyDictionary<ImportOutcome, int> Counts, ImportOutcome Shown, Rows<ImportRow> Page);

/// <summary>One import of one's own: how the file was read, what its rows would do or have done.</summary>
public sealed class ImportPage(Desk desk)
{
    private const int PerPage = 100;

    /// <summary>What the form of a new import begins with, for whoever may bring a file.</summary>
    public IReadOnlyList<ImportKind> Kinds() => ImportDirectory.IsFor(desk.Actor)
        ? [.. Enum.GetValues<ImportKind>().Where(k => desk.Actor.Holds(ImportDirectory.Needed(k)))]
        : throw Refusal.Denied(Words.Said.Of("refusal.permission", ("permission", "contact.add")));

    /// <param name="id">Its number.</param>
    /// <param name="shown">Which rows; none = the first kind of which there are any.</param>
    /// <param name="after">The mark of the page before.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<ImportView> Run(long id, ImportOutcome? shown, string? after, CancellationToken stop)
    {
        Kinds();
        var kept = await KeptImport.Of(desk, id, stop);
        Accounts.DemandRight(desk, ImportDirectory.Needed(kept.Kind));
        var counts = (await desk.Sql.List(
            "select outcome, count(*) from directory_import_row where import_id = @id group by outcome",
            r => ((ImportOutcome)r.GetInt32(0), (int)r.GetInt64(1)),
            stop,
            ("@id", id))).ToDictionary(c => c.Item1, c => c.Item2);
        var which = shown ?? Enum.GetValues<ImportOutcome>().FirstOrDefault(counts.ContainsKey, ImportOutcome.Add);
        var rows = await ImportRows.Of(desk.Sql, id, which, Paging.Key(after) ?? 0, PerPage + 1, stop);
        var done = await desk.Sql.First("select count(*) from directory_import_row where import_id = @id and row_number <= @row", r => (int)r.GetInt64(0), stop, ("@id", id), ("@row", kept.DoneRow));
        return new(
            id, kept.Kind, kept.State, kept.Reading, kept.Source.Length > 0 ? kept.Reading.Table(kept.Source).Headings : [], kept.Rows, done, counts, which, Paging.Page(rows, PerPage, r => Paging.Mark(r.Number)));
    }
}
