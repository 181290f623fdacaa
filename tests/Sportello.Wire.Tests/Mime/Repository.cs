namespace Sportello.Wire.Tests.Mime;

/// <summary>Finds files of the checkout from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Letters => Path.Combine(Root, "tests", "Sportello.Wire.Tests", "Mime", "Letters");

    /// <summary>Mail of others, beside the checkout where there is some.</summary>
    public static string SharedMail => Path.GetFullPath(Path.Combine(Root, "..", "shared", "mail"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sportello.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the checkout.");
    }
}
