using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Feeds;

namespace Sportello.App.Web.Me;

internal static class MeEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/me", Show).Shows<ChangeOwnSettings>();
        web.MapPost("/me", Change).Runs<ChangeOwnSettings>();
        SecondFactorEndpoints.Map(web);
        PasskeyEndpoints.Map(web);
    }

    private static async Task<IResult> Show(Visitor visitor)
    {
        var settings = await new ChangeOwnSettings(visitor.Desk).Now(visitor.Stop);
        return await Form(visitor, settings, null);
    }

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, [FromForm] string? language, [FromForm] string? theme, [FromForm] string? zone, [FromForm] string? offBoard)
    {
        // The form sends the box after a hidden "false" ("false,true"), so that an empty box is told from a form without it.
        var wanted = new OwnSettings(language, theme, zone, offBoard?.EndsWith("true", StringComparison.Ordinal));
        try
        {
            await new ChangeOwnSettings(visitor.Desk).Run(wanted, visitor.Stop);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, wanted, refusal);
        }

        Flash.Put(http, Languages.Of(http, visitor.Desk.House, string.IsNullOrEmpty(language) ? null : language).Say("me.saved"));
        return Answers.GoTo("/me");
    }

    private static async Task<IResult> Form(Visitor visitor, OwnSettings settings, Refusal? error)
    {
        var page = await visitor.Page(visitor.Language.Say("me"));
        return Answers.View<MeView>(
            new { Page = page, Settings = settings, HouseZone = visitor.Desk.House.Settings.Work.TimeZone.Id, Feeds = await new FeedAddress(visitor.Desk).Since(visitor.Stop), Error = error },
            error is null ? 200 : 422);
    }
}
