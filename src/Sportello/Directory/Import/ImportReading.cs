using System.Text.Json;

namespace Sportello.Directory.Import;

/// <summary>How a file is read: found by looking at it, and put right by whoever brought it.</summary>
/// <param name="Columns">What each column says, from the left.</param>
/// <param name="NewOrganizations">What organizations become that are not there yet; none = their rows are refused.</param>
public sealed record ImportReading(FileEncoding Encoding, char Separator, IReadOnlyList<ImportField> Columns, OrganizationCategory? NewOrganizations)
{
    internal static ImportReading Found(byte[] source, ImportKind kind, OrganizationCategory? newOrganizations)
    {
        var encoding = FileEncodings.Found(source);
        return Columned(source, kind, encoding, CsvTable.Separator(FileEncodings.Text(source, encoding)), newOrganizations);
    }

    /// <summary>With other letters or another separator the headings are others, too.</summary>
    internal static ImportReading Columned(byte[] source, ImportKind kind, FileEncoding encoding, char separator, OrganizationCategory? newOrganizations) =>
        new(encoding, separator, Headings.Map(CsvTable.Of(FileEncodings.Text(source, encoding), separator).Headings, kind), newOrganizations);

    internal static ImportReading Kept(string text) => JsonSerializer.Deserialize<ImportReading>(text)!;

    internal string Keep() => JsonSerializer.Serialize(this);

    internal CsvTable Table(byte[] source) => CsvTable.Of(FileEncodings.Text(source, Encoding), Separator);
}

/// <summary>What becomes of a row. Stored.</summary>
public enum ImportOutcome
{
    Add = 1,
    Change = 2,
    Same = 3,
    Refused = 4,
}

/// <summary>One field of one row: what it is, and what it becomes.</summary>
public sealed record ImportChange(string What, string? From, string? To);

/// <summary>What is planned for a row, as it is shown and as it is then done.</summary>
/// <param name="Number">As a spreadsheet counts; the headings stand in row 1.</param>
/// <param name="Id">Whom it changes.</param>
/// <param name="Why">Why it is refused.</param>
public sealed record ImportRow(int Number, ImportOutcome Outcome, string Title, long? Id, int Version, IReadOnlyList<ImportChange> Changes, Words.Said? Why)
{
    internal static ImportRow Refused(CsvRow row, string title, Words.Said why) => new(row.Number, ImportOutcome.Refused, title, null, 0, [], why);

    /// <summary>What a field becomes; none where the row says nothing of it.</summary>
    internal string? To(string what) => Changes.FirstOrDefault(c => string.Equals(c.What, what, StringComparison.Ordinal))?.To;
}
