using Sportello.App.Web.Shared;
using Sportello.Settings.Names;

namespace Sportello.App.Web.Administration;

internal static class NamesEndpoints
{
    private const string Home = "/administration/names";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, (Visitor visitor) => Form(visitor, null, null)).Shows<NamesPage>();
        web.MapPost(Home, Change).Runs<ChangeNames>();
        web.MapPost(Home + "/reset", Reset).Runs<ChangeNames>();
    }

    private static async Task<IResult> Change(Visitor visitor, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        var typed = form.Where(f => f.Key.Contains('.', StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        try
        {
            await new ChangeNames(visitor.Desk).Run(typed, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Home);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, typed, refusal);
        }
    }

    private static async Task<IResult> Reset(Visitor visitor, HttpContext http)
    {
        await new ChangeNames(visitor.Desk).Reset(visitor.Stop);
        Flash.Put(http, visitor.Language.Say("names.reset.done"));
        return Answers.GoTo(Home);
    }

    private static async Task<IResult> Form(Visitor visitor, IReadOnlyDictionary<string, string>? typed, Refusal? error)
    {
        var names = await new NamesPage(visitor.Desk).Run(visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("names"), "names");
        return Answers.View<NamesFormView>(
            new { Page = page, Names = names, Typed = typed ?? names.Own, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
