using Sportello.Directory.Import;

namespace Sportello.Importing;

/// <summary>One row of another system's table; cells that say nothing are empty.</summary>
internal sealed class ForeignRow(Spot at, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> cells)
{
    public Spot At => at;

    public string this[string column] => columns.TryGetValue(column, out var i) && i < cells.Count && cells[i].Trim() is var cell && cell is not ("NULL" or "\\N") ? cell : "";

    /// <summary>An id of something else; 0 and nothing mean none.</summary>
    public string? Id(string column) => this[column] is { Length: > 0 } id and not "0" ? id : null;

    /// <summary>The number of a choice.</summary>
    public int? Whole(string column) => int.TryParse(this[column], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A table of another system, its columns by name in any case.</summary>
internal sealed record ForeignTable(IReadOnlyCollection<string> Columns, IReadOnlyList<ForeignRow> Rows)
{
    public static ForeignTable Empty { get; } = new([], []);

    public static IReadOnlyDictionary<string, int> Index(IEnumerable<string> columns) =>
        columns.Select((name, i) => (name, i)).GroupBy(c => c.name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().i, StringComparer.OrdinalIgnoreCase);

    /// <summary>From a file of rows and cells, whatever its letters and its separator; broken rows are named.</summary>
    public static ForeignTable OfCsv(string path, Draft draft)
    {
        var bytes = Intake.Bytes(path);
        var text = FileEncodings.Text(bytes, FileEncodings.Found(bytes));
        var table = CsvTable.Of(text, CsvTable.Separator(text));
        var (file, index) = (System.IO.Path.GetFileName(path), Index(table.Headings));
        var rows = new List<ForeignRow>();
        foreach (var row in table.Rows)
        {
            var at = new Spot(file, row.Number);
            if (row.Broken)
            {
                draft.Fault(at, "", "the row is broken: quotes that do not fit, or more cells than headings.");
            }
            else
            {
                rows.Add(new(at, index, row.Cells));
            }
        }

        return new([.. table.Headings], rows);
    }
}
