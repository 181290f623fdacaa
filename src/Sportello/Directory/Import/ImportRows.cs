using System.Text.Json;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Directory.Import;

/// <summary>The planned rows as they are kept.</summary>
internal static class ImportRows
{
    private const string Columns = "row_number, outcome, title, subject_id, version, changes, reason";

    public static Task Write(Sql sql, long import, IReadOnlyList<ImportRow> rows, CancellationToken stop) => sql.Insert(
        "directory_import_row",
        ["import_id", "row_number", "outcome", "title", "subject_id", "version", "changes", "reason"],
        [.. rows.Select(r => new object?[] { import, r.Number, (int)r.Outcome, r.Title, r.Id, r.Version, JsonSerializer.Serialize(r.Changes), r.Why?.Kept })],
        stop);

    public static Task<List<ImportRow>> After(Sql sql, long import, int row, int most, CancellationToken stop) => sql.List(
        $"select {Columns} from directory_import_row where import_id = @import and row_number > @row order by row_number limit @most",
        Read,
        stop,
        ("@import", import), ("@row", row), ("@most", most));

    public static Task<List<ImportRow>> Of(Sql sql, long import, ImportOutcome outcome, long after, int most, CancellationToken stop) => sql.List(
        $"select {Columns} from directory_import_row where import_id = @import and outcome = @outcome and row_number > @after order by row_number limit @most",
        Read,
        stop,
        ("@import", import), ("@outcome", outcome), ("@after", after), ("@most", most));

    public static Task Refuse(Sql sql, long import, int row, Said why, CancellationToken stop) => sql.Run(
        "update directory_import_row set outcome = @outcome, reason = @why where import_id = @import and row_number = @row",
        stop,
        ("@outcome", ImportOutcome.Refused), ("@why", why.Kept), ("@import", import), ("@row", row));

    private static ImportRow Read(System.Data.Common.DbDataReader r) => new(
        r.GetInt32(0), (ImportOutcome)r.GetInt32(1), r.GetString(2), r.Key(3), r.GetInt32(4), JsonSerializer.Deserialize<List<ImportChange>>(r.GetString(5))!, r.Text(6) is { } why ? Said.ReadOne(why) : null);
}
