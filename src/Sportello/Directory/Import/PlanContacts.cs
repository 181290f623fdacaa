using Microsoft.EntityFrameworkCore;
using Sportello.Words;

namespace Sportello.Directory.Import;

/// <summary>
/// Says for each row of contacts whom it would add or change. Somebody is known by an address, else by the name within the organization.
/// An empty cell leaves what is there, and an address is only ever added.
/// </summary>
internal sealed class PlanContacts(Desk desk, ImportReading reading) : IImportPlan
{
    private static readonly char[] BetweenAddresses = [',', ';', ' ', '\n', '\r', '\t'];

    private readonly Dictionary<string, int> _met = new(StringComparer.Ordinal);
    private Dictionary<string, Organization> _organizations = [];
    private ILookup<string, long> _byAddress = Array.Empty<ContactEmail>().ToLookup(e => e.Address, e => e.ContactId);
    private ILookup<(string Name, long Organization), long> _byName = Array.Empty<Contact>().ToLookup(c => (c.Name, c.OrganizationId), c => c.Id);
    private Dictionary<long, Contact> _people = [];

    public async Task<IReadOnlyList<ImportRow>> Run(IReadOnlyList<CsvRow> rows, CancellationToken stop)
    {
        await LookUp([.. rows.Select(Read)], stop);
        return [.. rows.Select(row => Planned.Row(row, Title(row), () => Plan(row, Read(row))))];
    }

    /// <summary>Whom the rows may mean, asked once for all of them.</summary>
    private async Task LookUp(List<Typed> rows, CancellationToken stop)
    {
        var db = desk.Db;
        var organizations = rows.Select(r => r.Organization).Distinct(StringComparer.Ordinal).ToList();
        var addresses = rows.SelectMany(r => r.Addresses).Distinct(StringComparer.Ordinal).ToList();
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToList();
        _organizations = await db.Organizations.AsNoTracking().Where(o => organizations.Contains(o.Name)).ToDictionaryAsync(o => o.Name, StringComparer.Ordinal, stop);
        var places = _organizations.Values.Select(o => o.Id).ToList();
        _byAddress = (await db.Set<ContactEmail>().AsNoTracking().Where(e => addresses.Contains(e.Address)).Select(e => new { e.Address, e.ContactId }).ToListAsync(stop)).ToLookup(e => e.Address, e => e.ContactId);
        _byName = (await db.Contacts.AsNoTracking().Where(c => names.Contains(c.Name) && places.Contains(c.OrganizationId)).Select(c => new { c.Name, c.OrganizationId, c.Id }).ToListAsync(stop))
            .ToLookup(c => (c.Name, c.OrganizationId), c => c.Id);
        var ids = _byAddress.SelectMany(g => g).Concat(_byName.SelectMany(g => g)).Distinct().ToList();
        _people = await db.Contacts.AsNoTracking().Include(c => c.Emails).Include(c => c.Organization).Include(c => c.User).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
    }

    private Typed Read(CsvRow row)
    {
        var name = OneLine.Of(reading.Cell(row, ImportField.Name));
        return new(
            name.Length > 0 ? name : OneLine.Of($"{reading.Cell(row, ImportField.GivenName)} {reading.Cell(row, ImportField.FamilyName)}"),
            OneLine.Of(reading.Cell(row, ImportField.Organization)),
            [.. reading.Cells(row, ImportField.Emails).SelectMany(c => c.Split(BetweenAddresses, StringSplitOptions.RemoveEmptyEntries)).Select(ContactEmail.Normalize).Distinct(StringComparer.Ordinal)]);
    }

    private string Title(CsvRow row) => Read(row) is var read && read.Organization.Length > 0 ? $"{read.Name} · {read.Organization}" : read.Name;

    private ImportRow Plan(CsvRow row, Typed typed)
    {
        var known = Known(typed);
        Claim(row, typed, known);
        Accounts.DemandRight(desk, known is null ? "contact.add" : "contact.change");
        Accounts.DemandAsHigh(desk, known?.User?.Superuser == true);
        var was = known is null ? null : ContactFields.Of(known);
        var organization = typed.Organization.Length > 0 ? typed.Organization : was?.Organization ?? throw Refusal.Invalid("organization", Said.Of("import.organization"));
        var category = NewOrganization(row, organization, known);
        var now = ContactChecks.Clean(
            (was ?? new() { Name = typed.Name, Organization = organization }) with
            {
                Name = typed.Name.Length > 0 ? typed.Name : was?.Name ?? "",
                Organization = organization,
                Active = reading.Active(row) ?? was?.Active ?? true,
                Addresses = [.. (was?.Addresses ?? []).Union(typed.Addresses, StringComparer.Ordinal)],
                Language = reading.Language(row) ?? was?.Language,
                Slack = CellOf(row, ImportField.Slack) ?? was?.Slack,
                Jabber = CellOf(row, ImportField.Jabber) ?? was?.Jabber,
            },
            was?.Addresses ?? []);
        return Planned.Done(row, now.Name + " · " + now.Organization, known?.Id, known?.Version ?? 0, Differences(was, now, category));
    }

    private Contact? Known(Typed typed)
    {
        var byAddress = typed.Addresses.SelectMany(a => _byAddress[a]).Distinct().ToList();
        var found = byAddress.Count > 0 || !_organizations.TryGetValue(typed.Organization, out var organization) ? byAddress : [.. _byName[(typed.Name, organization.Id)]];
        return found switch
        {
            [] => null,
            [var one] => _people[one],
            _ => throw Refusal.Invalid("name", Said.Of("import.several", ("names", found.Select(id => $"{_people[id].Name} ({id})").ToList()))),
        };
    }

    /// <summary>Nobody stands in a file twice: what the second row would do depends on the first.</summary>
    private void Claim(CsvRow row, Typed typed, Contact? known)
    {
        var (name, bare) = ($"name {typed.Name}\n{typed.Organization}", $"bare {typed.Name}\n{typed.Organization}");
        List<string> marks = [.. typed.Addresses];
        if (known is not null)
        {
            marks.Add($"id {known.Id}");
        }

        var before = marks.Append(typed.Addresses.Count == 0 ? name : known is null ? bare : "").Select(m => _met.GetValueOrDefault(m)).FirstOrDefault(n => n > 0);
        if (before > 0)
        {
            throw Refusal.Invalid("name", Said.Of("import.twice", ("n", before)));
        }

        foreach (var mark in marks.Append(name).Concat(typed.Addresses.Count == 0 ? [bare] : []))
        {
            _met.TryAdd(mark, row.Number);
        }
    }

    /// <summary>What an organization becomes that is not there yet; none for one that is.</summary>
    private OrganizationCategory? NewOrganization(CsvRow row, string name, Contact? known)
    {
        if (_organizations.ContainsKey(name) || string.Equals(known?.Organization?.Name, name, StringComparison.Ordinal))
        {
            return null;
        }

        var category = reading.Category(row) ?? reading.NewOrganizations ?? throw Refusal.Invalid("organization", Said.Of("refusal.organization.name", ("name", name)));
        Accounts.DemandRight(desk, "organization.add");
        OrganizationName.Clean(name, Organization.NameLength);
        return category;
    }

    private string? CellOf(CsvRow row, ImportField field) => reading.Cell(row, field) is { Length: > 0 } cell ? cell : null;

    private static List<ImportChange> Differences(ContactFields? was, ContactFields now, OrganizationCategory? newOrganization)
    {
        List<ImportChange> changes = [];
        Planned.Note(changes, "name", was?.Name, now.Name);
        Planned.Note(changes, "organization", was?.Organization, now.Organization);
        Planned.Note(changes, "category", null, newOrganization is { } category ? Name.Of(category) : null);
        Planned.Note(changes, "active", was is null ? "yes" : Planned.YesNo(was.Active), Planned.YesNo(now.Active));
        Planned.Note(changes, "emails", was is null ? "" : string.Join(", ", was.Addresses), string.Join(", ", now.Addresses));
        Planned.Note(changes, "language", was?.Language, now.Language);
        Planned.Note(changes, "slack", was?.Slack, now.Slack);
        Planned.Note(changes, "jabber", was?.Jabber, now.Jabber);
        return changes;
    }

    private sealed record Typed(string Name, string Organization, IReadOnlyList<string> Addresses);
}
