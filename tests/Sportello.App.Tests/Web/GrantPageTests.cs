using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;

namespace Sportello.App.Tests.Web;

/// <summary>Users, groups, permissions over all projects, sessions, tokens and their log, in the hands of an administrator.</summary>
public sealed class GrantPageTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    [Fact]
    public async Task A_group_is_made_given_to_somebody_and_deleted_and_each_step_is_seen_before_it_is_saved_and_stands_in_the_log()
    {
        using var admin = await door.As("admin");
        var made = await Send(admin, await admin.Page("/groups/new"), "main form", ("Name", "outlook"), ("permission", "contact.view"));
        var group = made.Headers.Location!.ToString();
        var user = await UserPage(admin, "luca");

        var asked = await Send(admin, await admin.Page(user), $"form[action='{user}']", ("group", group.Split('/')[^1]), ("group", "1"));
        Assert.Contains("see contacts", Text(await Browser.Read(asked), ".weigh"), StringComparison.Ordinal);
        using var luca = await door.As("luca");
        Assert.Equal(HttpStatusCode.Forbidden, (await luca.Get("/contacts")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(admin, asked)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await luca.Get("/contacts")).StatusCode);
        Assert.Contains("see contacts by the group outlook", Text(await admin.Page(user), "main"), StringComparison.Ordinal);

        asked = await Send(admin, await admin.Page(group), $"form[action='{group}/delete']");
        Assert.Contains("luca", Text(await Browser.Read(asked), ".weigh"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await luca.Get("/contacts")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(admin, asked)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await luca.Get("/contacts")).StatusCode);

        var log = Text(await admin.Page("/audit"), "table");
        Assert.Contains("outlook deleted this", log, StringComparison.Ordinal);
        Assert.Contains("luca changed Groups: ticket user → outlook, ticket user", log, StringComparison.Ordinal);
        Assert.Contains("gave: see contacts", log, StringComparison.Ordinal);
        Assert.DoesNotContain("outlook", Text(await admin.Page("/audit?kind=roles"), "main"), StringComparison.Ordinal);
        Assert.Contains("outlook", Text(await admin.Page("/audit?who=admin&kind=groups&day=2013-06-30"), "main"), StringComparison.Ordinal);
        Assert.DoesNotContain("outlook", Text(await admin.Page("/audit?day=2013-06-29"), "main"), StringComparison.Ordinal);
        Assert.Contains("admin,web,Group,outlook,deleted,outlook,", await (await admin.Get("/audit.csv?kind=groups")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_over_all_projects_opens_them_when_it_was_seen()
    {
        using var admin = await door.As("admin");
        using var daniela = await door.As("daniela");
        var page = await admin.Page("/permissions");
        Assert.Equal(["daniela", "elena", "francesca"], page.QuerySelectorAll("#give-customer option").Skip(1).Select(o => o.TextContent.Split(' ')[0]));
        var who = page.QuerySelectorAll("#give-customer option").Single(o => o.TextContent.StartsWith("daniela", StringComparison.Ordinal)).GetAttribute("value")!;
        var asked = await Send(admin, page, "#give-customer", ("Who", who));
        Assert.Contains("1 person will see 2 tickets more: daniela", Text(await Browser.Read(asked), ".weighed"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await daniela.Get("/tickets/10012")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(admin, asked)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await daniela.Get("/tickets/10012")).StatusCode);
        var row = (await admin.Page("/permissions")).QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("daniela", StringComparison.Ordinal));
        var form = (IHtmlFormElement)row.QuerySelector("form")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(admin, await admin.Post("/permissions/remove", Browser.Filled(form)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await daniela.Get("/tickets/10012")).StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_stays_and_nobody_takes_their_own_place()
    {
        using var admin = await door.As("admin");
        var user = await UserPage(admin, "admin");
        var form = (IHtmlFormElement)(await admin.Page(user)).QuerySelector($"form[action='{user}']")!;
        foreach (var without in new[] { "Superuser", "Active" })
        {
            var answer = await admin.Post(user, Browser.Filled(form).Where(f => f.Key != without));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("another administrator has to", Text(await Browser.Read(answer), ".error"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_session_that_is_ended_is_over_at_once_and_the_others_go_on()
    {
        using var one = await door.As("sandro");
        using var two = await door.As("sandro");
        using var three = await door.As("sandro");
        var page = await one.Page("/me/sessions");
        Assert.Equal(3, page.QuerySelectorAll(".sessions li").Length);
        var form = (IHtmlFormElement)page.QuerySelectorAll(".sessions form")[0];
        Assert.Equal(HttpStatusCode.SeeOther, (await one.Post(form.GetAttribute("action")!, Browser.Filled(form))).StatusCode);
        bool[] left = [await Open(two), await Open(three)];
        Assert.Single(left, stays => stays);
        Assert.Equal(HttpStatusCode.SeeOther, (await Send(one, await one.Page("/me/sessions"), "form[action='/me/sessions/end-others']")).StatusCode);
        bool[] open = [await Open(one), await Open(two), await Open(three)];
        Assert.Equal([true, false, false], open);

        using var admin = await door.As("admin");
        var user = await UserPage(admin, "sandro");
        Assert.Equal(HttpStatusCode.SeeOther, (await Send(admin, await admin.Page(user), $"form[action='{user}/sessions/end']")).StatusCode);
        Assert.False(await Open(one));
    }

    [Fact]
    public async Task Leaving_ends_the_session_itself_and_not_only_its_cookie()
    {
        using var daniele = await door.As("daniele");
        var page = await daniele.Page("/me");
        using var admin = await door.As("admin");
        var user = await UserPage(admin, "daniele");
        Assert.Single((await admin.Page(user)).QuerySelectorAll(".sessions li"));
        await daniele.Send(page, "/sign-out");
        Assert.Empty((await admin.Page(user)).QuerySelectorAll(".sessions li"));
    }

    [Fact]
    public async Task A_token_is_shown_once_does_what_it_was_narrowed_to_and_nothing_after_its_end()
    {
        using var luca = await door.As("luca");
        var made = await Send(luca, await luca.Page("/me/tokens"), "main form:has([name=Narrowed])", ("Name", "nightly"), ("Narrowed", "true"), ("right", "ticket.view"));
        var token = ((IHtmlInputElement)(await Browser.Read(made)).QuerySelector("#made")!).Value;
        Assert.Null((await luca.Page("/me/tokens")).QuerySelector("#made"));
        using var http = new HttpClient { BaseAddress = new Uri(door.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/tickets/10012")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync("/api/v1/tickets/10012/comments", Json("""{"body":"Hello"}"""))).StatusCode);

        using var admin = await door.As("admin");
        var all = await admin.Page("/tokens");
        var row = all.QuerySelectorAll(".sessions li").Single(r => r.TextContent.Contains("nightly", StringComparison.Ordinal));
        Assert.Contains("may only: see tickets", Text(row.TextContent), StringComparison.Ordinal);
        var form = (IHtmlFormElement)row.QuerySelector("form")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await admin.Post(form.GetAttribute("action")!, Browser.Filled(form))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/tickets/10012")).StatusCode);
    }

    [Fact]
    public async Task A_token_of_an_administrator_that_is_narrowed_reaches_everything_and_does_only_that()
    {
        await using var desk = await door.House.DeskOfProgram("test", default);
        var token = await new Sportello.Directory.IssueToken(desk).Run("admin", "reader", null, ["ticket.view"], default);
        using var http = new HttpClient { BaseAddress = new Uri(door.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/tickets/10013")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync("/api/v1/tickets/10013/comments", Json("""{"body":"Hello"}"""))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync("/api/v1/projects", Json("""{"name":"x","organization":"Barilla"}"""))).StatusCode);
    }

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static async Task<bool> Open(Browser browser) => (await browser.Get("/tickets")).StatusCode == HttpStatusCode.OK;

    private static async Task<string> UserPage(Browser admin, string name) =>
        (await admin.Page("/users?q=" + name)).QuerySelectorAll("tbody a").Single(a => a.TextContent == name).GetAttribute("href")!;

    private static async Task<HttpResponseMessage> Confirm(Browser browser, HttpResponseMessage asked)
    {
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        return await Send(browser, await Browser.Read(asked), "main form");
    }

    private static Task<HttpResponseMessage> Send(Browser browser, IHtmlDocument page, string form, params (string Name, string Value)[] fields)
    {
        var element = (IHtmlFormElement)page.QuerySelector(form)!;
        return browser.Post(element.GetAttribute("action")!, Browser.Filled(element, fields));
    }

    private static string Text(IHtmlDocument page, string part) => Text(page.QuerySelector(part)!.TextContent);

    private static string Text(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
