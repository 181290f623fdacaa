using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Data;
using Sportello.Directory;
using Sportello.Words;

namespace Sportello.Projects;

/// <summary>Who may have a role in a project: managers are our own people, staff also suppliers', customers are contacts of customers.</summary>
internal static class Potential
{
    public static string Condition(Roles role) => role switch
    {
        Roles.Manager => $"c.active and o.active and o.category = {(int)OrganizationCategory.Owner}",
        Roles.Staff => $"c.active and o.active and o.category in ({(int)OrganizationCategory.Owner}, {(int)OrganizationCategory.Supplier})",
        Roles.Customer => $"c.active and o.active and o.category = {(int)OrganizationCategory.Customer}",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>What the list of them is called in forms and in the API.</summary>
    public static string FieldOf(Roles role) => role switch { Roles.Manager => "managers", Roles.Staff => "staff", _ => "customers" };

    /// <summary>Somebody by address, username, name or number, who may have that role.</summary>
    public static async Task<Contact> Find(Desk desk, Roles role, string? called, string field, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(called))
        {
            throw Refusal.Invalid(field, Said.Of("refusal.member.none"));
        }

        var key = (called.Contains('@', StringComparison.Ordinal) ? await desk.ContactByAddress(called, stop) : await desk.FindContact(called.Trim(), stop))
            ?? throw Refusal.Invalid(field, Said.Of("refusal.nobody", ("name", called)));
        var contact = await desk.Db.Contacts.SingleAsync(c => c.Id == key, stop);
        return await desk.Sql.First(
            $"select 1 from contact c join organization o on o.id = c.organization_id where c.id = @id and {Condition(role)}", _ => (int?)1, stop, ("@id", key)) is not null
            ? contact
            : throw Refusal.Invalid(field, Said.Of($"refusal.member.{Name.Of(role)}", ("name", contact.Name)));
    }
}

public sealed record Candidate(long Id, string Name, string Organization);

/// <summary>Whom the pickers of a project offer, for each role; whoever has the role already is left out.</summary>
public sealed class ProjectCandidates(Desk desk)
{
    /// <summary>A picker is no directory: of a house with more people than this, others are given by name.</summary>
    public const int MostOffered = 300;

    public async Task<IReadOnlyDictionary<Roles, IReadOnlyList<Candidate>>> Run(string project, CancellationToken stop)
    {
        var found = await desk.Projects.Get(project, Right.EditProject, stop);
        var offered = new Dictionary<Roles, IReadOnlyList<Candidate>>();
        foreach (var role in new[] { Roles.Manager, Roles.Staff, Roles.Customer })
        {
            offered[role] = await Of(role, found, stop);
        }

        return offered;
    }

    /// <summary>Customers are offered from the project's own organization; contacts of another one may be named.</summary>
    private Task<List<Candidate>> Of(Roles role, Project project, CancellationToken stop) => desk.Sql.List(
        $"""
         select c.id, c.name, o.name from contact c join organization o on o.id = c.organization_id
         where {Potential.Condition(role)}{(role == Roles.Customer ? " and o.id = @organization" : "")}
           and not exists (select 1 from project_member m where m.project_id = @project and m.contact_id = c.id and m.role = @role)
         order by c.name, c.id limit {MostOffered}
         """,
        r => new Candidate(r.GetInt64(0), r.GetString(1), r.GetString(2)),
        stop,
        [("@project", project.Id), ("@role", role), .. role == Roles.Customer ? [("@organization", project.OrganizationId)] : Array.Empty<(string, object?)>()]);
}
