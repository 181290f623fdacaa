using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Sportello.App.Web.Shared;
using Sportello.App.Web.Tickets;
using Sportello.Feeds;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Feeds;

/// <summary>A calendar and feeds of tickets, for programs that cannot sign in; and the page where people make and revoke their address.</summary>
internal static class FeedEndpoints
{
    private const string Why = "the secret in the address is the key: FeedReader opens its owner's desk, with the reach they have when it is read";

    public static void Map(RouteGroupBuilder web)
    {
        web.MapPost("/me/feeds", Make).Runs<FeedAddress>();
        web.MapPost("/me/feeds/revoke", Revoke).Runs<FeedAddress>();
        web.MapGet("/feeds/{secret}/calendar.ics", Calendar).Public(Why);
        web.MapGet("/feeds/{secret}/tickets.atom", Tickets).Public(Why);
    }

    private static async Task<IResult> Make(Visitor visitor, HttpContext http)
    {
        var secret = await new FeedAddress(visitor.Desk).Make(visitor.Stop);
        return Answers.View<FeedsMadeView>(new
        {
            Page = await visitor.Page(visitor.Language.Say("feeds.made")),
            Root = $"{HouseAddress.Of(http)}/feeds/{secret}",
            Works = visitor.Actor.WorksSomewhere,
        });
    }

    private static async Task<IResult> Revoke(Visitor visitor, HttpContext http)
    {
        await new FeedAddress(visitor.Desk).Revoke(visitor.Stop);
        Flash.Put(http, visitor.Language.Say("feeds.revoked"));
        return Answers.GoTo("/me");
    }

    private static async Task<IResult> Calendar(HttpContext http, House house, string secret, CancellationToken stop)
    {
        await using var desk = await new FeedReader(house).Open(secret, stop);
        var language = LanguageOf(desk);
        var root = HouseAddress.Of(http);
        var host = new Uri(root).Host;
        var ends = (await new PlannedEnds(desk).Run(stop)).Select(e => new CalendarEntry(
            Text($"work-item-{e.Number}@{host}"), e.ChangedAt, e.Version, e.Day, null, Text($"{e.Number} {e.Name}"),
            $"{e.Project}\n{language.Say("work", e.Status)}\n{language.Say("feed", e.Role)}", Text($"{root}/work-items/{e.Number}")));
        var due = (await new TicketList(desk).Run(new() { Assignee = "me", OpenOnly = true, Limit = TicketFilter.MostRows }, stop)).Items.Where(t => t.DueAt is not null).Select(t => new CalendarEntry(
            Text($"ticket-{t.Number}-due@{host}"), t.ActiveAt, t.Version, null, t.DueAt, Text($"{t.Number} {t.Subject}"),
            $"{t.Project}\n{language.Say("status", t.Status)}\n{language.Say("feed.due")}", Text($"{root}/tickets/{t.Number}")));
        return Answer(http, CalendarText.Of(language.Say("feed.calendar.name"), [.. ends, .. due]), "text/calendar; charset=utf-8");
    }

    private static async Task<IResult> Tickets(HttpContext http, House house, string secret, CancellationToken stop)
    {
        await using var desk = await new FeedReader(house).Open(secret, stop);
        var language = LanguageOf(desk);
        var root = HouseAddress.Of(http);
        var query = ListQuery.Of(http.Request.QueryString.Value ?? "");
        var tickets = await new TicketList(desk).Run(query.Filter, stop);
        var kept = query.Kept.Length > 0 ? "?" + query.Kept : "";
        var title = $"{language.Say("nav.tickets")}: {language.Say("view." + query.CurrentView)}";
        return Answer(http, AtomText.Of(title, $"{root}/tickets{kept}", $"{root}/feeds/{secret}/tickets.atom{kept}", root, tickets.Items, language), "application/atom+xml; charset=utf-8");
    }

    /// <summary>A reader that has it already is told so, and gets nothing.</summary>
    private static IResult Answer(HttpContext http, string text, string mediaType)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        http.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(bytes, mediaType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""));
    }

    private static Language LanguageOf(Desk desk) => desk.House.Speech(desk.Actor.Language ?? desk.House.Settings.Work.Language);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
