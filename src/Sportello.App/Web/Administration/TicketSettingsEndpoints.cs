using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.App.Web.Administration;

/// <summary>What was typed into the form of the general settings.</summary>
public sealed record TypedTicketSettings
{
    public string? Prefix { get; init; }

    public string? DefaultProject { get; init; }

    public string? NextNumber { get; init; }

    public static TypedTicketSettings Of(TicketSettingsView settings) => new()
    {
        Prefix = settings.Prefix.Value,
        DefaultProject = settings.DefaultProject.Value,
    };

    public int? Number => string.IsNullOrWhiteSpace(NextNumber) ? null
        : int.TryParse(NextNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Refusal.Invalid("number", Said.Of("refusal.whole-number", ("text", NextNumber)));
}

internal static class TicketSettingsEndpoints
{
    private const string Home = "/administration/tickets";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet(Home, (Visitor visitor) => Form(visitor, null, null)).Shows<TicketSettings>();
        web.MapPost(Home, Change).Runs<ChangeTicketSettings>();
    }

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, [FromForm] TypedTicketSettings? given)
    {
        var typed = given ?? new();
        try
        {
            await new ChangeTicketSettings(visitor.Desk).Run(typed.Prefix, typed.DefaultProject, typed.Number, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo(Home);
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Form(visitor, typed, refusal);
        }
    }

    private static async Task<IResult> Form(Visitor visitor, TypedTicketSettings? typed, Refusal? error)
    {
        var settings = await new TicketSettings(visitor.Desk).Run(visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("ticket-settings"), "ticket-settings");
        return Answers.View<TicketSettingsFormView>(
            new { Page = page, Settings = settings, Typed = typed ?? TypedTicketSettings.Of(settings), Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
