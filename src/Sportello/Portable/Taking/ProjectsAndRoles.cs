using Microsoft.EntityFrameworkCore;
using Sportello.History;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.Projects;
using Sportello.TestSuites;

namespace Sportello.Portable.Taking;

internal static class ProjectsAndRoles
{
    public static async Task Take(this ImportRun run, IReadOnlyList<ProjectForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var names = forms.Select(f => f.Name).ToList();
        var known = await db.Projects.Include(p => p.Members).Where(p => names.Contains(p.Name)).ToDictionaryAsync(p => p.Name, StringComparer.Ordinal, stop);
        var own = new TakeFields(run);
        var ids = known.Values.Select(p => p.Id).ToList();
        var fields = (await db.TicketFields.AsNoTracking().Where(f => ids.Contains(f.ProjectId)).ToListAsync(stop)).ToLookup(f => f.ProjectId);
        var taken = new List<Taken<Project>>();
        var withFields = new List<(Project Project, ProjectForm Form)>();
        foreach (var form in forms.Where(f => run.Projects.Claim(f.At, f.Name)))
        {
            var project = known.GetValueOrDefault(form.Name);
            var faults = run.Findings.FaultCount;
            var differ = own.Differ(form, project is null ? [] : fields[project.Id]);
            var organization = run.OrganizationOf(form, project);
            var roles = new[] { (Roles.Manager, form.Managers), (Roles.Staff, form.Staff), (Roles.Customer, form.Customers) }
                .Where(r => r.Item2.Is)
                .Select(r => (Role: r.Item1, People: r.Item2.Value.Select(p => run.People.Find(form.At, p)).ToList())).ToList();
            if (form.At.Faulty || form.Fields.Or([]).Exists(f => f.At.Faulty) || run.Findings.FaultCount > faults || organization is null || roles.Exists(r => r.People.Contains(null)))
            {
                run.Projects.IsFaulty(form.Name);
                continue;
            }

            var added = project is null;
            project ??= db.Add(new Project(form.Name, organization.Value)).Entity;
            var changed = Describe(project, form, organization.Value);
            foreach (var (role, people) in roles)
            {
                changed.AddRange(Staff(project, role, people.OfType<long>().ToHashSet()));
            }

            if (differ)
            {
                changed.Add("fields");
                withFields.Add((project, form));
            }

            taken.Add(new(project, added, changed.Count > 0, string.Join(", ", changed)));
        }

        await run.Settle(PortableTypes.Project, Subject.Project, taken, p => (p.Id, p.Version), stop);
        await own.Write([.. withFields.Select(w => (w.Project.Id, w.Form))], stop);
        taken.ForEach(t => run.Projects.Know(t.Thing.Name, t.Thing.Id));
    }

    public static async Task Take(this ImportRun run, IReadOnlyList<PermissionForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var known = (await db.GeneralPermissions.AsNoTracking().ToListAsync(stop)).Select(p => (p.ContactId, p.Role)).ToHashSet();
        foreach (var form in forms)
        {
            if (form.Contact is { } person && run.People.Find(form.At, person) is { } contact && !form.At.Faulty)
            {
                var added = known.Add((contact, form.Role));
                run.Count(PortableTypes.GeneralPermission, added, false);
                if (added)
                {
                    db.Add(new GeneralPermission(contact, form.Role));
                    run.Remember(Subject.Contact, contact, 0, "general permission", PermissionForm.RoleName(form.Role));
                }
            }
        }

        await run.Desk.Flush(stop);
        await run.WriteHistory(stop);
        db.ChangeTracker.Clear();
    }

    public static async Task Take(this ImportRun run, IReadOnlyList<SuiteForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var names = forms.Select(f => f.Name).ToList();
        var known = await db.TestSuites.Where(s => names.Contains(s.Name)).ToDictionaryAsync(s => s.Name, StringComparer.Ordinal, stop);
        var taken = new List<TestSuite>();
        foreach (var form in forms.Where(f => run.Suites.Claim(f.At, f.Name)))
        {
            long? owner = null;
            if (form.Owner.Value is { } person && (owner = run.People.Find(form.At, person)) is null)
            {
                run.Suites.IsFaulty(form.Name);
                continue;
            }

            if (form.At.Faulty)
            {
                run.Suites.IsFaulty(form.Name);
                continue;
            }

            var added = !known.TryGetValue(form.Name, out var suite);
            suite ??= db.Add(new TestSuite(form.Name, owner)).Entity;
            var changed = form.Owner.Is && suite.OwnerId != owner;
            suite.OwnerId = form.Owner.Is ? owner : suite.OwnerId;
            run.Count(PortableTypes.TestSuite, added, changed);
            taken.Add(suite);
        }

        await run.Desk.Flush(stop);
        db.ChangeTracker.Clear();
        taken.ForEach(s => run.Suites.Know(s.Name, s.Id));
    }

    private static long? OrganizationOf(this ImportRun run, ProjectForm form, Project? known)
    {
        if (form.Organization.Value is { } name)
        {
            return run.Organizations.Find(form.At, "organization", name);
        }

        if (known is null)
        {
            run.Findings.Fault(form.At, "organization", "is needed: the name of the organization whose software this is.");
        }

        return known?.OrganizationId;
    }

    private static List<string> Describe(Project project, ProjectForm form, long organization)
    {
        var before = (project.OrganizationId, project.Start, project.End, project.Active, project.Notifications);
        project.Describe(project.Name, organization, form.Start.Or(project.Start), form.End.Or(project.End), form.Active.Or(project.Active));
        project.Notifications = form.Notifications.Or(project.Notifications);
        return
        [
            .. before.OrganizationId == project.OrganizationId ? [] : new[] { "organization" },
            .. before.Start == project.Start ? [] : new[] { "start" },
            .. before.End == project.End ? [] : new[] { "end" },
            .. before.Active == project.Active ? [] : new[] { "active" },
            .. before.Notifications == project.Notifications ? [] : new[] { "notifications" },
        ];
    }

    private static IEnumerable<string> Staff(Project project, Roles role, HashSet<long> wanted)
    {
        if (wanted.SetEquals(project.Members.Where(m => m.Role == role).Select(m => m.ContactId)))
        {
            return [];
        }

        project.Staffed(role, wanted);
        return [role switch { Roles.Manager => "managers", Roles.Staff => "staff", _ => "customers" }];
    }
}
