using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Api.Tickets;
using Sportello.App.Web;
using Sportello.Fields;
using Sportello.Projects;
using Sportello.Words;

namespace Sportello.App.Api.Projects;

/// <summary>Who is in a project and who may do what there; what was changed of it; what a new ticket of it is asked for.</summary>
internal static class MemberApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects/{name}/members", List).Shows<ProjectPage>().Gives<ListJson<MemberJson>>().WithSummary("List who has which role in a project");
        api.MapPost("/projects/{name}/members", Add).Runs<AddMember>().GivesNothing().WithSummary("Give somebody a role in a project");
        api.MapDelete("/projects/{name}/members/{role}/{contact:long}", Remove).Runs<RemoveMember>().GivesNothing().WithSummary("Take a role in a project from somebody");
        api.MapGet("/projects/{name}/access", Access).Shows<EffectiveAccess>().Gives<ListJson<AccessRowJson>>().WithSummary("List who may do what in a project, and why");
        api.MapGet("/projects/{name}/access/{user}", Why).Shows<ExplainAccess>().Gives<ExplanationJson>().WithSummary("Explain why somebody sees a project, or does not");
        api.MapGet("/projects/{name}/history", History).Shows<ProjectPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a project");
        api.MapGet("/projects/{name}/fields", Fields).Shows<FieldsToFill>().Gives<ListJson<FieldToFillJson>>().WithSummary("List what a new ticket of a project is asked for beyond the usual");
    }

    private static async Task<IResult> List(ApiVisitor visitor, string name)
    {
        var project = await new ProjectPage(visitor.Desk).Run(name, visitor.Stop);
        return Results.Ok(new ListJson<MemberJson>([.. project.Members.Select(m => new MemberJson(m.Id, m.Name, m.Organization, Name.Of(m.Role), m.Active))], null));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, string name, [FromBody] MemberToAdd form)
    {
        await new AddMember(visitor.Desk).Run(name, Role(form.Role), form.Who, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Remove(ApiVisitor visitor, string name, string role, long contact)
    {
        await new RemoveMember(visitor.Desk).Run(name, Role(role), contact, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Access(ApiVisitor visitor, string name, [FromQuery] string? after)
    {
        var table = await new EffectiveAccess(visitor.Desk) { Language = ApiVisitor.Language }.Run(name, string.IsNullOrEmpty(after) ? null : after, visitor.Stop);
        return Results.Ok(new ListJson<AccessRowJson>([.. table.People.Select(AccessRowJson.Of)], table.Next));
    }

    private static async Task<IResult> Why(ApiVisitor visitor, string name, string user) =>
        Results.Ok(ExplanationJson.Of(await new ExplainAccess(visitor.Desk) { Language = ApiVisitor.Language }.ToProject(name, user, visitor.Stop)));

    private static async Task<IResult> History(ApiVisitor visitor, string name) => Results.Ok(HistoryJson.List((await new ProjectPage(visitor.Desk).Run(name, visitor.Stop)).History));

    private static async Task<IResult> Fields(ApiVisitor visitor, string name)
    {
        var project = await new ProjectPage(visitor.Desk).Run(name, visitor.Stop);
        var fields = (await new FieldsToFill(visitor.Desk).Run([project.Project], visitor.Stop))[project.Project.Id];
        return Results.Ok(new ListJson<FieldToFillJson>([.. fields.Select(f => new FieldToFillJson(f.Name, Name.Of(f.Kind), f.Required, f.Choices))], null));
    }

    internal static Roles Role(string? text) => Name.TryRead<Roles>(text, out var role) && role is Roles.Manager or Roles.Staff or Roles.Customer
        ? role
        : throw Refusal.Invalid("role", "The role must be manager, staff or customer.");
}

/// <param name="Who">The contact's number, user name or name.</param>
internal sealed record MemberToAdd(string? Role, string? Who);

/// <param name="Contact">The contact's number.</param>
internal sealed record MemberJson(long Contact, string Name, string Organization, string Role, bool Active);

/// <param name="Kind"><c>text</c>, <c>number</c>, <c>date</c>, <c>choice</c> or <c>yes-no</c>.</param>
internal sealed record FieldToFillJson(string Name, string Kind, bool Required, IReadOnlyList<string> Choices);

/// <param name="Extent"><c>none</c>, <c>own</c> (one's own tickets) or <c>all</c>.</param>
internal sealed record AccessCellJson(string Right, string Extent, string Because);

/// <param name="Username">None = no account: such a person writes by mail only.</param>
/// <param name="Roles">In this project.</param>
/// <param name="General">In all projects.</param>
/// <param name="Barred">Why none of it counts, when it does not.</param>
internal sealed record AccessRowJson(
    string Name, string? Username, string? Organization, IReadOnlyList<string> Roles, IReadOnlyList<string> General, bool Superuser, string? Barred, IReadOnlyList<AccessCellJson> Rights)
{
    private static readonly Roles[] Each = [Sportello.Projects.Roles.Manager, Sportello.Projects.Roles.Staff, Sportello.Projects.Roles.Customer];

    public static AccessRowJson Of(AccessRow r) => new(
        r.Name, r.Username, r.Organization, Of(r.Explicit), Of(r.General), r.Superuser, r.Barred,
        [.. r.Cells.Select(c => new AccessCellJson(Words.Name.Of(c.Right), Words.Name.Of(c.Extent), c.Because))]);

    public static IReadOnlyList<string> Of(Roles roles) => [.. Each.Where(role => roles.HasFlag(role)).Select(role => Words.Name.Of(role))];
}
