using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Taking;

/// <summary>Everything of a file but its work items and tickets: small enough to be held, and needed before those.</summary>
internal sealed class DirectoryForms(Findings findings, ImportRun run)
{
    public static IReadOnlySet<string> Types { get; } = PortableTypes.All.Except([PortableTypes.WorkItem, PortableTypes.Ticket], StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);

    public List<GroupForm> Groups { get; } = [];

    public List<UserForm> Users { get; } = [];

    public List<OrganizationForm> Organizations { get; } = [];

    public List<ContactForm> Contacts { get; } = [];

    public List<ProjectForm> Projects { get; } = [];

    public List<PermissionForm> Permissions { get; } = [];

    public List<SuiteForm> Suites { get; } = [];

    public void Add(PortableObject one)
    {
        switch (one.Type)
        {
            case PortableTypes.Group:
                Keep(Groups, GroupForm.Read(one, findings), one, "name", run.Groups.IsFaulty);
                break;
            case PortableTypes.User:
                Keep(Users, UserForm.Read(one, findings), one, "username", run.Users.IsFaulty);
                break;
            case PortableTypes.Organization:
                Keep(Organizations, OrganizationForm.Read(one, findings), one, "name", run.Organizations.IsFaulty);
                break;
            case PortableTypes.Contact:
                Keep(Contacts, ContactForm.Read(one, findings), one, "name", run.People.IsFaulty);
                break;
            case PortableTypes.Project:
                Keep(Projects, ProjectForm.Read(one, findings), one, "name", run.Projects.IsFaulty);
                break;
            case PortableTypes.GeneralPermission:
                Keep(Permissions, PermissionForm.Read(one, findings), one, "contact", _ => { });
                break;
            case PortableTypes.TestSuite:
                Keep(Suites, SuiteForm.Read(one, findings), one, "name", run.Suites.IsFaulty);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(one), one.Type, "No part of the directory.");
        }
    }

    private static void Keep<T>(List<T> forms, T? form, PortableObject one, string nameMember, Action<string> faulty)
        where T : class
    {
        if (form is not null)
        {
            forms.Add(form);
        }
        else if (one.Json.ValueKind == System.Text.Json.JsonValueKind.Object
            && one.Json.TryGetProperty(nameMember, out var name) && name.ValueKind == System.Text.Json.JsonValueKind.String)
        {
            faulty(name.GetString()!);
        }
    }
}
