using Sportello.Data;
using Sportello.Directory;
using Sportello.Projects;

namespace Sportello.Access;

/// <summary>What a scope is asked of; at most one of organization, project and contact.</summary>
public sealed record ScopeOf(string? Organization = null, string? Project = null, string? Contact = null);

/// <summary>The answer: names in order, or yes or no for the flags.</summary>
public sealed record ScopeAnswer(IReadOnlyList<string>? Names, bool? Flag);

/// <summary>The named queries of the law, each one statement that the database runs.</summary>
public sealed class Scopes(Desk desk)
{
    private const string ActiveProject = "p.active and (p.start_date is null or p.start_date <= @day) and (p.end_date is null or p.end_date >= @day)";

    private static readonly string[] Flags = ["is-manager", "is-staff", "is-customer", "is-submitter"];

    /// <summary>Every scope by name, with what it must be asked of.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new SortedDictionary<string, string>(
        new[] { "organizations", "owner-organizations", "customer-organizations", "supplier-organizations", "contacts", "owner-contacts", "customer-contacts", "supplier-contacts", "worker-contacts", "potential-managers", "potential-staff", "potential-customers", "ticket-projects", "active-ticket-projects" }
            .Select(n => (n, ""))
            .Concat(new[] { "managers", "staff", "customers", "submitters" }.Select(n => (n, "--organization or --project")))
            .Concat(new[] { "managed", "assigned", "visible", "ticket" }.Select(n => ($"{n}-organizations", "--contact")))
            .Concat(new[] { "managed-projects", "assigned-projects", "visible-projects", "ticket-projects (of a contact)" }.Select(n => (n, "--contact")))
            .Concat(Flags.Select(n => (n, "--contact")))
            .ToDictionary(x => x.Item1, x => x.Item2, StringComparer.Ordinal), StringComparer.Ordinal);

    public async Task<ScopeAnswer> Ask(string name, ScopeOf of, DateOnly day, CancellationToken stop)
    {
        if (Array.IndexOf(Flags, name) is var flag and >= 0)
        {
            var role = name[3..] switch { "manager" => "managed", "staff" => "assigned", "customer" => "visible", _ => "ticket" };
            return new(null, (await Projects(RolesOf(role), await ContactOf(of, name, stop), day, stop)).Count > 0);
        }

        return new(await List(name, of, day, stop), null);
    }

    private async Task<List<string>> List(string name, ScopeOf of, DateOnly day, CancellationToken stop) => (name, of) switch
    {
        ("organizations", _) => await Organizations("1 = 1", stop),
        ("owner-organizations", _) => await Organizations(OfCategory(OrganizationCategory.Owner), stop),
        ("customer-organizations", _) => await Organizations(OfCategory(OrganizationCategory.Customer), stop),
        ("supplier-organizations", _) => await Organizations(OfCategory(OrganizationCategory.Supplier), stop),
        ("contacts", _) => await Contacts("1 = 1", stop),
        ("owner-contacts" or "potential-managers", _) => await Contacts(Employed(OrganizationCategory.Owner), stop),
        ("customer-contacts" or "potential-customers", _) => await Contacts(Employed(OrganizationCategory.Customer), stop),
        ("supplier-contacts", _) => await Contacts(Employed(OrganizationCategory.Supplier), stop),
        ("worker-contacts" or "potential-staff", _) => await Contacts(Employed(OrganizationCategory.Owner, OrganizationCategory.Supplier), stop),
        ("ticket-projects", { Contact: null }) => await desk.Names("select p.name from project p", stop),
        ("active-ticket-projects", _) => await desk.Names($"select p.name from project p where {ActiveProject}", stop, ("@day", day)),
        ("managers", _) => await People(Roles.Manager, of, stop),
        ("staff", _) => await People(Roles.Staff, of, stop),
        ("customers", _) => await People(Roles.Customer, of, stop),
        ("submitters", _) => await People(Roles.Manager | Roles.Staff | Roles.Customer, of, stop),
        ("managed-projects" or "assigned-projects" or "visible-projects" or "ticket-projects", _) =>
            await Projects(RolesOf(name.Split('-')[0]), await ContactOf(of, name, stop), day, stop),
        ("managed-organizations" or "assigned-organizations" or "visible-organizations" or "ticket-organizations", _) =>
            await OrganizationsOf(RolesOf(name.Split('-')[0]), await ContactOf(of, name, stop), day, stop),
        _ => throw Refusal.Invalid("name", $"There is no scope “{name}”. There are: {string.Join(", ", Names.Keys)}."),
    };

    private Task<List<string>> Organizations(string condition, CancellationToken stop) =>
        desk.Names($"select o.name from organization o where {condition}", stop);

    private Task<List<string>> Contacts(string condition, CancellationToken stop) =>
        desk.Names($"select c.name from contact c join organization o on o.id = c.organization_id where {condition}", stop);

    private async Task<List<string>> People(Roles roles, ScopeOf of, CancellationToken stop)
    {
        const string Select = "select distinct c.id, c.name from project_member m join contact c on c.id = m.contact_id and c.active join project p on p.id = m.project_id where m.role in ";
        return of switch
        {
            { Project: { } project } => await desk.Names($"select name from ({Select}{In(roles)} and p.id = @of) people", stop, ("@of", await desk.Key("project", project, stop))),
            { Organization: { } organization } => await desk.Names($"select name from ({Select}{In(roles)} and p.organization_id = @of) people", stop, ("@of", await desk.Key("organization", organization, stop))),
            _ => throw Refusal.Invalid("project", "This scope is asked of a project or of an organization: give --project NAME or --organization NAME."),
        };
    }

    private Task<List<string>> Projects(Roles roles, long contact, DateOnly day, CancellationToken stop) => desk.Names(
        $"select p.name from project p where {ActiveProject} and {HasRole(roles)}", stop, ("@day", day), ("@contact", contact));

    private Task<List<string>> OrganizationsOf(Roles roles, long contact, DateOnly day, CancellationToken stop) => desk.Names(
        $"select o.name from organization o where {OfCategory(OrganizationCategory.Customer)} and exists (select 1 from project p where p.organization_id = o.id and {ActiveProject} and {HasRole(roles)})",
        stop,
        ("@day", day),
        ("@contact", contact));

    private async Task<long> ContactOf(ScopeOf of, string scope, CancellationToken stop) => of.Contact is { } contact
        ? await desk.ContactKey(contact, stop)
        : throw Refusal.Invalid("contact", $"The scope {scope} is asked of a contact: give --contact NAME.");

    private static Roles RolesOf(string word) => word switch
    {
        "managed" => Roles.Manager,
        "assigned" => Roles.Staff,
        "visible" => Roles.Customer,
        _ => Roles.Manager | Roles.Staff | Roles.Customer,
    };

    private static string HasRole(Roles roles) =>
        $"exists (select 1 from project_member m join contact c on c.id = m.contact_id and c.active where m.project_id = p.id and m.contact_id = @contact and m.role in {In(roles)})";

    private static string In(Roles roles) =>
        $"({string.Join(", ", new[] { Roles.Manager, Roles.Staff, Roles.Customer }.Where(r => roles.HasFlag(r)).Select(r => (int)r))})";

    private static string OfCategory(params OrganizationCategory[] categories) => $"o.active and o.category in ({string.Join(", ", categories.Select(c => (int)c))})";

    private static string Employed(params OrganizationCategory[] categories) => $"c.active and {OfCategory(categories)}";
}
