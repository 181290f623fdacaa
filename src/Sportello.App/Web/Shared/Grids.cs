using System.Globalization;
using System.Text;
using Sportello.Reports;

namespace Sportello.App.Web.Shared;

/// <summary>Numbers of the house in the reader's words: for the page, and as a file.</summary>
internal static class Grids
{
    public static string Label(Page page, Grid grid, GridRow row) => row switch
    {
        { Day: { } day } => day.ToString(grid.Width == BucketWidth.Month ? "MMM yyyy" : "d MMM", page.Language.Culture),
        { IsKey: true } => page.Say(row.Label),
        _ => row.Label,
    };

    public static string Cell(Page page, GridColumn column, double? value) => (value, column.Measure) switch
    {
        (null, _) => "–",
        ({ } seconds, Measure.Time) => Span(page, TimeSpan.FromSeconds(seconds)),
        ({ } count, _) => count.ToString("N0", page.Language.Culture),
    };

    /// <summary>What a program or a chart reads.</summary>
    public static string Plain(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// The file (RFC 4180, with a byte order mark, so that spreadsheets read every alphabet): the columns by the reader's words, days as
    /// YYYY-MM-DD, numbers with a point, times in seconds.
    /// </summary>
    public static IResult File(Page page, Grid grid)
    {
        var text = new StringBuilder();
        Line(text, grid.Columns.Select(c => page.Say(c.Name) + (c.Measure == Measure.Time ? $" ({page.Say("csv.seconds")})" : "")).Prepend(page.Say(grid.Labels)));
        foreach (var row in grid.Rows)
        {
            Line(text, row.Values.Select(Plain).Prepend(row.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Label(page, grid, row)));
        }

        return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", $"{grid.Name}.csv");
    }

    public static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    /// <summary>A name that begins like a formula would be reckoned by a spreadsheet; an apostrophe keeps it a name.</summary>
    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && cell[0] is '=' or '+' or '@' or '\t' || (cell.StartsWith('-') && !double.TryParse(cell, CultureInfo.InvariantCulture, out _)) ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Span(Page page, TimeSpan time) => time switch
    {
        { TotalHours: < 1 } => page.Say("ago.minutes", ("n", (int)Math.Ceiling(time.TotalMinutes))),
        { TotalDays: < 2 } => $"{page.Say("ago.hours", ("n", (int)time.TotalHours))} {page.Say("ago.minutes", ("n", time.Minutes))}",
        _ => $"{page.Say("ago.days", ("n", (int)time.TotalDays))} {page.Say("ago.hours", ("n", time.Hours))}",
    };
}
