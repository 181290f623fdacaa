namespace Sportello.Directory.Import;

/// <summary>One row below the headings.</summary>
/// <param name="Number">Its number as a spreadsheet shows it: the headings stand in row 1.</param>
/// <param name="Broken">Quotes that do not fit, or more cells than headings.</param>
internal sealed record CsvRow(int Number, IReadOnlyList<string> Cells, bool Broken)
{
    public string this[int column] => column < Cells.Count ? Cells[column].Trim() : "";
}

/// <summary>A file of rows and cells (RFC 4180, with whichever separator).</summary>
internal sealed record CsvTable(IReadOnlyList<string> Headings, IReadOnlyList<CsvRow> Rows)
{
    public static IReadOnlyList<char> Separators { get; } = [';', ',', '\t', '|'];

    private const int Sample = 20;

    public static CsvTable Of(string text, char separator)
    {
        var rows = Records(text, separator).Where(r => r.Cells.Any(c => c.Length > 0)).ToList();
        if (rows.Count == 0)
        {
            return new([], []);
        }

        var headings = rows[0].Cells.Select(Words.OneLine.Of).ToList();
        return new(headings, [.. rows.Skip(1).Select(r => r with { Broken = r.Broken || r.Cells.Skip(headings.Count).Any(c => c.Length > 0) })]);
    }

    /// <summary>The separator by which the first rows fall into the same number of cells most often, and into most cells.</summary>
    public static char Separator(string text) => Separators.MaxBy(separator =>
    {
        var rows = Records(text, separator).Take(Sample).ToList();
        var width = rows.Count == 0 ? 1 : rows[0].Cells.Count;
        return width == 1 ? 0 : (rows.Count(r => r.Cells.Count == width && !r.Broken) * 100.0 / rows.Count) + Math.Min(width, 20);
    });

    private static IEnumerable<CsvRow> Records(string text, char separator)
    {
        var reader = new CsvReader(text, separator);
        while (reader.Next() is { } row)
        {
            yield return row;
        }
    }
}
