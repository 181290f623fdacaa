using Sportello.Portable.Reading;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Portable.Forms;

internal sealed record ProjectForm(
    Place At, string Name, Given<string?> Organization, Given<DateOnly?> Start, Given<DateOnly?> End, Given<bool> Active, Given<bool> Notifications,
    Given<List<PersonRef>> Managers, Given<List<PersonRef>> Staff, Given<List<PersonRef>> Customers, Given<List<FieldForm>> Fields)
{
    public static ProjectForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var name = m.Required("name");
        m.IsCalled(name);
        var form = new ProjectForm(
            m.At, name, m.Text("organization"), m.Day("start"), m.Day("end"), m.Flag("active"), m.Flag("notifications"),
            m.People("managers"), m.People("staff"), m.People("customers"), FieldForm.ReadAll(m, findings));
        if (form.Start.Value > form.End.Value)
        {
            m.Fault("end", $"the end ({Times.Write(form.End.Value!.Value)}) must not be before the start ({Times.Write(form.Start.Value!.Value)}).");
        }

        return form with { At = m.Done() };
    }
}

internal sealed record PermissionForm(Place At, PersonRef? Contact, Roles Role)
{
    private static readonly Dictionary<string, Roles> Known = new(StringComparer.Ordinal)
    {
        ["manager"] = Roles.Manager,
        ["staff"] = Roles.Staff,
        ["customer"] = Roles.Customer,
    };

    public static string RoleName(Roles role) => Known.First(r => r.Value == role).Key;

    public static PermissionForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var contact = m.Person("contact").Value;
        if (contact is { } person)
        {
            m.IsCalled($"of {person.Text}");
        }
        else if (!m.Faulty)
        {
            m.Fault("contact", "is needed: a username or the name of a contact.");
        }

        var role = Known.GetValueOrDefault(m.Required("role"));
        if (role == Roles.None && !m.Faulty)
        {
            m.Fault("role", "the role must be manager, staff or customer.");
        }

        return new(m.Done(), contact, role);
    }
}

internal sealed record SuiteForm(Place At, string Name, Given<PersonRef?> Owner)
{
    public static SuiteForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var name = m.Required("name");
        m.IsCalled(name);
        var owner = m.Person("owner");
        return new(m.Done(), name, owner);
    }
}

internal sealed record WorkItemForm(
    Place At, int Number, Given<string?> Project, Given<string?> Name, Given<WorkType> Type, Given<WorkItemStatus> Status, Given<Priority> Priority,
    Given<PersonRef?> IssuedBy, Given<PersonRef?> Developer, Given<PersonRef?> Tester, Given<DateOnly?> Start, Given<DateOnly?> PlannedEnd,
    Given<DateTime?> Tested, Given<DateTime?> Finished, Given<string?> Suite, Given<string?> Description, List<CommentForm> Comments)
{
    public static WorkItemForm? Read(PortableObject from, Findings findings)
    {
        if (Members.Of(from.Json, from.Type, from.Line, findings) is not { } m)
        {
            return null;
        }

        m.SkipType();
        var number = m.RequiredNumber("number");
        m.IsCalled(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var form = new WorkItemForm(
            m.At, number, m.Text("project"), m.Text("name"), m.Choice<WorkType>("work_type"), m.Choice<WorkItemStatus>("status"), m.Choice<Priority>("priority"),
            m.Person("issued_by"), m.Person("developer"), m.Person("tester"), m.Day("start"), m.Day("planned_end"),
            m.Moment("tested", orDay: true), m.Moment("finished", orDay: true), m.Text("suite"), m.Text("description"), CommentForm.ReadAll(m, findings));
        return form with { At = m.Done() };
    }
}
