using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.App.Web.Shared;
using Sportello.Directory;
using Sportello.Feeds;
using Sportello.Notices;
using Sportello.Words;

namespace Sportello.App.Api.Me;

/// <summary>What everybody chooses for themselves. How somebody gets in is no program's affair: passwords, codes and passkeys stay with the web.</summary>
internal static class OwnApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me/settings", Read).Shows<ChangeOwnSettings>().Gives<OwnSettingsJson>().WithSummary("Read your own settings");
        api.MapPatch("/me/settings", Change).Runs<ChangeOwnSettings>().Takes<OwnSettingsPatch>().Gives<OwnSettingsJson>().WithSummary("Change your language, theme, time zone, or whether others see you on the leaderboard");
        api.MapGet("/me/feeds", Since).Shows<FeedAddress>().Gives<FeedsJson>().WithSummary("Say since when you have a secret address for feeds");
        api.MapPost("/me/feeds", Make).Runs<FeedAddress>().Gives<MadeFeedsJson>(StatusCodes.Status201Created).WithMetadata(new SaidOnce()).WithSummary("Make a new secret address for your feeds, which is said once");
        api.MapDelete("/me/feeds", Revoke).Runs<FeedAddress>().GivesNothing().WithSummary("Revoke your secret address for feeds");
        api.MapGet("/me/notices", Notices).Shows<ChooseNotices>().Gives<ListJson<NoticeJson>>().WithSummary("List what you hear of your projects by mail");
        api.MapPatch("/me/notices/{project}", Choose).Runs<ChooseNotices>().GivesNothing().WithSummary("Choose what you hear of a project by mail");
    }

    private static async Task<IResult> Read(ApiVisitor visitor)
    {
        var own = await new ChangeOwnSettings(visitor.Desk).Now(visitor.Stop);
        return Results.Ok(new OwnSettingsJson(own.Language, own.Theme, own.TimeZone, own.OffBoard));
    }

    private static async Task<IResult> Change(ApiVisitor visitor, [FromBody] JsonElement changes)
    {
        var wanted = new OwnSettings(null, null, null);
        foreach (var member in Patch.Members(changes))
        {
            wanted = member.Name switch
            {
                "language" => wanted with { Language = Patch.Text(member) ?? "" },
                "theme" => wanted with { Theme = Patch.Text(member) is null or "light" or "dark" ? Patch.Text(member) ?? "" : throw Refusal.Invalid("theme", "The theme is light or dark, or null for that of the system.") },
                "time_zone" => wanted with { TimeZone = Patch.Text(member) ?? "" },
                "off_board" => wanted with { OffBoard = Patch.Flag(member) },
                _ => throw Refusal.Invalid(member.Name, "This member cannot be changed; language, theme, time_zone and off_board can."),
            };
        }

        await new ChangeOwnSettings(visitor.Desk).Run(wanted, visitor.Stop);
        return await Read(visitor);
    }

    private static async Task<IResult> Since(ApiVisitor visitor) => Results.Ok(new FeedsJson(await new FeedAddress(visitor.Desk).Since(visitor.Stop)));

    private static async Task<IResult> Make(ApiVisitor visitor)
    {
        var root = $"{HouseAddress.Of(visitor.Http)}/feeds/{await new FeedAddress(visitor.Desk).Make(visitor.Stop)}";
        return Results.Json(new MadeFeedsJson($"{root}/calendar.ics", $"{root}/tickets.atom"), statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Revoke(ApiVisitor visitor)
    {
        await new FeedAddress(visitor.Desk).Revoke(visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Notices(ApiVisitor visitor) => Results.Ok(new ListJson<NoticeJson>(
        [.. (await new ChooseNotices(visitor.Desk).Mine(visitor.Stop)).Select(n => new NoticeJson(n.Project, Name.Of(n.Choice), n.Told))], null));

    private static async Task<IResult> Choose(ApiVisitor visitor, string project, [FromBody] NoticeToChoose form)
    {
        var choice = Choice.Of<NoticeChoice>("choice", form.Choice) ?? throw Refusal.Invalid("choice", $"The choice is needed: {Name.Choices<NoticeChoice>()}.");
        await new ChooseNotices(visitor.Desk).Run(project, choice, visitor.Stop);
        return Results.NoContent();
    }
}

/// <summary>What is to be otherwise; absent members stay as they are, null goes back to what the browser, the system or the house says.</summary>
internal sealed record OwnSettingsPatch(string? Language, string? Theme, string? TimeZone, bool? OffBoard);

/// <param name="OffBoard">Whether others do not see you on the leaderboard; null for whoever is on none.</param>
internal sealed record OwnSettingsJson(string? Language, string? Theme, string? TimeZone, bool? OffBoard);

/// <param name="Since">Null = there is none.</param>
internal sealed record FeedsJson(DateTime? Since);

/// <param name="Calendar">iCalendar of planned ends and due answers.</param>
/// <param name="Tickets">Atom of a list of tickets.</param>
internal sealed record MadeFeedsJson(string Calendar, string Tickets);

/// <param name="Choice"><c>all</c>, <c>mine</c> (tickets you asked for, answer for, watch, or are mentioned in) or <c>none</c>.</param>
internal sealed record NoticeToChoose(string? Choice);

/// <param name="Told">Whether anything of this project is told by mail at all.</param>
internal sealed record NoticeJson(string Project, string Choice, bool Told);
