using Microsoft.EntityFrameworkCore;
using Sportello.Words;

namespace Sportello.Directory.Import;

/// <summary>Says for each row of organizations what it would add or change; by its name an organization is known.</summary>
internal sealed class PlanOrganizations(Desk desk, ImportReading reading) : IImportPlan
{
    private readonly Dictionary<string, int> _met = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ImportRow>> Run(IReadOnlyList<CsvRow> rows, CancellationToken stop)
    {
        var names = rows.Select(Name).Distinct(StringComparer.Ordinal).ToList();
        var known = await desk.Db.Organizations.AsNoTracking().Where(o => names.Contains(o.Name)).ToDictionaryAsync(o => o.Name, StringComparer.Ordinal, stop);
        return [.. rows.Select(row => Planned.Row(row, Name(row), () => Plan(row, known.GetValueOrDefault(Name(row)))))];
    }

    private string Name(CsvRow row) => OneLine.Of(reading.Cell(row, ImportField.Name));

    private ImportRow Plan(CsvRow row, Organization? known)
    {
        var name = OrganizationName.Clean(Name(row), Organization.NameLength);
        if (!_met.TryAdd(name, row.Number))
        {
            throw Refusal.Invalid("name", Said.Of("import.twice", ("n", _met[name])));
        }

        Accounts.DemandRight(desk, known is null ? "organization.add" : "organization.change");
        var category = reading.Category(row) ?? known?.Category ?? reading.NewOrganizations ?? throw Refusal.Invalid("category", Said.Of("import.category"));
        var active = reading.Active(row) ?? known?.Active ?? true;
        List<ImportChange> changes = [];
        if (known is null)
        {
            changes.Add(new("name", null, name));
        }

        Planned.Note(changes, "category", known is null ? null : Words.Name.Of(known.Category), Words.Name.Of(category));
        Planned.Note(changes, "active", known is null ? "yes" : Planned.YesNo(known.Active), Planned.YesNo(active));
        return Planned.Done(row, name, known?.Id, known?.Version ?? 0, changes);
    }
}
