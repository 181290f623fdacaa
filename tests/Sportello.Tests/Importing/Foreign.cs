using Sportello.Importing;
using Sportello.Portable;

namespace Sportello.Tests.Importing;

/// <summary>What the tests of all kinds of data have in common.</summary>
internal static class Foreign
{
    public static async Task<ImportReport> Import(TestHouse test, string path, ForeignData data, bool dryRun = false)
    {
        await using var desk = await test.House.DeskOfProgram("import", default);
        return await new ImportForeign(desk).Run(path, data, dryRun, null, default);
    }

    public static async Task<List<string>> Rows(TestHouse test, string sql)
    {
        await using var desk = await test.House.DeskOfProgram("test", default);
        return await desk.Sql.List(sql, r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "" : Convert.ToString(r.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))), default);
    }

    /// <summary>Everything that is portable, and the counts that are not.</summary>
    public static async Task<string> State(TestHouse test) => string.Join('\n',
        [.. await Rows(test, "select count(*), coalesce(max(id), 0) from history"), .. await Rows(test, "select name, value from counter order by name"),
         .. await Rows(test, "select source, kind, foreign_id, own_id from foreign_thing order by 1, 2, 3"), await WorkedExample.Export(test)]);

    public static string Tallied(ImportReport report) =>
        string.Join(", ", report.Tallies.Select(t => $"{t.Key} {t.Value.Added}+{t.Value.Changed}={t.Value.Unchanged}"));
}
