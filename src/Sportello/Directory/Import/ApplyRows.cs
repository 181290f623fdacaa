using Microsoft.EntityFrameworkCore;
using Sportello.Words;

namespace Sportello.Directory.Import;

/// <summary>Does what was planned for some rows, and nothing else: where that cannot be any more, the row is named and left.</summary>
internal sealed class ApplyRows(Desk desk, long import, ImportKind kind)
{
    public async Task Run(IReadOnlyList<ImportRow> rows, CancellationToken stop)
    {
        var ids = rows.Where(r => r.Outcome == ImportOutcome.Change).Select(r => r.Id!.Value).ToList();
        var contacts = kind == ImportKind.Contacts
            ? await desk.Db.Contacts.Include(c => c.Emails).Include(c => c.Organization).Include(c => c.User).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop)
            : [];
        var organizations = kind == ImportKind.Organizations ? await desk.Db.Organizations.Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, stop) : [];
        foreach (var row in rows.Where(r => r.Outcome is ImportOutcome.Add or ImportOutcome.Change))
        {
            try
            {
                await (kind == ImportKind.Contacts ? Contact(row, contacts, stop) : Organization(row, organizations, stop));
            }
            catch (Refusal refusal)
            {
                // Refused before anything of the row was touched; an organization that was made for it stays.
                await ImportRows.Refuse(desk.Sql, import, row.Number, refusal.Words ?? Said.Plain(refusal.Message), stop);
            }
        }
    }

    private async Task Organization(ImportRow row, Dictionary<long, Organization> known, CancellationToken stop)
    {
        Accounts.DemandRight(desk, row.Id is null ? "organization.add" : "organization.change");
        var present = Present(row, known);
        var what = new OrganizationFields(
            present?.Name ?? await OrganizationName.Free(desk, row.To("name")!, null, stop),
            row.To("category") is { } category ? CategoryOf(category) : present!.Category,
            row.To("active") is { } active ? active is "yes" : present?.Active ?? true);
        if (present is not null)
        {
            present.Change(what, desk.Stamp);
            return;
        }

        desk.Db.Add(Directory.Organization.Added(what, desk.Stamp));
    }

    private async Task Contact(ImportRow row, Dictionary<long, Contact> known, CancellationToken stop)
    {
        Accounts.DemandRight(desk, row.Id is null ? "contact.add" : "contact.change");
        var present = Present(row, known);
        Accounts.DemandAsHigh(desk, present?.User?.Superuser == true);
        await MakeOrganization(row, stop);
        var (form, organization) = await ContactChecks.Checked(desk, Fields(row, present), present, stop);
        if (present is not null)
        {
            present.Change(form, organization, desk.Stamp);
        }
        else if (await desk.Sql.First("select id from contact where name = @name and organization_id = @organization limit 1", r => (long?)r.GetInt64(0), stop, ("@name", form.Name), ("@organization", organization.Id)) is not null
            && form.Addresses.Count == 0)
        {
            throw Refusal.Conflict(Said.Of("import.changed"));
        }
        else
        {
            desk.Db.Add(Directory.Contact.Added(form, organization, desk.Stamp));
        }
    }

    private static ContactFields Fields(ImportRow row, Contact? present)
    {
        var was = present is null ? new ContactFields { Name = "", Organization = "" } : ContactFields.Of(present);
        return was with
        {
            Name = row.To("name") ?? was.Name,
            Organization = row.To("organization") ?? was.Organization,
            Active = row.To("active") is { } active ? active is "yes" : was.Active,
            Addresses = row.To("emails") is { Length: > 0 } addresses ? addresses.Split(", ") : was.Addresses,
            Language = row.To("language") ?? was.Language,
            Slack = row.To("slack") ?? was.Slack,
            Jabber = row.To("jabber") ?? was.Jabber,
        };
    }

    /// <summary>What the row changes, if it is still what was looked at.</summary>
    private static T? Present<T>(ImportRow row, Dictionary<long, T> known)
        where T : class, History.IHistoric =>
        row.Id is not { } id ? null
        : known.TryGetValue(id, out var present) && present.Version == row.Version ? present
        : throw Refusal.Conflict(Said.Of("import.changed"));

    private async Task MakeOrganization(ImportRow row, CancellationToken stop)
    {
        if (row.To("category") is not { } category || row.To("organization") is not { } name
            || await desk.Sql.First("select id from organization where name = @name", r => (long?)r.GetInt64(0), stop, ("@name", name)) is not null)
        {
            return;
        }

        Accounts.DemandRight(desk, "organization.add");
        desk.Db.Add(Directory.Organization.Added(new(name, CategoryOf(category)), desk.Stamp));
        await desk.Flush(stop);
    }

    private static OrganizationCategory CategoryOf(string name) =>
        Name.TryRead<OrganizationCategory>(name, out var category) ? category : throw new InvalidOperationException($"“{name}” was planned as a category.");
}
