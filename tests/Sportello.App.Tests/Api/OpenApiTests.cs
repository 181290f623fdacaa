using System.Net;
using System.Text.Json;
using Sportello.CannedReplies;

namespace Sportello.App.Tests.Api;

/// <summary>The description is true: everything in it is called as it says, and what comes back is what it says.</summary>
public sealed class OpenApiTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    /// <summary>What each operation is called with, in this order; a new operation needs its line.</summary>
    private static readonly (string Operation, string Path, object? Body)[] Calls =
    [
        ("getMe", "/me", null),
        ("getTickets", "/tickets?status=any&limit=5", null),
        ("postTickets", "/tickets", new { project = "barilla sw1", kind = "bug", subject = "By the book", body = "Text" }),
        ("getTicketsNumber", "/tickets/10012", null),
        ("patchTicketsNumber", "/tickets/10012", new { priority = "high" }),
        ("getTicketsNumberComments", "/tickets/10012/comments", null),
        ("postTicketsNumberComments", "/tickets/10012/comments", new { body = "By the book" }),
        ("getTicketsNumberAttachments", "/tickets/10012/attachments", null),
        ("getTicketsNumberAttachmentsId", "/tickets/10012/attachments/{attachment}", null),
        ("getTicketsNumberHistory", "/tickets/10012/history", null),
        ("postFiles", "/files?name=by-the-book.txt", "bytes"),
        ("postTicketsNumberAttachments", "/tickets/10012/attachments?name=by-the-book.txt&internal=true", "bytes"),
        ("postTicketsNumberMerge", "/tickets/{merged}/merge", new { into = 10012 }),
        ("postTicketsNumberUnmerge", "/tickets/{merged}/unmerge", null),
        ("postTicketsNumberRating", "/tickets/{rated}/rating", new { rating = "good", words = "By the book" }),
        ("postTicketsNumberWatchers", "/tickets/10012/watchers", new { who = "sandro" }),
        ("getTicketsNumberWatchers", "/tickets/10012/watchers", null),
        ("deleteTicketsNumberWatchersWho", "/tickets/10012/watchers/sandro", null),
        ("getTicketsNumberCannedReplies", "/tickets/10012/canned-replies", null),
        ("getTicketsNumberCannedRepliesId", "/tickets/10012/canned-replies/{canned}", null),
        ("postTicketsChanges", "/tickets/changes", new { tickets = new[] { 10012, 99999 }, priority = "low" }),
        ("postTicketsChangesIdUndo", "/tickets/changes/1/undo", null),
        ("postViews", "/views", new { name = "By the book", state = "status=new&project=barilla%20sw1" }),
        ("getViews", "/views", null),
        ("patchViewsId", "/views/1", new { name = "By the book, too" }),
        ("getViewsIdTickets", "/views/1/tickets?limit=2", null),
        ("deleteViewsId", "/views/1", null),
        ("postTicketsNumberWorkItems", "/tickets/10012/work-items", new { number = 501 }),
        ("getTicketsNumberWorkItems", "/tickets/10012/work-items", null),
        ("deleteTicketsNumberWorkItemsItem", "/tickets/10012/work-items/501", null),
        ("getWorkItems", "/work-items", null),
        ("postWorkItems", "/work-items", new { project = "barilla sw1", name = "By the book", planned_end = "2013-07-31" }),
        ("getWorkItemsNumber", "/work-items/501", null),
        ("patchWorkItemsNumber", "/work-items/501", new { priority = "high" }),
        ("getWorkItemsNumberComments", "/work-items/501/comments", null),
        ("postWorkItemsNumberComments", "/work-items/501/comments", new { body = "By the book" }),
        ("getWorkItemsNumberHistory", "/work-items/501/history", null),
        ("getWorkItemsNumberTickets", "/work-items/501/tickets", null),
        ("getProjects", "/projects", null),
        ("postProjects", "/projects", new { name = "by the book", organization = "Barilla", start = "2013-01-01" }),
        ("getProjectsName", "/projects/barilla%20sw1", null),
        ("patchProjectsName", "/projects/barilla%20sw1", new { notifications = true }),
        ("getOrganizations", "/organizations", null),
        ("postOrganizations", "/organizations", new { name = "Garofalo", category = "cus" }),
        ("getOrganizationsCalled", "/organizations/Barilla", null),
        ("patchOrganizationsCalled", "/organizations/Garofalo", new { active = false }),
        ("getContacts", "/contacts", null),
        ("postContacts", "/contacts", new { name = "fabio", organization = "Barilla", emails = new[] { "fabio@barilla.example" } }),
        ("getContactsCalled", "/contacts/francesca", null),
        ("patchContactsCalled", "/contacts/francesca", new { language = "it" }),
        ("getUsers", "/users?q=fra", null),
        ("postUsers", "/users", new { username = "elena.book", password = "a good sentence 7", groups = new[] { "ticket user" } }),
        ("getUsersCalled", "/users/elena.book", null),
        ("patchUsersCalled", "/users/elena.book", new { staff = true, groups = Array.Empty<string>() }),
        ("postUsersCalledPassword", "/users/elena.book/password", new { password = "another good sentence 7" }),
        ("getUsersCalledSessions", "/users/luca/sessions", null),
        ("deleteUsersCalledSessions", "/users/elena.book/sessions", null),
        ("deleteUsersCalledSecondFactor", "/users/elena.book/second-factor", null),
        ("deleteUsersCalledPasskeys", "/users/elena.book/passkeys", null),
        ("deleteUsersCalledIdentities", "/users/elena.book/identities", null),
        ("getUsersCalledTokens", "/users/admin/tokens", null),
        ("getUsersCalledHistory", "/users/elena.book/history", null),
        ("postGroups", "/groups", new { name = "by the book", permissions = new[] { "ticket.view", "workitem.*" } }),
        ("getGroups", "/groups", null),
        ("getGroupsCalled", "/groups/by%20the%20book", null),
        ("patchGroupsCalled", "/groups/by%20the%20book", new { permissions = new[] { "ticket.view" } }),
        ("getGroupsCalledHistory", "/groups/by%20the%20book/history", null),
        ("deleteGroupsCalled", "/groups/by%20the%20book", null),
        ("postGeneralPermissions", "/general-permissions", new { contact = "sandro", role = "staff" }),
        ("getGeneralPermissions", "/general-permissions", null),
        ("deleteGeneralPermissionsContactRole", "/general-permissions/{sandro}/staff", null),
        ("getMeTokens", "/me/tokens", null),
        ("deleteMeTokensId", "/me/tokens/{spare}", null),
        ("getMeSessions", "/me/sessions", null),
        ("deleteMeSessionsId", "/me/sessions/{session}", null),
        ("getTokens", "/tokens?limit=5", null),
        ("deleteTokensId", "/tokens/{other}", null),
        ("getAudit", "/audit?kind=users&from=2013-06-01T00:00:00Z", null),
        ("postWebhooks", "/webhooks", new { url = "https://hooks.barilla.example/", events = new[] { "project.added" } }),
        ("getWebhooks", "/webhooks", null),
        ("postWebhooksIdPing", "/webhooks/1/ping", null),
        ("getWebhooksIdDeliveries", "/webhooks/1/deliveries", null),
        ("postWebhooksIdDeliveriesDeliveryAgain", "/webhooks/1/deliveries/1/again", null),
        ("patchWebhooksId", "/webhooks/1", new { active = false }),
        ("deleteWebhooksId", "/webhooks/1", null),
        ("getSearch", "/search?q=margins", null),
        ("postMail", "/mail", "From: nobody@else.example\r\nSubject: Hello\r\n\r\nText"),
        ("postTestResults", "/test-results?name=a.xml", """<testsuite name="printing"><testcase name="a" time="1"/></testsuite>"""),
    ];

    [Fact]
    public async Task Every_operation_answers_what_its_description_says()
    {
        using var admin = await Caller.Of(door, "admin");
        using var francesca = await Caller.Of(door, "francesca");
        var document = await admin.Json("GET", "/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name.ToUpperInvariant(), About: method.Value)))
            .ToDictionary(o => o.About.GetProperty("operationId").GetString()!);
        var schema = new Schema(document);
        var filled = new Dictionary<string, string>
        {
            ["{attachment}"] = await Attach(admin),
            ["{sandro}"] = (await admin.Json("GET", "/api/v1/contacts/sandro")).GetProperty("id").ToString(),
            ["{session}"] = await Session(admin),
            ["{spare}"] = await Token(admin, "admin"),
            ["{other}"] = await Token(admin, "luca"),
            ["{merged}"] = await Ticket(admin, null),
            ["{rated}"] = await Ticket(francesca, "closed"),
            ["{canned}"] = await Canned(),
        };
        var faults = new List<string>(operations.Keys.Except(Calls.Select(c => c.Operation)).Select(o => $"{o} has no line among the calls"));
        foreach (var (name, path, body) in Calls)
        {
            if (!operations.TryGetValue(name, out var operation))
            {
                faults.Add($"{name} is not described");
                continue;
            }

            faults.AddRange(AsksAsDescribed(schema, operation.About, body).Select(f => $"{name}: {f}"));
            var answer = await (name is "postTicketsNumberRating" ? francesca : admin).Send(operation.Method, "/api/v1" + filled.Aggregate(path, (p, f) => p.Replace(f.Key, f.Value, StringComparison.Ordinal)), body);
            faults.AddRange((await AnswersAsDescribed(schema, operation.About, answer)).Select(f => $"{name}: {f}"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_refusal_is_what_its_description_says()
    {
        using var admin = await Caller.Of(door, "admin");
        var document = await admin.Json("GET", "/openapi/v1.json");
        var answer = await admin.Send("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "wish", subject = "x", body = "x" });
        var described = document.GetProperty("paths").GetProperty("/api/v1/tickets").GetProperty("post").GetProperty("responses").GetProperty("default");
        Assert.Empty(new Schema(document).Faults(described.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema"), await Caller.Read(answer)));
    }

    private static IEnumerable<string> AsksAsDescribed(Schema schema, JsonElement about, object? body)
    {
        if (body is null or string)
        {
            return about.TryGetProperty("requestBody", out _) == body is string ? [] : ["the body is not described as it is"];
        }

        var described = about.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return schema.Faults(described, JsonSerializer.SerializeToElement(body), "asked");
    }

    private static async Task<IEnumerable<string>> AnswersAsDescribed(Schema schema, JsonElement about, HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!answer.IsSuccessStatusCode || !about.GetProperty("responses").TryGetProperty(status, out var described))
        {
            return [$"answered {status} {await answer.Content.ReadAsStringAsync()}"];
        }

        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return [];
        }

        return !described.GetProperty("content").TryGetProperty(answer.Content.Headers.ContentType!.MediaType!, out var media) ? [$"answered with {answer.Content.Headers.ContentType}"]
            : answer.Content.Headers.ContentType.MediaType == "application/json" ? [.. schema.Faults(media.GetProperty("schema"), await Caller.Read(answer))]
            : [];
    }

    /// <summary>The newest token of somebody, made to be ended.</summary>
    private async Task<string> Token(Caller admin, string user)
    {
        await door.TokenFor(user);
        return (await admin.Json("GET", $"/api/v1/users/{user}/tokens")).GetProperty("items")[0].GetProperty("id").ToString();
    }

    /// <summary>A ticket of the caller's own.</summary>
    private static async Task<string> Ticket(Caller admin, string? status)
    {
        var made = await admin.Json("POST", "/api/v1/tickets", new { project = "barilla sw1", kind = "bug", subject = "To be used up", body = "Text" });
        var number = made.GetProperty("number").ToString();
        if (status is not null)
        {
            await admin.Send("PATCH", $"/api/v1/tickets/{number}", new { status });
        }

        return number;
    }

    private async Task<string> Canned()
    {
        await using var desk = await door.House.DeskOfProgram("test", default);
        return (await new AddCannedReply(desk).Run(new("Greeting", "Dear {{requester.name}}"), default)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<string> Session(Caller admin)
    {
        using var browser = await door.As("admin");
        return (await admin.Json("GET", "/api/v1/me/sessions")).GetProperty("items")[0].GetProperty("id").ToString();
    }

    private async Task<string> Attach(Caller admin)
    {
        using var luca = await door.As("luca");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await luca.Page("/tickets/10012")).QuerySelector("form.composer")!;
        await luca.Post("/tickets/10012/comments", Browser.Filled(form, ("Body", "See the file")), multipart: true, file: ("a.txt", [1, 2, 3]));
        return (await admin.Json("GET", "/api/v1/tickets/10012/attachments")).GetProperty("items")[0].GetProperty("id").ToString();
    }
}
