namespace Sportello.Testing;

/// <summary>The checkout that tests and benches run within, for the files that are not beside their program.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sportello.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("This runs outside of the checkout.");
    }
}
