using Sportello.Directory;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Directory;

/// <summary>What a list is narrowed to, as it stands in the address.</summary>
public sealed record DirectoryQuery
{
    public string? Q { get; init; }

    public string? Category { get; init; }

    public bool? Inactive { get; init; }

    public long? After { get; init; }

    public OrganizationCategory? CategoryWanted => Name.TryRead<OrganizationCategory>(Category, out var category) ? category : null;

    public bool Filtered => !string.IsNullOrWhiteSpace(Q) || CategoryWanted is not null || Inactive == true;

    /// <summary>The address of the page that follows, or of the first.</summary>
    public string Page(string path, long? after) => path + QueryString.Create(new KeyValuePair<string, string?>[]
    {
        new("q", Q), new("category", Category), new("inactive", Inactive == true ? "true" : null), new("after", after?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    }.Where(p => !string.IsNullOrEmpty(p.Value)));
}

/// <summary>What was typed into the form of an organization; it stays typed when something is wrong.</summary>
public sealed record TypedOrganization
{
    public string? Name { get; init; }

    public string? Category { get; init; }

    public bool Active { get; init; }

    public int Version { get; init; }

    public static TypedOrganization Of(OrganizationView organization) => new()
    {
        Name = organization.Name,
        Category = Words.Name.Of(organization.Category),
        Active = organization.Active,
    };

    public OrganizationFields Read() => new(
        Name ?? "",
        Words.Name.TryRead<OrganizationCategory>(Category, out var category) ? category : throw Refusal.Invalid("category", Said.Of("refusal.organization.category")),
        Active);
}

/// <summary>What was typed into the form of a contact.</summary>
public sealed record TypedContact
{
    public string? Name { get; init; }

    public string? Organization { get; init; }

    public bool Active { get; init; }

    /// <summary>One address a line.</summary>
    public string? Addresses { get; init; }

    public string? Language { get; init; }

    public string? Slack { get; init; }

    public string? Jabber { get; init; }

    public bool Stat { get; init; }

    public bool Correct { get; init; }

    public string? ImapFolder { get; init; }

    public string? OpensKind { get; init; }

    public int Version { get; init; }

    public static TypedContact Of(ContactView contact) => new()
    {
        Name = contact.Is.Name,
        Organization = contact.Is.Organization,
        Active = contact.Is.Active,
        Addresses = string.Join('\n', contact.Is.Addresses),
        Language = contact.Is.Language,
        Slack = contact.Is.Slack,
        Jabber = contact.Is.Jabber,
        Stat = contact.Is.Stat,
        Correct = contact.Is.Correct,
        ImapFolder = contact.Is.ImapFolder,
        OpensKind = contact.Is.OpensKind is { } kind ? Words.Name.Of(kind) : null,
    };

    public ContactFields Read() => new()
    {
        Name = Name ?? "",
        Organization = Organization ?? "",
        Active = Active,
        Addresses = (Addresses ?? "").Split(['\n', '\r', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Language = Language,
        Slack = Slack,
        Jabber = Jabber,
        Stat = Stat,
        Correct = Correct,
        ImapFolder = ImapFolder,
        OpensKind = Words.Name.TryRead<TicketKind>(OpensKind, out var kind) ? kind : null,
    };
}
