using Sportello.History;
using Sportello.Words;

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

internal sealed class Organization : IHistoric
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

    /// <summary>The organization that this one turned out to be; all links lead on to it.</summary>
    public long? MergedIntoId { get; private set; }

    public int Version { get; private set; }

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.Organization;

    public static Organization Added(OrganizationFields what, Stamp by)
    {
        var organization = new Organization(what.Name, what.Category) { Active = what.Active };
        organization.Changes.Add(new Change(by, "added", null, what.Name));
        return organization;
    }

    public void Change(OrganizationFields to, Stamp by)
    {
        this.Note(by, "name", Name, to.Name);
        this.Note(by, "category", Words.Name.Of(Category), Words.Name.Of(to.Category));
        this.Note(by, "active", Active, to.Active);
        Describe(to.Name, to.Category, to.Active);
    }

    public void Describe(string name, OrganizationCategory category, bool active)
    {
        Name = name;
        Category = category;
        Active = active;
    }

    public void TakeOver(Organization source, Stamp by)
    {
        Changes.Add(new Change(by, "merged-from", null, Called(source)));
        this.Note(by, "active", Active, Active || source.Active);
        Active |= source.Active;
    }

    public void MergeInto(Organization target, Stamp by)
    {
        Changes.Add(new Change(by, "merged-into", null, Called(target)));
        (MergedIntoId, Active) = (target.Id, false);
    }

    private static string Called(Organization organization) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{organization.Name} ({organization.Id})");
}
