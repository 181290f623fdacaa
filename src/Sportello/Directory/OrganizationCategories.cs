namespace Sportello.Directory;

/// <summary>The short names by which files and programs speak of categories.</summary>
public static class OrganizationCategories
{
    private static readonly Dictionary<string, OrganizationCategory> Named = new(StringComparer.Ordinal)
    {
        ["com"] = OrganizationCategory.Owner,
        ["cus"] = OrganizationCategory.Customer,
        ["sup"] = OrganizationCategory.Supplier,
    };

    public static IReadOnlyCollection<string> ShortNames => Named.Keys;

    public static string ShortName(OrganizationCategory category) => Named.First(c => c.Value == category).Key;

    public static OrganizationCategory? Read(string name) => Named.TryGetValue(name, out var category) ? category : null;
}
