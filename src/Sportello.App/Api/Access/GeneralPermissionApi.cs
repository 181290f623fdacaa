using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Api.Projects;
using Sportello.App.Web;

namespace Sportello.App.Api.Access;

/// <summary>Who is manager, staff or customer of all projects.</summary>
internal static class GeneralPermissionApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/general-permissions", List).Shows<GeneralPermissionList>().Gives<ListJson<GeneralPermissionJson>>().WithSummary("List who is manager, staff or customer of all projects");
        api.MapPost("/general-permissions", Give).Runs<GiveGeneralPermission>().GivesNothing().WithSummary("Make somebody manager, staff or customer of all projects");
        api.MapDelete("/general-permissions/{contact:long}/{role}", Take).Runs<TakeGeneralPermission>().GivesNothing().WithSummary("Take a role over all projects from somebody");
    }

    private static async Task<IResult> List(ApiVisitor visitor, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var rows = await new GeneralPermissionList(visitor.Desk).Run(after, visitor.Stop, Limit.Of(limit, GeneralPermissionList.MostRows));
        return Results.Ok(new ListJson<GeneralPermissionJson>([.. rows.Items.Select(GeneralPermissionJson.Of)], rows.Next));
    }

    private static async Task<IResult> Give(ApiVisitor visitor, [FromBody] GeneralPermissionToGive form)
    {
        await new GiveGeneralPermission(visitor.Desk).Run(MemberApi.Role(form.Role), form.Contact, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Take(ApiVisitor visitor, long contact, string role)
    {
        await new TakeGeneralPermission(visitor.Desk).Run(MemberApi.Role(role), contact, visitor.Stop);
        return Results.NoContent();
    }
}

/// <param name="Contact">The contact's number, user name or name.</param>
internal sealed record GeneralPermissionToGive(string? Contact, string? Role);

/// <param name="Contact">The contact's number.</param>
/// <param name="Active">Whether the contact is; otherwise none of it counts.</param>
internal sealed record GeneralPermissionJson(long Contact, string Name, string Organization, string? Username, bool Active, IReadOnlyList<string> Roles)
{
    public static GeneralPermissionJson Of(GeneralRow row) => new(
        row.Id, row.Name, row.Organization, row.Username, row.Active, AccessRowJson.Of(row.Roles));
}
