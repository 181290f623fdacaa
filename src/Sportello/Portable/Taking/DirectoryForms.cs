using Sportello.Portable.Forms;
using Sportello.Portable.Reading;

namespace Sportello.Portable.Taking;

/// <summary>Everything of a file but its work items and tickets: small enough to be held, and needed before those.</summary>
internal sealed class DirectoryForms(Findings findings)
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
                Keep(Groups, GroupForm.Read(one, findings));
                break;
            case PortableTypes.User:
                Keep(Users, UserForm.Read(one, findings));
                break;
            case PortableTypes.Organization:
                Keep(Organizations, OrganizationForm.Read(one, findings));
                break;
            case PortableTypes.Contact:
                Keep(Contacts, ContactForm.Read(one, findings));
                break;
            case PortableTypes.Project:
                Keep(Projects, ProjectForm.Read(one, findings));
                break;
            case PortableTypes.GeneralPermission:
                Keep(Permissions, PermissionForm.Read(one, findings));
                break;
            case PortableTypes.TestSuite:
                Keep(Suites, SuiteForm.Read(one, findings));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(one), one.Type, "No part of the directory.");
        }
    }

    private static void Keep<T>(List<T> forms, T? form)
        where T : class
    {
        if (form is not null)
        {
            forms.Add(form);
        }
    }
}
