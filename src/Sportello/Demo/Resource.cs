using System.Reflection;

namespace Sportello.Demo;

/// <summary>The texts of the demo, embedded under their paths.</summary>
internal static class Resource
{
    public static IEnumerable<string> In(string folder) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(folder, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The resource {name} is missing."));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
