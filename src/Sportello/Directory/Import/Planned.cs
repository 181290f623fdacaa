using Sportello.Words;

namespace Sportello.Directory.Import;

/// <summary>Looks at rows, some hundred at a time, and changes nothing.</summary>
internal interface IImportPlan
{
    Task<IReadOnlyList<ImportRow>> Run(IReadOnlyList<CsvRow> rows, CancellationToken stop);
}

/// <summary>What plans of both kinds have in common.</summary>
internal static class Planned
{
    /// <summary>A row that is wrong is named with its reason, and the others go on.</summary>
    public static ImportRow Row(CsvRow row, string title, Func<ImportRow> plan)
    {
        if (row.Broken)
        {
            return ImportRow.Refused(row, title, Said.Of("import.broken"));
        }

        try
        {
            return plan();
        }
        catch (Refusal refusal)
        {
            return ImportRow.Refused(row, title, refusal.Words ?? Said.Plain(refusal.Message));
        }
    }

    public static ImportRow Done(CsvRow row, string title, long? id, int version, List<ImportChange> changes) =>
        new(row.Number, id is null ? ImportOutcome.Add : changes.Count > 0 ? ImportOutcome.Change : ImportOutcome.Same, title, id, version, changes, null);

    public static void Note(List<ImportChange> changes, string what, string? from, string? to)
    {
        if (!string.Equals(from, to, StringComparison.Ordinal))
        {
            changes.Add(new(what, from, to));
        }
    }

    public static string YesNo(bool yes) => yes ? "yes" : "no";

    /// <summary>The first cell that says something of the field.</summary>
    public static string Cell(this ImportReading reading, CsvRow row, ImportField field) => reading.Cells(row, field).FirstOrDefault(c => c.Length > 0) ?? "";

    public static IEnumerable<string> Cells(this ImportReading reading, CsvRow row, ImportField field) =>
        reading.Columns.Select((f, i) => (f, i)).Where(x => x.f == field).Select(x => row[x.i]);

    public static OrganizationCategory? Category(this ImportReading reading, CsvRow row) => reading.Cell(row, ImportField.Category) switch
    {
        "" => null,
        var cell => Headings.Category(cell) ?? throw Refusal.Invalid("category", Said.Of("import.category.unknown", ("word", cell))),
    };

    public static bool? Active(this ImportReading reading, CsvRow row) => reading.Cell(row, ImportField.Active) switch
    {
        "" => null,
        var cell => Headings.YesNo(cell) ?? throw Refusal.Invalid("active", Said.Of("import.active.unknown", ("word", cell))),
    };

    public static string? Language(this ImportReading reading, CsvRow row) => reading.Cell(row, ImportField.Language) switch
    {
        "" => null,
        var cell => Headings.Language(cell) ?? throw Refusal.Invalid("language", Said.Of("refusal.language")),
    };
}
