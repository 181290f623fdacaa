using Sportello.Directory.Import;

namespace Sportello.Importing.DotProject;

/// <summary>The tables of dotProject that are taken, out of a dump of its database, with or without a prefix before their names.</summary>
internal sealed class DotProjectTables
{
    private const string Anchor = "companies";

    private readonly Dictionary<string, ForeignTable> _tables;
    private readonly string _prefix;

    private DotProjectTables(Dictionary<string, ForeignTable> tables, string prefix) => (_tables, _prefix) = (tables, prefix);

    public ForeignTable this[string name] => _tables.GetValueOrDefault(_prefix + name, ForeignTable.Empty);

    public static DotProjectTables Of(string path, Draft draft)
    {
        var bytes = Intake.Bytes(path);
        var tables = SqlDump.Tables(FileEncodings.Text(bytes, FileEncodings.Found(bytes)), (at, what) => draft.Fault(at, "", what));
        var anchor = tables.Keys.Where(t => t.EndsWith(Anchor, StringComparison.OrdinalIgnoreCase)).MinBy(t => t.Length)
            ?? throw Refusal.Invalid("file", $"{path}: this is no dump of dotProject's database: it inserts nothing into companies.");
        return new(tables, anchor[..^Anchor.Length]);
    }
}
