using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.CannedReplies;

namespace Sportello.App.Api.Administration;

/// <summary>Upkeep of the canned replies; what a ticket is offered, and the text filled for it, is with the tickets.</summary>
internal static class CannedReplyApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/canned-replies", List).Shows<CannedReplyList>().Gives<ListJson<CannedReplyRowJson>>().WithSummary("List the canned replies of the house");
        api.MapPost("/canned-replies", Add).Runs<AddCannedReply>().Takes<CannedReplyPatch>().Gives<CannedReplyJson>(StatusCodes.Status201Created).WithSummary("Add a canned reply");
        api.MapGet("/canned-replies/{id:long}", Read).Shows<CannedReplyPage>().Gives<CannedReplyJson>().WithSummary("Read a canned reply with its variables");
        api.MapPatch("/canned-replies/{id:long}", Change).Runs<ChangeCannedReply>().Takes<CannedReplyPatch>().Gives<CannedReplyJson>().IfMatch().WithSummary("Change a canned reply");
        api.MapDelete("/canned-replies/{id:long}", Delete).Runs<DeleteCannedReply>().GivesNothing().WithSummary("Delete a canned reply");
        api.MapGet("/canned-replies/{id:long}/history", History).Shows<CannedReplyPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a canned reply");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<CannedReplyRowJson>(
        [.. (await new CannedReplyList(visitor.Desk).Run(visitor.Stop)).Select(c => new CannedReplyRowJson(c.Id, c.Name, c.Project, c.Language, c.Beginning))], null));

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] JsonElement form)
    {
        visitor.MustHold("settings.view");
        var id = await new AddCannedReply(visitor.Desk).Run(Changed(new("", ""), form), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/canned-replies/{id}", await Json(visitor, id));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, long id) => Results.Ok(await Json(visitor, id));

    private static async Task<IResult> Change(ApiVisitor visitor, long id, [FromBody] JsonElement changes)
    {
        var before = await new CannedReplyPage(visitor.Desk).Run(id, visitor.Stop);
        await new ChangeCannedReply(visitor.Desk).Run(id, visitor.IfMatch ?? before.Version, Changed(before.Fields, changes), visitor.Stop);
        return Results.Ok(await Json(visitor, id));
    }

    private static async Task<IResult> Delete(ApiVisitor visitor, long id)
    {
        await new DeleteCannedReply(visitor.Desk).Run(id, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> History(ApiVisitor visitor, long id) =>
        Results.Ok(HistoryJson.List((await new CannedReplyPage(visitor.Desk).Run(id, visitor.Stop)).History));

    private static async Task<CannedReplyJson> Json(ApiVisitor visitor, long id)
    {
        var canned = await new CannedReplyPage(visitor.Desk).Run(id, visitor.Stop);
        visitor.Tag(canned.Version);
        return new(canned.Id, canned.Fields.Name, canned.Fields.Body, canned.Fields.Project, canned.Fields.Language, canned.Version);
    }

    /// <summary>A member that is absent stays as it is.</summary>
    private static CannedFields Changed(CannedFields canned, JsonElement body)
    {
        foreach (var (name, text) in Patch.Texts(body))
        {
            canned = name switch
            {
                "name" => canned with { Name = text ?? "" },
                "body" => canned with { Body = text ?? "" },
                "project" => canned with { Project = text },
                "language" => canned with { Language = text },
                _ => throw Refusal.Invalid(name, "There is no such member; name, body, project and language there are."),
            };
        }

        return canned;
    }
}

/// <summary>A canned reply as the caller writes it; a <c>project</c> or <c>language</c> of null is for all.</summary>
internal sealed record CannedReplyPatch(string? Name, string? Body, string? Project, string? Language);

/// <param name="Beginning">Of its text.</param>
internal sealed record CannedReplyRowJson(long Id, string Name, string? Project, string? Language, string Beginning);

internal sealed record CannedReplyJson(long Id, string Name, string Body, string? Project, string? Language, int Version);
