using System.Net;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>Webhooks as an administrator makes, tries and removes them.</summary>
public sealed class WebhookPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Url = "https://hooks.barilla.example/in?word=1";

    [Fact]
    public async Task A_webhook_is_made_its_secret_shown_once_tried_switched_off_and_removed()
    {
        using var admin = await door.As("admin");
        var answer = await Make(admin, Url, "ticket.opened", "comment.added");
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.CacheControl?.NoStore));
        var made = await Browser.Read(answer);
        var secret = ((IHtmlInputElement)made.QuerySelector("#secret")!).Value;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        var path = made.QuerySelector("main a.button")!.GetAttribute("href")!;

        var page = await admin.Page(path);
        Assert.Contains(Url, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("tickets that are opened, replies, notes and comments", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, page.Body.InnerHtml + (await admin.Page("/webhooks")).Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(page, path + "/ping")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(page, path + "/switch")).StatusCode);
        page = await admin.Page(path);
        Assert.Contains("a test", page.QuerySelector(".deliveries")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector($"form[action='{path}/ping']"));
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Send(page, path + "/remove")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get(path)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_what_was_typed()
    {
        using var admin = await door.As("admin");
        foreach (var (url, events, says) in new (string, string[], string)[]
        {
            ("http://127.1/", ["ticket.opened"], "allowPrivate"),
            ("mailto:luca@vittorino.example", ["ticket.opened"], "A web address is needed"),
            (Url, [], "at least one event"),
        })
        {
            var answer = await Make(admin, url, events);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await Browser.Read(answer);
            Assert.Contains(says, page.QuerySelector("form .error")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(url, ((IHtmlInputElement)page.QuerySelector("#url")!).Value);
        }
    }

    [Fact]
    public async Task Whoever_may_not_make_webhooks_finds_no_way_to_them()
    {
        using var sandro = await door.As("sandro");
        Assert.Null((await sandro.Page("/projects")).QuerySelector(".rail a[href='/webhooks']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await sandro.Get("/webhooks")).StatusCode);
        using var admin = await door.As("admin");
        Assert.NotNull((await admin.Page("/projects")).QuerySelector(".rail a[href='/webhooks']"));
    }

    /// <summary>The first webhook of a house, with something in its log.</summary>
    internal static async Task MakeOne(OpenDoor door)
    {
        using var admin = await door.As("admin");
        if ((await admin.Get("/webhooks/1")).StatusCode == HttpStatusCode.NotFound)
        {
            await Make(admin, Url, "ticket.opened", "ticket.changed", "comment.added");
            await admin.Send(await admin.Page("/webhooks/1"), "/webhooks/1/ping");
        }
    }

    private static async Task<HttpResponseMessage> Make(Browser browser, string url, params string[] events) =>
        await browser.Post("/webhooks", [new("__RequestVerificationToken", await browser.TokenOf("/webhooks")), new("url", url), .. events.Select(e => new KeyValuePair<string, string>("events", e))]);
}
