namespace Sportello.Reports;

/// <summary>How a table is drawn above its numbers.</summary>
public enum Drawing
{
    None,

    /// <summary>Standing bars, one beside the other.</summary>
    Bars,

    /// <summary>Standing bars, one on top of the other.</summary>
    Stack,

    /// <summary>Lying bars, one after the other: for names.</summary>
    Rows,

    Lines,
}

/// <summary>What the numbers of a column are.</summary>
public enum Measure
{
    Count,

    /// <summary>Seconds.</summary>
    Time,
}

/// <summary>A column: the key of its name among the texts.</summary>
/// <param name="Drawn">Whether the chart shows it.</param>
/// <param name="OwnScale">Drawn against a scale of its own, at the right.</param>
public sealed record GridColumn(string Name, Measure Measure = Measure.Count, bool Drawn = true, bool OwnScale = false);

/// <summary>A row: what it is about, and a number for each column; a missing one is a gap.</summary>
/// <param name="Label">A name; the key of one among the texts where <paramref name="IsKey"/>.</param>
/// <param name="Day">The first day of the time that the row stands for, if it stands for one.</param>
/// <param name="Marked">Stands out in the table.</param>
public sealed record GridRow(string Label, IReadOnlyList<double?> Values, DateOnly? Day = null, bool IsKey = false, bool Marked = false);

/// <summary>Numbers once, for the table, the chart above it and the file.</summary>
/// <param name="Name">Of the file, and of the anchor.</param>
/// <param name="Title">The key of its title among the texts.</param>
/// <param name="Labels">The key of what the rows are.</param>
/// <param name="Width">How much time a row stands for.</param>
public sealed record Grid(
    string Name, string Title, string Labels, IReadOnlyList<GridColumn> Columns, IReadOnlyList<GridRow> Rows, Drawing Drawing = Drawing.None, BucketWidth? Width = null);
