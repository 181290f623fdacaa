using System.Text.Json;
using Sportello.Portable;

namespace Sportello.Tests;

/// <summary>The cast and the projects that all examples speak of, with what the law must answer about them.</summary>
internal static class WorkedExample
{
    public static string File => Path.Combine(AppContext.BaseDirectory, "worked-example.json");

    public static DateOnly Day => new(2013, 6, 30);

    public static JsonElement Expected
    {
        get
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
            return document.RootElement.GetProperty("expected").Clone();
        }
    }

    public static Task<ImportReport> Load(TestHouse test) => Import(test, File);

    public static async Task<ImportReport> Import(TestHouse test, string file, bool dryRun = false)
    {
        await using var desk = await test.House.DeskOfProgram("import", default);
        return await new ImportFile(desk).Run(file, dryRun, null, default);
    }

    /// <summary>The tests' way to say a document: written to a file of its own.</summary>
    public static async Task<ImportReport> ImportText(TestHouse test, string text, string name = "document.json", bool dryRun = false)
    {
        await System.IO.File.WriteAllTextAsync(test.Folder[name], text);
        return await Import(test, test.Folder[name], dryRun);
    }

    public static async Task<string> Export(TestHouse test, string name = "export.json")
    {
        await using var desk = await test.House.DeskOfProgram("export", default);
        await new ExportFile(desk).Run(test.Folder[name], null, default);
        return await System.IO.File.ReadAllTextAsync(test.Folder[name]);
    }
}
