using Sportello.App.Web.Shared;
using Sportello.Projects;

namespace Sportello.App.Web.Projects;

public sealed record ProjectForm
{
    public string? Start { get; init; }

    public string? End { get; init; }

    public bool Active { get; init; }

    public bool Notifications { get; init; }

    public int? Version { get; init; }

    public ProjectChanges Read() => new()
    {
        Dates = (DayField.Read(Start, "start"), DayField.Read(End, "end")),
        Active = Active,
        Notifications = Notifications,
        SeenVersion = Version,
    };
}

public sealed record NewProjectForm
{
    public string? Name { get; init; }

    public string? Organization { get; init; }

    public string? Start { get; init; }

    public string? End { get; init; }

    public bool Notifications { get; init; }

    public string? Manager { get; init; }

    public NewProject Read() => new(Name ?? "", Organization)
    {
        Start = DayField.Read(Start, "start"),
        End = DayField.Read(End, "end"),
        Notifications = Notifications,
        Managers = string.IsNullOrEmpty(Manager) ? [] : [Manager],
    };
}

/// <summary>Who is to have a role, from the picker or by name; what was typed wins.</summary>
public sealed record MemberForm
{
    public string? Role { get; init; }

    public string? Who { get; init; }

    public string? Other { get; init; }

    public long? Contact { get; init; }

    /// <summary>The mark of what was seen of its effect.</summary>
    public string? Seen { get; init; }

    public Roles Wanted => Words.Name.TryRead<Roles>(Role, out var role) && role is Roles.Manager or Roles.Staff or Roles.Customer
        ? role
        : throw Refusal.Invalid("role", "The role must be manager, staff or customer.");

    public string? Called => string.IsNullOrWhiteSpace(Other) ? Who : Other;
}
