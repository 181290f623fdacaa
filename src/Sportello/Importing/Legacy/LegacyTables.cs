using Sportello.Data.Sqlite;

namespace Sportello.Importing.Legacy;

/// <summary>The tables of the legacy tracker, out of a folder of CSV files named by table, or out of an SQLite file.</summary>
internal sealed record LegacyTables(
    ForeignTable Users, ForeignTable Tickets, ForeignTable TicketComments, ForeignTable Tasks, ForeignTable TaskComments, ForeignTable Links, ForeignTable Tests)
{
    private static readonly string[] Names = ["Users", "Obr", "ObrComment", "Tasks", "TaskComment", "Task#Obr", "Tests"];

    public static async Task<LegacyTables> Of(string path, Draft draft, CancellationToken stop)
    {
        var found = System.IO.Directory.Exists(path) ? Folder(path, draft) : await ForeignFile.Tables(path, Names, stop);
        if (!found.ContainsKey("Users") || !(found.ContainsKey("Obr") || found.ContainsKey("Tasks")))
        {
            throw Refusal.Invalid("file", $"{path}: the tables Users and Obr or Tasks are needed: as Users.csv, Obr.csv and so on in a folder, or in one SQLite file. Known are: {string.Join(", ", Names)}.");
        }

        ForeignTable Table(string name) => found.GetValueOrDefault(name, ForeignTable.Empty);
        return new(Table("Users"), Table("Obr"), Table("ObrComment"), Table("Tasks"), Table("TaskComment"), Table("Task#Obr"), Table("Tests"));
    }

    private static Dictionary<string, ForeignTable> Folder(string path, Draft draft)
    {
        var tables = new Dictionary<string, ForeignTable>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in System.IO.Directory.EnumerateFiles(path, "*.csv", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }).Order(StringComparer.Ordinal))
        {
            // A number sign does not survive every export.
            var name = System.IO.Path.GetFileNameWithoutExtension(file).Replace('_', '#');
            if (Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                tables[name] = ForeignTable.OfCsv(file, draft);
            }
        }

        return tables;
    }
}
