using Sportello.App.Web.Shared;
using Sportello.Settings;

namespace Sportello.App.Web.Mail;

/// <summary>The settings of the mail boxes. What is secret goes in and never comes out again.</summary>
internal static class BoxSettingsEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/mail/settings", (Visitor visitor) => Form(visitor, null, null)).Shows<BoxSettings>();
        web.MapPost("/mail/settings", Change).Runs<ChangeBoxSettings>();
    }

    private static async Task<IResult> Form(Visitor visitor, IReadOnlyDictionary<string, string>? typed, Refusal? error) => Answers.View<BoxSettingsView>(
        new
        {
            Page = await visitor.Page(visitor.Language.Say("box-settings"), "box-settings"),
            Settings = await new BoxSettings(visitor.Desk).Run(visitor.Stop),
            Typed = typed,
            Error = error,
        },
        error is null ? 200 : Refusals.StatusOf(error.Reason));

    private static async Task<IResult> Change(Visitor visitor, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(visitor.Stop);
        var typed = form.Where(f => f.Key.Contains('.', StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        try
        {
            await new ChangeBoxSettings(visitor.Desk).Run(typed, [.. form["forget"].OfType<string>()], visitor.Stop);
            Flash.Put(http, visitor.Language.Say("box-settings.saved"));
            return Answers.GoTo("/mail/settings");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, typed, refusal);
        }
    }
}
