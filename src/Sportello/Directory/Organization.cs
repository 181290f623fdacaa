namespace Sportello.Directory;

/// <summary>What an organization is to us. The numbers are stored; the short names are those of the portable form.</summary>
public enum OrganizationCategory
{
    /// <summary><c>com</c>: sells the software.</summary>
    Owner = 1,

    /// <summary><c>cus</c></summary>
    Customer = 2,

    /// <summary><c>sup</c></summary>
    Supplier = 3,
}

internal sealed class Organization
{
    public const int NameLength = 200;

    private Organization()
    {
    }

    public Organization(string name, OrganizationCategory category)
    {
        Name = name;
        Category = category;
        Active = true;
    }

    public long Id { get; private set; }

    public string Name { get; private set; } = "";

    public OrganizationCategory Category { get; private set; }

    public bool Active { get; private set; }

    public int Version { get; private set; }

    /// <summary>Whoever still looks at the state before is told when they save.</summary>
    public void Revise() => Version++;

    public void Describe(string name, OrganizationCategory category, bool active)
    {
        Name = name;
        Category = category;
        Active = active;
    }
}
