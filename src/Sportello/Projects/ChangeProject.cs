using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.Projects;

/// <summary>Changes of a project; what is null stays as it is.</summary>
public sealed record ProjectChanges
{
    /// <summary>The first and the last day, both at once; none = open.</summary>
    public (DateOnly? Start, DateOnly? End)? Dates { get; init; }

    public bool? Active { get; init; }

    public bool? Notifications { get; init; }

    /// <summary>Everybody who is to have a role, by the names people use.</summary>
    public IReadOnlyDictionary<Roles, IReadOnlyList<string>> Members { get; init; } = new Dictionary<Roles, IReadOnlyList<string>>();

    public int? SeenVersion { get; init; }
}

public sealed class ChangeProject(Desk desk)
{
    public async Task<int> Run(string name, ProjectChanges what, CancellationToken stop)
    {
        var project = await desk.Projects.Get(name, Right.EditProject, stop);
        if (what.SeenVersion is { } seen && seen != project.Version)
        {
            throw Refusal.Conflict(Said.Of("refusal.project.changed"));
        }

        var by = desk.Stamp;
        var (start, end) = what.Dates ?? (project.Start, project.End);
        project.RunFromTo(start, end, by);
        project.SetActive(what.Active ?? project.Active, by);
        project.Tell(what.Notifications ?? project.Notifications, by);
        foreach (var (role, people) in what.Members)
        {
            await Staff(project, role, people, stop);
        }

        await desk.Save(stop);
        return project.Version;
    }

    private async Task Staff(Project project, Roles role, IReadOnlyList<string> people, CancellationToken stop)
    {
        var now = project.Members.Where(m => m.Role == role).Select(m => m.ContactId).ToHashSet();
        var wanted = new List<Contact>();
        foreach (var called in people)
        {
            // Whoever has the role keeps it, even if they could not be given it now.
            wanted.Add(await desk.FindContact(called, stop) is { } key && now.Contains(key)
                ? await desk.Db.Contacts.SingleAsync(c => c.Id == key, stop)
                : await Potential.Find(desk, role, called, Potential.FieldOf(role), stop));
        }

        foreach (var gone in now.Except(wanted.Select(w => w.Id)))
        {
            project.Leave(role, await desk.Db.Contacts.SingleAsync(c => c.Id == gone, stop), desk.Stamp);
        }

        wanted.ForEach(contact => project.Join(role, contact, desk.Stamp));
    }
}

/// <summary>Gives somebody a role in a project, of those who may have it.</summary>
public sealed class AddMember(Desk desk)
{
    public async Task Run(string project, Roles role, string? who, CancellationToken stop)
    {
        var (found, contact) = await Ready(project, role, who, stop);
        found.Join(role, contact, desk.Stamp);
        await desk.Save(stop);
    }

    /// <summary>Saves it only when what it does has been seen.</summary>
    public async Task<Consequences> Weigh(string project, Roles role, string? who, string? seen, CancellationToken stop)
    {
        var (found, contact) = await Ready(project, role, who, stop);
        return await desk.Weigh(
            new([], [contact.Id]),
            () =>
            {
                found.Join(role, contact, desk.Stamp);
                return Task.CompletedTask;
            },
            seen,
            stop);
    }

    private async Task<(Project Project, Contact Contact)> Ready(string project, Roles role, string? who, CancellationToken stop)
    {
        var found = await desk.Projects.Get(project, Right.EditProject, stop);
        return (found, await Potential.Find(desk, role, who, Potential.FieldOf(role), stop));
    }
}

public sealed class RemoveMember(Desk desk)
{
    public async Task Run(string project, Roles role, long contact, CancellationToken stop)
    {
        var found = await desk.Projects.Get(project, Right.EditProject, stop);
        await Remove(found, role, contact, stop);
        await desk.Save(stop);
    }

    /// <summary>Saves it only when what it does has been seen.</summary>
    public async Task<Consequences> Weigh(string project, Roles role, long contact, string? seen, CancellationToken stop)
    {
        var found = await desk.Projects.Get(project, Right.EditProject, stop);
        return await desk.Weigh(new([], [contact]), () => Remove(found, role, contact, stop), seen, stop);
    }

    private async Task Remove(Project project, Roles role, long contact, CancellationToken stop)
    {
        if (await desk.Db.Contacts.SingleOrDefaultAsync(c => c.Id == contact, stop) is { } person)
        {
            project.Leave(role, person, desk.Stamp);
        }
    }
}
