using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Web.Projects;
using Sportello.App.Web.Shared;

namespace Sportello.App.Web.Access;

internal static class GeneralEndpoints
{
    private const string Path = "/permissions";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Path, (Visitor visitor, [FromQuery] string? after) => PageOf(visitor, after, null, null)).Shows<GeneralPermissionList>();
        web.MapPost(Path, Give).Runs<GiveGeneralPermission>();
        web.MapPost(Path + "/remove", Take).Runs<TakeGeneralPermission>();
    }

    private static async Task<IResult> Give(Visitor visitor, HttpContext http, [FromForm] MemberForm? given)
    {
        var form = given ?? new();
        try
        {
            var found = await new GiveGeneralPermission(visitor.Desk).Weigh(form.Wanted, form.Called, form.Seen, visitor.Stop);
            return found.Saved ? Answers.GoTo(Path) : await Weighed.Ask(visitor, http, found, visitor.Language.Say("general.weigh"), Path, "permissions");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid)
        {
            return await PageOf(visitor, null, form, refusal);
        }
    }

    private static async Task<IResult> Take(Visitor visitor, HttpContext http, [FromForm] MemberForm? given)
    {
        var form = given ?? new();
        var found = await new TakeGeneralPermission(visitor.Desk).Weigh(form.Wanted, form.Contact ?? 0, form.Seen, visitor.Stop);
        return found.Saved ? Answers.GoTo(Path) : await Weighed.Ask(visitor, http, found, visitor.Language.Say("general.weigh"), Path, "permissions");
    }

    private static async Task<IResult> PageOf(Visitor visitor, string? after, MemberForm? member, Refusal? error)
    {
        var list = new GeneralPermissionList(visitor.Desk);
        return Answers.View<GeneralView>(
            new
            {
                Rows = await list.Run(after, visitor.Stop),
                Offered = visitor.Actor.Holds("user.change") ? await list.Offers(visitor.Stop) : null,
                Page = await visitor.Page(visitor.Language.Say("permissions"), "permissions"),
                After = after,
                Member = member,
                Error = error,
            },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
