using Sportello.Directory;
using Sportello.History;

namespace Sportello.Projects;

internal sealed partial class Project
{
    /// <summary>A new one; whoever makes it says why it is there.</summary>
    public static Project Founded(string name, Organization organization, Stamp by)
    {
        name = Words.OneLine.Of(name);
        var project = name.Length switch
        {
            0 => throw Refusal.Invalid("name", Words.Said.Of("refusal.project.name")),
            > NameLength => throw Refusal.Invalid("name", Words.Said.Of("refusal.name-long", ("length", name.Length), ("most", NameLength))),
            _ when name is "new" => throw Refusal.Invalid("name", Words.Said.Of("refusal.project.name-new")),
            _ => new Project(name, organization),
        };
        project.Changes.Add(new Change(by, "opened", null, name));
        return project;
    }

    public void RunFromTo(DateOnly? start, DateOnly? end, Stamp by)
    {
        this.Note(by, "start", $"{Start:yyyy-MM-dd}", $"{start:yyyy-MM-dd}");
        this.Note(by, "end", $"{End:yyyy-MM-dd}", $"{end:yyyy-MM-dd}");
        Describe(Name, OrganizationId, start, end, Active);
    }

    public void SetActive(bool active, Stamp by)
    {
        this.Note(by, "active", Active, active);
        Active = active;
    }

    /// <summary>Whether changes in it are told by mail from now on.</summary>
    public void Tell(bool notifications, Stamp by)
    {
        this.Note(by, "notifications", Notifications, notifications);
        Notifications = notifications;
    }

    /// <summary>Whether the contact may have the role is for the law to say before.</summary>
    public void Join(Roles role, Contact contact, Stamp by)
    {
        if (!_members.Exists(m => m.Role == role && m.ContactId == contact.Id))
        {
            _members.Add(new ProjectMember(contact.Id, role));
            Changes.Add(new Change(by, Words.Name.Of(role), null, contact.Name));
        }
    }

    public void Leave(Roles role, Contact contact, Stamp by)
    {
        if (_members.RemoveAll(m => m.Role == role && m.ContactId == contact.Id) > 0)
        {
            Changes.Add(new Change(by, Words.Name.Of(role), contact.Name, null));
        }
    }
}
