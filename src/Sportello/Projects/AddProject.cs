using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.Projects;

/// <summary>What a new project is made of; the organization and the first managers by name.</summary>
public sealed record NewProject(string Name, string? Organization)
{
    public DateOnly? Start { get; init; }

    public DateOnly? End { get; init; }

    public bool Notifications { get; init; }

    public IReadOnlyList<string> Managers { get; init; } = [];
}

/// <summary>Nobody has a role in what is not there yet, so the permission alone decides; its managers then staff it.</summary>
public sealed class AddProject(Desk desk)
{
    public const string Needed = "project.add";

    public async Task Run(NewProject what, CancellationToken stop)
    {
        Demand();
        var organization = await desk.FindOrganization(what.Organization ?? "", stop)
            ?? throw Refusal.Invalid("organization", string.IsNullOrWhiteSpace(what.Organization)
                ? Said.Of("refusal.project.organization")
                : Said.Of("refusal.organization", ("name", what.Organization)));
        var project = Project.Founded(what.Name, organization, desk.Stamp);
        if (await desk.Db.Projects.AnyAsync(p => p.Name == project.Name, stop))
        {
            throw Refusal.Invalid("name", Said.Of("refusal.project.name-taken", ("name", project.Name)));
        }

        project.RunFromTo(what.Start, what.End, desk.Stamp);
        project.Tell(what.Notifications, desk.Stamp);
        foreach (var manager in what.Managers)
        {
            project.Join(Roles.Manager, await Potential.Find(desk, Roles.Manager, manager, "managers", stop), desk.Stamp);
        }

        desk.Db.Add(project);
        await desk.Save(stop);
    }

    /// <summary>The organizations and the people that the form offers.</summary>
    public async Task<(IReadOnlyList<string> Organizations, IReadOnlyList<Candidate> Managers)> Offers(CancellationToken stop)
    {
        Demand();
        return (
            await desk.Sql.List("select name from organization where active order by category desc, name", r => r.GetString(0), stop),
            await desk.Sql.List(
                $"select c.id, c.name, o.name from contact c join organization o on o.id = c.organization_id where {Potential.Condition(Roles.Manager)} order by c.name, c.id limit {ProjectCandidates.MostOffered}",
                r => new Candidate(r.GetInt64(0), r.GetString(1), r.GetString(2)),
                stop));
    }

    private void Demand()
    {
        if (!desk.Actor.Holds(Needed))
        {
            throw Refusal.Denied(Said.Of("refusal.project.add", ("permission", Needed)));
        }
    }
}
