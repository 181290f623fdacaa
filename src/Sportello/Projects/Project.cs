using Sportello.Directory;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Projects;

/// <summary>The three roles of a contact in a project; also the roles of a general permission.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Manager = 1,
    Staff = 2,
    Customer = 4,
}

/// <summary>What tickets are about: one organization's software.</summary>
internal sealed partial class Project : IHistoric
{
    public const int NameLength = 200;

    private readonly List<ProjectMember> _members = [];

    private Project()
    {
    }

    public Project(string name, long organizationId)
    {
        Name = name;
        OrganizationId = organizationId;
        Active = true;
    }

    public Project(string name, Organization organization)
        : this(name, organization.Id) => Organization = organization;

    public long Id { get; private set; }

    public long OrganizationId { get; private set; }

    public Organization? Organization { get; private set; }

    public string Name { get; private set; } = "";

    public DateOnly? Start { get; private set; }

    public DateOnly? End { get; private set; }

    public bool Active { get; private set; }

    /// <summary>Whether changes in this project are told by mail.</summary>
    public bool Notifications { get; set; }

    public int Version { get; private set; }

    public IReadOnlyList<ProjectMember> Members => _members;

    public List<Change> Changes { get; } = [];

    Subject IHistoric.HistorySubject => Subject.Project;

    public void Describe(string name, long organizationId, DateOnly? start, DateOnly? end, bool active)
    {
        if (start > end)
        {
            throw Refusal.Invalid("end", Said.Of("refusal.project.dates", ("end", $"{end:yyyy-MM-dd}"), ("start", $"{start:yyyy-MM-dd}")));
        }

        Name = name;
        OrganizationId = organizationId;
        Start = start;
        End = end;
        Active = active;
    }

    /// <summary>Active, and the day lies within its dates; an open end is allowed.</summary>
    public bool ValidOn(DateOnly day) => Active && (Start is null || Start <= day) && (End is null || day <= End);

    public void Staffed(Roles role, IEnumerable<long> contactIds)
    {
        var wanted = contactIds.ToHashSet();
        _members.RemoveAll(m => m.Role == role && !wanted.Contains(m.ContactId));
        wanted.ExceptWith(_members.Where(m => m.Role == role).Select(m => m.ContactId));
        _members.AddRange(wanted.Select(id => new ProjectMember(id, role)));
    }
}

internal sealed class ProjectMember
{
    private ProjectMember()
    {
    }

    public ProjectMember(long contactId, Roles role)
    {
        ContactId = contactId;
        Role = role;
    }

    public long ProjectId { get; private set; }

    public long ContactId { get; private set; }

    public Roles Role { get; private set; }
}

/// <summary>A permission of a contact for all projects. Who reaches a project only this way gets no mail from it.</summary>
internal sealed class GeneralPermission
{
    private GeneralPermission()
    {
    }

    public GeneralPermission(long contactId, Roles role)
    {
        ContactId = contactId;
        Role = role;
    }

    public long ContactId { get; private set; }

    public Roles Role { get; private set; }
}
