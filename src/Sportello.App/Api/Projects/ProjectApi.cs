using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.App.Web.Shared;
using Sportello.Projects;

namespace Sportello.App.Api.Projects;

internal static class ProjectApi
{
    private const string Everybody = "A list of names or user names is needed: everybody who is to have the role.";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects", List).Shows<ProjectList>().Gives<ListJson<ProjectRowJson>>().WithSummary("List the projects within reach with their open tickets");
        api.MapPost("/projects", Add).Runs<AddProject>().Gives<ProjectJson>(StatusCodes.Status201Created).WithSummary("Add a project");
        api.MapGet("/projects/{name}", Read).Shows<ProjectPage>().Gives<ProjectJson>().WithSummary("Read a project with its people and numbers");
        api.MapPatch("/projects/{name}", Change).Runs<ChangeProject>().Takes<ProjectPatch>().Gives<ProjectJson>().IfMatch().WithSummary("Change dates, people or notifications of a project");
    }

    private static async Task<IResult> List(ApiVisitor visitor, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var projects = await new ProjectList(visitor.Desk).Page(after, Limit.Of(limit, ProjectList.MostRows), visitor.Stop);
        return Results.Ok(new ListJson<ProjectRowJson>([.. projects.Items.Select(ProjectRowJson.Of)], projects.Next));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] ProjectToAdd form)
    {
        var project = form.Read();
        await new AddProject(visitor.Desk).Run(project, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/projects/{Uri.EscapeDataString(project.Name)}", await Json(visitor, project.Name));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, string name) => Results.Ok(await Json(visitor, name));

    private static async Task<IResult> Change(ApiVisitor visitor, string name, [FromBody] JsonElement changes)
    {
        var before = await new ProjectPage(visitor.Desk).Run(name, visitor.Stop);
        await new ChangeProject(visitor.Desk).Run(name, ChangesOf(changes, before.Project) with { SeenVersion = visitor.IfMatch }, visitor.Stop);
        return Results.Ok(await Json(visitor, name));
    }

    private static async Task<ProjectJson> Json(ApiVisitor visitor, string name)
    {
        var project = await new ProjectPage(visitor.Desk).Run(name, visitor.Stop);
        visitor.Tag(project.Version);
        return ProjectJson.Of(project);
    }

    /// <summary>A member that is absent stays as it is; lists of people are whole.</summary>
    private static ProjectChanges ChangesOf(JsonElement body, ProjectRow before)
    {
        var (start, end) = (before.Start, before.End);
        bool? active = null, notifications = null;
        var members = new Dictionary<Roles, IReadOnlyList<string>>();
        foreach (var member in Patch.Members(body))
        {
            switch (member.Name)
            {
                case "start": start = Day(member); break;
                case "end": end = Day(member); break;
                case "active": active = Patch.Flag(member); break;
                case "notifications": notifications = Patch.Flag(member); break;
                case "managers": members[Roles.Manager] = Patch.Names(member, Everybody); break;
                case "staff": members[Roles.Staff] = Patch.Names(member, Everybody); break;
                case "customers": members[Roles.Customer] = Patch.Names(member, Everybody); break;
                default: throw Refusal.Invalid(member.Name, "This member cannot be changed; start, end, active, notifications, managers, staff and customers can.");
            }
        }

        return new() { Dates = (start, end), Active = active, Notifications = notifications, Members = members };
    }

    private static DateOnly? Day(JsonProperty member) => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null
        ? DayField.Read(member.Value.GetString(), member.Name)
        : throw Refusal.Invalid(member.Name, "A day as YYYY-MM-DD, or null, is needed.");
}

/// <summary>What may be changed of a project; it is read member by member, since an absent end is not none.</summary>
internal sealed record ProjectPatch(
    string? Start, string? End, bool? Active, bool? Notifications, IReadOnlyList<string>? Managers, IReadOnlyList<string>? Staff, IReadOnlyList<string>? Customers);

/// <summary>A project to make, as the caller writes it.</summary>
internal sealed record ProjectToAdd(string? Name, string? Organization, string? Start, string? End, bool Notifications = false, IReadOnlyList<string>? Managers = null)
{
    public NewProject Read() => new(Name ?? "", Organization)
    {
        Start = DayField.Read(Start, "start"),
        End = DayField.Read(End, "end"),
        Notifications = Notifications,
        Managers = Managers ?? [],
    };
}

internal sealed record ProjectRowJson(string Name, string Organization, DateOnly? Start, DateOnly? End, bool Active, int OpenTickets)
{
    public static ProjectRowJson Of(ProjectRow p) => new(p.Name, p.Organization, p.Start, p.End, p.Active, p.Open);
}

internal sealed record ProjectJson(
    string Name, string Organization, DateOnly? Start, DateOnly? End, bool Active, bool Notifications, IReadOnlyList<string> Managers, IReadOnlyList<string> Staff,
    IReadOnlyList<string> Customers, int OpenTickets, int? OpenWorkItems, int Version, IReadOnlyList<string> May)
{
    public static ProjectJson Of(ProjectView p) => new(
        p.Project.Name, p.Project.Organization, p.Project.Start, p.Project.End, p.Project.Active, p.Notifications,
        Of(p, Roles.Manager), Of(p, Roles.Staff), Of(p, Roles.Customer), p.Project.Open, p.OpenWork, p.Version, [.. p.May.Rights.Order().Select(r => Words.Name.Of(r))]);

    private static IReadOnlyList<string> Of(ProjectView p, Roles role) => [.. p.Members.Where(m => m.Role == role).Select(m => m.Name)];
}
