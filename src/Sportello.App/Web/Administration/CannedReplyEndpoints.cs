using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.CannedReplies;

namespace Sportello.App.Web.Administration;

/// <summary>What was typed into the form of a canned reply; it stays typed when something is wrong.</summary>
public sealed record TypedCanned
{
    public string? Name { get; init; }

    public string? Project { get; init; }

    public string? Language { get; init; }

    public string? Body { get; init; }

    public int Version { get; init; }

    public static TypedCanned Of(CannedFields canned) => new() { Name = canned.Name, Project = canned.Project, Language = canned.Language, Body = canned.Body };

    public CannedFields Read() => new(Name ?? "", Body ?? "", Project, Language);
}

internal static class CannedReplyEndpoints
{
    private const string Home = "/administration/canned-replies";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, List).Shows<CannedReplyList>();
        web.MapGet(Home + "/new", New).Shows<CannedReplyPage>();
        web.MapPost(Home + "/new", Add).Runs<AddCannedReply>();
        web.MapGet(Home + "/{id:long}", Show).Shows<CannedReplyPage>();
        web.MapPost(Home + "/{id:long}", Change).Runs<ChangeCannedReply>();
        web.MapPost(Home + "/{id:long}/delete", Delete).Runs<DeleteCannedReply>();
    }

    private static async Task<IResult> List(Visitor visitor) => Answers.View<CannedListView>(new
    {
        Page = await visitor.Page(visitor.Language.Say("canned"), "canned"),
        Rows = await new CannedReplyList(visitor.Desk).Run(visitor.Stop),
    });

    private static async Task<IResult> New(Visitor visitor) => await Form(visitor, await new CannedReplyPage(visitor.Desk).Blank(visitor.Stop), null, null);

    private static async Task<IResult> Add(Visitor visitor, HttpContext http, [FromForm] TypedCanned? given)
    {
        var typed = given ?? new();
        try
        {
            await new AddCannedReply(visitor.Desk).Run(typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Home);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, await new CannedReplyPage(visitor.Desk).Blank(visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> Show(Visitor visitor, long id) => await Form(visitor, await new CannedReplyPage(visitor.Desk).Run(id, visitor.Stop), null, null);

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, long id, [FromForm] TypedCanned? given)
    {
        var typed = given ?? new();
        try
        {
            await new ChangeCannedReply(visitor.Desk).Run(id, typed.Version, typed.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"{Home}/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await Form(visitor, await new CannedReplyPage(visitor.Desk).Run(id, visitor.Stop), typed, refusal);
        }
    }

    private static async Task<IResult> Delete(Visitor visitor, HttpContext http, long id)
    {
        var name = await new DeleteCannedReply(visitor.Desk).Run(id, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("canned.deleted", ("name", name)));
        return Answers.GoTo(Home);
    }

    private static async Task<IResult> Form(Visitor visitor, CannedView canned, TypedCanned? typed, Refusal? error) => Answers.View<CannedFormView>(
        new
        {
            Page = await visitor.Page(canned.Id == 0 ? visitor.Language.Say("canned.new") : canned.Fields.Name, "canned"),
            Canned = canned,
            Typed = typed ?? TypedCanned.Of(canned.Fields),
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));
}
