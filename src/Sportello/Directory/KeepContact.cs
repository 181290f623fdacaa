using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.History;
using Sportello.Tickets;
using Sportello.Wire.Mime.Writing;
using Sportello.Words;

namespace Sportello.Directory;

/// <summary>What is written down of a contact.</summary>
public sealed record ContactFields
{
    public required string Name { get; init; }

    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    public bool Active { get; init; } = true;

    /// <summary>The first is written to.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public string? Language { get; init; }

    public string? Slack { get; init; }

    public string? Jabber { get; init; }

    public bool Stat { get; init; }

    public bool Correct { get; init; }

    public string? ImapFolder { get; init; }

    public TicketKind? OpensKind { get; init; }

    /// <summary>With its addresses and organization loaded.</summary>
    internal static ContactFields Of(Contact contact) => new()
    {
        Name = contact.Name,
        Organization = contact.Organization!.Name,
        Active = contact.Active,
        Addresses = [.. contact.Emails.OrderBy(e => e.Place).Select(e => e.Address)],
        Language = contact.Language,
        Slack = contact.Slack,
        Jabber = contact.Jabber,
        Stat = contact.Stat,
        Correct = contact.Correct,
        ImapFolder = contact.ImapFolder,
        OpensKind = contact.OpensKind,
    };
}

public sealed class AddContact(Desk desk)
{
    /// <summary>What the form begins with, for whoever may fill it in.</summary>
    public ContactFields Blank(string? organization)
    {
        Accounts.DemandRight(desk, "contact.add");
        return new() { Name = "", Organization = organization ?? "" };
    }

    /// <returns>Its number.</returns>
    public async Task<long> Run(ContactFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.add");
        await desk.Begin(stop);
        var (form, organization) = await ContactChecks.Checked(desk, what, null, stop);
        var contact = Contact.Added(form, organization, desk.Stamp);
        desk.Db.Add(contact);
        await desk.Save(stop);
        return contact.Id;
    }
}

public sealed class ChangeContact(Desk desk)
{
    /// <param name="id">Its number.</param>
    /// <param name="seen">The version that the writer saw.</param>
    /// <param name="what">All of it, as it is to be.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(long id, int seen, ContactFields what, CancellationToken stop)
    {
        Accounts.DemandRight(desk, "contact.change");
        await desk.Begin(stop);
        var contact = await desk.Db.Contacts.Include(c => c.Emails).Include(c => c.Organization).Include(c => c.User).SingleOrDefaultAsync(c => c.Id == id, stop)
            ?? throw Refusal.NotFound(Said.Of("refusal.contact.number", ("id", id)));
        Accounts.DemandAsHigh(desk, contact.User?.Superuser == true);
        SeenEntry.Demand(contact, seen);
        var (form, organization) = await ContactChecks.Checked(desk, what, contact, stop);
        contact.Change(form, organization, desk.Stamp);
        await desk.Save(stop);
    }
}

internal static class ContactChecks
{
    private const int LongestField = 200;

    /// <summary>The same without spaces too many, or what is wrong with it.</summary>
    public static async Task<(ContactFields Form, Organization Organization)> Checked(Desk desk, ContactFields form, Contact? present, CancellationToken stop)
    {
        var named = (form.Organization ?? "").Trim();
        var organization = await desk.FindOrganization(named, stop)
            ?? throw Refusal.Invalid("organization", Said.Of("refusal.organization.name", ("name", named)));
        List<string> had = [.. present?.Emails.Select(e => e.Address) ?? []];
        var clean = Clean(form with { Organization = organization.Name }, had);
        foreach (var address in clean.Addresses.Except(had, StringComparer.Ordinal))
        {
            await DemandFree(desk, address, stop);
        }

        return (clean, organization);
    }

    /// <summary>As far as it can be told without looking anything up.</summary>
    public static ContactFields Clean(ContactFields form, IReadOnlyCollection<string> had)
    {
        List<string> addresses = [.. form.Addresses.Select(ContactEmail.Normalize).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal)];
        if (addresses.Except(had, StringComparer.Ordinal).FirstOrDefault(a => !Mailbox.IsAddress(a)) is { } wrong)
        {
            throw Refusal.Invalid("addresses", Said.Of("refusal.address", ("address", wrong)));
        }

        return form with
        {
            Name = OrganizationName.Clean(form.Name, Organization.NameLength),
            Addresses = addresses,
            Language = string.IsNullOrEmpty(form.Language) ? null : Words.Language.Codes.Contains(form.Language) ? form.Language : throw Refusal.Invalid("language", Said.Of("refusal.language")),
            Slack = Field("slack", form.Slack),
            Jabber = form.Jabber is { Length: > 0 } jabber && !jabber.Contains('@', StringComparison.Ordinal)
                ? throw Refusal.Invalid("jabber", Said.Of("refusal.jabber"))
                : Field("jabber", form.Jabber),
            ImapFolder = Field("imapFolder", form.ImapFolder),
        };
    }

    private static string? Field(string name, string? text) => text?.Trim() switch
    {
        null or "" => null,
        { Length: > LongestField } => throw Refusal.Invalid(name, Said.Of("refusal.long", ("n", LongestField))),
        var clean => clean,
    };

    /// <summary>By its address a letter's sender is known, so an address is one person's.</summary>
    private static async Task DemandFree(Desk desk, string address, CancellationToken stop)
    {
        if (await desk.Sql.First(
            "select c.name from contact_email e join contact c on c.id = e.contact_id where e.address = @address order by c.id limit 1", r => r.GetString(0), stop, ("@address", address)) is { } other)
        {
            throw Refusal.Invalid("addresses", Said.Of("refusal.address.taken", ("address", address), ("name", other)));
        }
    }
}
