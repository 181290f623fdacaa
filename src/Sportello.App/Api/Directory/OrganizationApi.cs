using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;

namespace Sportello.App.Api.Directory;

internal static class OrganizationApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/organizations", List).Shows<OrganizationList>().Gives<ListJson<OrganizationRowJson>>().WithSummary("List the organizations by name");
        api.MapPost("/organizations", Add).Runs<AddOrganization>().Gives<OrganizationJson>(StatusCodes.Status201Created).WithSummary("Add an organization");
        api.MapGet("/organizations/{called}", Read).Shows<OrganizationPage>().Gives<OrganizationJson>().WithSummary("Read an organization with its contacts and projects");
        api.MapPatch("/organizations/{called}", Change).Runs<ChangeOrganization>().Gives<OrganizationJson>().IfMatch().WithSummary("Change an organization, or make it active or inactive");
        api.MapGet("/organizations/{called}/history", History).Shows<OrganizationPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of an organization");
    }

    private static async Task<IResult> List(
        ApiVisitor visitor, [FromQuery] string? q, [FromQuery] string? category, [FromQuery] bool? inactive, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var filter = new OrganizationFilter(q, Category.Read(category), inactive ?? false, after, Limit.Of(limit, OrganizationList.MostRows));
        var rows = await new OrganizationList(visitor.Desk).Run(filter, visitor.Stop);
        return Results.Ok(new ListJson<OrganizationRowJson>([.. rows.Items.Select(OrganizationRowJson.Of)], rows.Next));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] OrganizationToAdd form)
    {
        visitor.MustHold("organization.view");
        var id = await new AddOrganization(visitor.Desk).Run(form.Read(), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/organizations/{id}", Json(visitor, await new OrganizationPage(visitor.Desk).Run(id, visitor.Stop)));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, string called) =>
        Results.Ok(Json(visitor, await new OrganizationPage(visitor.Desk).Run(called, visitor.Stop)));

    private static async Task<IResult> Change(ApiVisitor visitor, string called, [FromBody] OrganizationPatch changes)
    {
        var before = await new OrganizationPage(visitor.Desk).Run(called, visitor.Stop);
        await new ChangeOrganization(visitor.Desk).Run(before.Id, visitor.IfMatch ?? before.Version, changes.Of(before), visitor.Stop);
        return Results.Ok(Json(visitor, await new OrganizationPage(visitor.Desk).Run(before.Id, visitor.Stop)));
    }

    private static async Task<IResult> History(ApiVisitor visitor, string called) =>
        Results.Ok(HistoryJson.List((await new OrganizationPage(visitor.Desk).Run(called, visitor.Stop)).History));

    internal static OrganizationJson Json(ApiVisitor visitor, OrganizationView organization)
    {
        visitor.Tag(organization.Version);
        return new(
            organization.Id,
            organization.Name,
            Category.Of(organization.Category),
            organization.Active,
            [.. organization.Contacts.Items.Select(c => c.Name)],
            [.. organization.Projects.Select(p => p.Name)],
            organization.Version);
    }
}

/// <summary>The short names of the portable form.</summary>
internal static class Category
{
    public static string Of(OrganizationCategory category) => OrganizationCategories.ShortName(category);

    public static OrganizationCategory? Read(string? text) => string.IsNullOrEmpty(text) ? null
        : OrganizationCategories.Read(text) ?? throw Refusal.Invalid("category", $"“{text}” is unknown; there are {string.Join(", ", OrganizationCategories.ShortNames)}.");
}

/// <summary>An organization to make, as the caller writes it.</summary>
internal sealed record OrganizationToAdd(string? Name, string? Category, bool Active = true)
{
    public OrganizationFields Read() => new(
        Name ?? "",
        Directory.Category.Read(Category) ?? throw Refusal.Invalid("category", $"The category is needed: {string.Join(", ", OrganizationCategories.ShortNames)}."),
        Active);
}

/// <summary>What is to be otherwise; absent members stay as they are.</summary>
internal sealed record OrganizationPatch(string? Name, string? Category, bool? Active)
{
    public OrganizationFields Of(OrganizationView before) =>
        new(Name ?? before.Name, Directory.Category.Read(Category) ?? before.Category, Active ?? before.Active);
}

internal sealed record OrganizationRowJson(long Id, string Name, string Category, bool Active, int Contacts, int Projects)
{
    public static OrganizationRowJson Of(OrganizationRow row) => new(row.Id, row.Name, Directory.Category.Of(row.Category), row.Active, row.Contacts, row.Projects);
}

internal sealed record OrganizationJson(
    long Id, string Name, string Category, bool Active, IReadOnlyList<string> Contacts, IReadOnlyList<string> Projects, int Version);
