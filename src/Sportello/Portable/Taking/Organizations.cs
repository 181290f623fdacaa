using Microsoft.EntityFrameworkCore;
using Sportello.Directory;
using Sportello.History;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Taking;

internal static class Organizations
{
    public static async Task Take(this ImportRun run, IReadOnlyList<OrganizationForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var names = forms.Select(f => f.Name).ToList();
        var known = await db.Organizations.Where(o => names.Contains(o.Name)).ToDictionaryAsync(o => o.Name, StringComparer.Ordinal, stop);
        var taken = new List<Taken<Organization>>();
        foreach (var form in forms.Where(f => run.Organizations.Claim(f.At, f.Name)))
        {
            var added = !known.TryGetValue(form.Name, out var organization);
            if (added && !form.Category.Is)
            {
                if (!form.At.Faulty)
                {
                    run.Findings.Fault(form.At, "category", "is needed: com (owner), cus (customer) or sup (supplier).");
                }

                run.Organizations.IsFaulty(form.Name);
                continue;
            }

            if (form.At.Faulty)
            {
                run.Organizations.IsFaulty(form.Name);
                continue;
            }

            organization ??= db.Add(new Organization(form.Name, form.Category.Value)).Entity;
            var category = form.Category.Or(organization.Category);
            var active = form.Active.Or(organization.Active);
            var changed = new List<string>();
            if (category != organization.Category)
            {
                changed.Add("category");
            }

            if (active != organization.Active)
            {
                changed.Add("active");
            }

            organization.Describe(organization.Name, category, active);
            taken.Add(new(organization, added, changed.Count > 0, string.Join(", ", changed)));
        }

        await run.Settle(PortableTypes.Organization, Subject.Organization, taken, o => (o.Id, o.Version), stop);
        taken.ForEach(t => run.Learn(t.Thing));
    }
}
