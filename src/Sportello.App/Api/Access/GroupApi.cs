using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Directory;

namespace Sportello.App.Api.Access;

/// <summary>Groups of accounts, called by name or number.</summary>
internal static class GroupApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/groups", List).Shows<GroupList>().Gives<ListJson<GroupRowJson>>().WithSummary("List the groups");
        api.MapPost("/groups", Add).Runs<AddGroup>().Gives<GroupJson>(StatusCodes.Status201Created).WithSummary("Add a group");
        api.MapGet("/groups/{called}", Read).Shows<GroupPage>().Gives<GroupJson>().WithSummary("Read a group with its permissions");
        api.MapPatch("/groups/{called}", Change).Runs<ChangeGroup>().Gives<GroupJson>().IfMatch().WithSummary("Change a group");
        api.MapDelete("/groups/{called}", Delete).Runs<DeleteGroup>().GivesNothing().WithSummary("Delete a group");
        api.MapGet("/groups/{called}/history", History).Shows<GroupPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a group");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<GroupRowJson>(
        [.. (await new GroupList(visitor.Desk).Run(visitor.Stop)).Select(g => new GroupRowJson(g.Id, g.Name, g.Permissions, g.Members))], null));

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] GroupForm form)
    {
        visitor.MustHold("user.view");
        var id = await new AddGroup(visitor.Desk).Run(new(form.Name ?? "", form.Permissions ?? []), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/groups/{id}", Json(visitor, await new GroupPage(visitor.Desk).Run(id, visitor.Stop)));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, string called) =>
        Results.Ok(Json(visitor, await new GroupPage(visitor.Desk).Run(called, visitor.Stop)));

    private static async Task<IResult> Change(ApiVisitor visitor, string called, [FromBody] GroupForm changes)
    {
        var before = await new GroupPage(visitor.Desk).Run(called, visitor.Stop);
        await new ChangeGroup(visitor.Desk).Run(
            before.Id, visitor.IfMatch ?? before.Version, new(changes.Name ?? before.Name, changes.Permissions ?? before.Permissions), visitor.Stop);
        return Results.Ok(Json(visitor, await new GroupPage(visitor.Desk).Run(before.Id, visitor.Stop)));
    }

    private static async Task<IResult> Delete(ApiVisitor visitor, string called)
    {
        await new DeleteGroup(visitor.Desk).Run(await visitor.Desk.GroupKey(called, visitor.Stop), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> History(ApiVisitor visitor, string called) =>
        Results.Ok(HistoryJson.List((await new GroupPage(visitor.Desk).Run(called, visitor.Stop)).History));

    private static GroupJson Json(ApiVisitor visitor, GroupView group)
    {
        visitor.Tag(group.Version);
        return new(group.Id, group.Name, group.Permissions, group.MemberCount, group.Version);
    }
}

/// <summary>A group as the caller writes it; what is absent stays as it is. <c>permissions</c> is the whole list, <c>workitem.*</c> stands for all that begin so.</summary>
internal sealed record GroupForm(string? Name, IReadOnlyList<string>? Permissions);

/// <param name="Permissions">How many there are.</param>
internal sealed record GroupRowJson(long Id, string Name, int Permissions, int Members);

/// <param name="Members">How many there are; <c>GET /users?group=</c> lists them.</param>
internal sealed record GroupJson(long Id, string Name, IReadOnlyList<string> Permissions, int Members, int Version);
