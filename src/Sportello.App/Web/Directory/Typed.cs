using Sportello.App.Web.Shared;
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

    public string? After { get; init; }

    public OrganizationCategory? CategoryWanted => Name.TryRead<OrganizationCategory>(Category, out var category) ? category : null;

    public bool Filtered => !string.IsNullOrWhiteSpace(Q) || CategoryWanted is not null || Inactive == true;

    public string At(string path, string? after) =>
        Address.Of(path, ("q", Q), ("category", Category), ("inactive", Inactive == true ? "true" : null), ("after", after));
}

/// <summary>What was typed into the form of an organization; it stays typed when something is wrong.</summary>
public sealed record TypedOrganization
{
    public string? Name { get; init; }

    public string? Category { get; init; }

    public bool Active { get; init; }

    public int Version { get; init; }

    public static TypedOrganization Of(OrganizationFields organization) => new()
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

    public static TypedContact Of(ContactFields contact) => new()
    {
        Name = contact.Name,
        Organization = contact.Organization,
        Active = contact.Active,
        Addresses = string.Join('\n', contact.Addresses),
        Language = contact.Language,
        Slack = contact.Slack,
        Jabber = contact.Jabber,
        Stat = contact.Stat,
        Correct = contact.Correct,
        ImapFolder = contact.ImapFolder,
        OpensKind = contact.OpensKind is { } kind ? Words.Name.Of(kind) : null,
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
