using Sportello.App.Web.Shared;
using Sportello.Directory;

namespace Sportello.App.Web.Access;

internal static class GroupEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/groups", List).Shows<GroupList>();
        web.MapGet("/groups/new", (Visitor visitor) => NewForm(visitor, new AddGroup(visitor.Desk).Blank(), null)).Shows<AddGroup>();
        web.MapPost("/groups/new", Add).Runs<AddGroup>();
        web.MapGet("/groups/{id:long}", (Visitor visitor, long id) => PageOf(visitor, id, null, null)).Shows<GroupPage>();
        web.MapPost("/groups/{id:long}", Change).Runs<ChangeGroup>();
        web.MapPost("/groups/{id:long}/delete", Delete).Runs<DeleteGroup>();
    }

    private static async Task<IResult> List(Visitor visitor) => Answers.View<GroupListView>(new
    {
        Groups = await new GroupList(visitor.Desk).Run(visitor.Stop),
        Page = await visitor.Page(visitor.Language.Say("groups"), "groups"),
    });

    private static async Task<IResult> Add(Visitor visitor, HttpContext http)
    {
        var typed = TypedGroup.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            return Answers.GoTo($"/groups/{await new AddGroup(visitor.Desk).Run(typed.Fields, visitor.Stop)}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await NewForm(visitor, typed.Fields, refusal);
        }
    }

    private static async Task<IResult> NewForm(Visitor visitor, GroupFields typed, Refusal? error) => Answers.View<GroupPageView>(
        new { Page = await visitor.Page(visitor.Language.Say("group.new"), "groups"), Typed = typed, Error = error },
        error is null ? 200 : Refusals.StatusOf(error.Reason));

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, long id)
    {
        var typed = TypedGroup.Of(await http.Request.ReadFormAsync(visitor.Stop));
        try
        {
            var found = await new ChangeGroup(visitor.Desk).Weigh(id, typed.Version, typed.Fields, typed.Seen, visitor.Stop);
            if (!found.Saved)
            {
                return await Weighed.Ask(visitor, http, found, visitor.Language.Say("group.weigh", ("name", typed.Fields.Name)), $"/groups/{id}", "groups");
            }

            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"/groups/{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, id, typed.Fields, refusal);
        }
    }

    private static async Task<IResult> Delete(Visitor visitor, HttpContext http, long id)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        var name = form["Name"].ToString();
        try
        {
            var found = await new DeleteGroup(visitor.Desk).Weigh(id, form[Weighed.Mark], visitor.Stop);
            if (!found.Saved)
            {
                return await Weighed.Ask(visitor, http, found, visitor.Language.Say("group.weigh-delete", ("name", name)), $"/groups/{id}", "groups");
            }

            Flash.Put(http, visitor.Language.Say("group.deleted", ("name", name)));
            return Answers.GoTo("/groups");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await PageOf(visitor, id, null, refusal);
        }
    }

    private static async Task<IResult> PageOf(Visitor visitor, long id, GroupFields? typed, Refusal? error)
    {
        var group = await new GroupPage(visitor.Desk).Run(id, visitor.Stop);
        return Answers.View<GroupPageView>(
            new { Page = await visitor.Page(group.Name, "groups"), Group = group, Typed = typed ?? new(group.Name, group.Permissions), Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
