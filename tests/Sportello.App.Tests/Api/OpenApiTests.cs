using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
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
        ("getTicketsSimilar", "/tickets/similar?subject=margins", null),
        ("getTicketsNumberPeople", "/tickets/10012/people", null),
        ("postTicketsNumberCommentsIdMove", "/tickets/{talk}/comments/{said}/move", new { to = 10012 }),
        ("postTicketsNumberCommentsIdMoveBack", "/tickets/10012/comments/{said}/move-back", null),
        ("postTicketsNumberCommentsIdSplit", "/tickets/{talk}/comments/{said}/split", new { subject = "By the book", kind = "bug" }),
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
        ("postViewsIdMove", "/views/1/move", new { up = true }),
        ("deleteViewsId", "/views/1", null),
        ("postViewsIdRestore", "/views/1/restore", null),
        ("getTicketsNumberRecipients", "/tickets/10012/recipients?internal=false&text=Hello&status=closed", null),
        ("postTicketsNumberCommentsIdWithdraw", "/tickets/10012/comments/{withdrawn}/withdraw", null),
        ("getTicketsNumberCommentsIdSource", "/tickets/10012/comments/{formatted}/source", null),
        ("getTicketsNumberCommentsIdFormatted", "/tickets/10012/comments/{formatted}/formatted", null),
        ("getTicketsNumberAnswerFromWork", "/tickets/{answered}/answer-from-work", null),
        ("getTicketsNumberAccess", "/tickets/10012/access?user=luca", null),
        ("putTicketsNumberDraft", "/tickets/10012/draft", new { body = "Half a", @internal = true, status = "closed" }),
        ("getTicketsNumberDraft", "/tickets/10012/draft", null),
        ("deleteTicketsNumberDraft", "/tickets/10012/draft", null),
        ("putTicketsDraft", "/tickets/draft", new { project = "barilla sw1", kind = "bug", subject = "Half a" }),
        ("getTicketsDraft", "/tickets/draft", null),
        ("deleteTicketsDraft", "/tickets/draft", null),
        ("getPerfectionistFindings", "/perfectionist/findings", null),
        ("postPerfectionistFindingsRuleThingApply", "/perfectionist/findings/work-under-way/10012/apply", null),
        ("getPerfectionistFixes", "/perfectionist/fixes?limit=5", null),
        ("postPerfectionistFixesIdUndo", "/perfectionist/fixes/1/undo", null),
        ("postPerfectionistFindingsRuleThingSnooze", "/perfectionist/findings/work-ended/10012/snooze", new { until = "2013-07-20", reason = "They are on holiday" }),
        ("postPerfectionistFindingsRuleThingWake", "/perfectionist/findings/work-ended/10012/wake", null),
        ("postPerfectionistFindingsRuleThingDismiss", "/perfectionist/findings/work-ended/10012/dismiss", new { reason = "They know" }),
        ("getPerfectionistRules", "/perfectionist/rules?person=luca", null),
        ("patchPerfectionistRulesRule", "/perfectionist/rules/still-new", new { mode = "off", person = "luca" }),
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
        ("getProjectsNameMembers", "/projects/barilla%20sw1/members", null),
        ("postProjectsNameMembers", "/projects/barilla%20sw1/members", new { role = "staff", who = "daniele" }),
        ("deleteProjectsNameMembersRoleContact", "/projects/barilla%20sw1/members/staff/999", null),
        ("getProjectsNameAccess", "/projects/barilla%20sw1/access", null),
        ("getProjectsNameAccessUser", "/projects/barilla%20sw1/access/luca", null),
        ("getProjectsNameHistory", "/projects/barilla%20sw1/history", null),
        ("postFields", "/fields", new { project = "barilla sw1", name = "Printer", kind = "choice", choices = new[] { "Laser", "Ink" } }),
        ("getFields", "/fields", null),
        ("getFieldsId", "/fields/1", null),
        ("patchFieldsId", "/fields/1", new { for_customers = true, position = 2 }),
        ("getFieldsIdHistory", "/fields/1/history", null),
        ("getProjectsNameFields", "/projects/barilla%20sw1/fields", null),
        ("postCannedReplies", "/canned-replies", new { name = "Goodbye", body = "Dear {{requester.name}}", language = "en" }),
        ("getCannedReplies", "/canned-replies", null),
        ("getCannedRepliesId", "/canned-replies/2", null),
        ("patchCannedRepliesId", "/canned-replies/2", new { project = "barilla sw1", language = (string?)null }),
        ("getCannedRepliesIdHistory", "/canned-replies/2/history", null),
        ("deleteCannedRepliesId", "/canned-replies/2", null),
        ("postCalendars", "/calendars", new { name = "Office", zone = "Europe/Rome", week = new[] { "", "09:00-18:00", "", "", "", "", "" }, holidays = new[] { "12-25 Christmas" } }),
        ("getCalendars", "/calendars", null),
        ("getCalendarsId", "/calendars/1", null),
        ("patchCalendarsId", "/calendars/1", new { name = "The office" }),
        ("getCalendarsIdHistory", "/calendars/1/history", null),
        ("putTargets", "/targets", new { project = "barilla sw1", calendar = 1, targets = new { high = new { answer = "1:00", solution = "8" } } }),
        ("getTargets", "/targets", null),
        ("deleteTargets", "/targets?project=barilla%20sw1", null),
        ("getSettingsTickets", "/settings/tickets", null),
        ("patchSettingsTickets", "/settings/tickets", new { default_project = "barilla sw1", next_number = 20000 }),
        ("getSettingsNames", "/settings/names", null),
        ("patchSettingsNames", "/settings/names", new Dictionary<string, string?> { ["kind.bug.it"] = "Errore", ["kind.bug.en"] = null }),
        ("deleteSettingsNames", "/settings/names", null),
        ("getSettingsMail", "/settings/mail", null),
        ("patchSettingsMail", "/settings/mail", new Dictionary<string, string?> { ["imap.days"] = "5", ["smtp.password"] = null }),
        ("getHealth", "/health", null),
        ("getJobs", "/jobs", null),
        ("getJobsName", "/jobs/perfectionist", null),
        ("patchJobsName", "/jobs/perfectionist", new { on = false, cron = (string?)null }),
        ("postJobsNameRuns", "/jobs/perfectionist/runs", null),
        ("getJobsNameRuns", "/jobs/test-trends/runs?limit=5", null),
        ("getRunsId", "/runs/1", null),
        ("getMessages", "/messages", null),
        ("postMessagesIdAgain", "/messages/1/again", null),
        ("postMessagesIdSettle", "/messages/2/settle", null),
        ("getReports", "/reports?from=2013-06-01&to=2013-06-30&by=kind", null),
        ("getLeaders", "/leaders?period=month&date=2013-07-01", null),
        ("getTestTrends", "/test-trends", null),
        ("getOrganizations", "/organizations", null),
        ("postOrganizations", "/organizations", new { name = "Garofalo", category = "cus" }),
        ("getOrganizationsCalled", "/organizations/Barilla", null),
        ("patchOrganizationsCalled", "/organizations/Garofalo", new { active = false }),
        ("getOrganizationsCalledHistory", "/organizations/Garofalo/history", null),
        ("getOrganizationsDuplicates", "/organizations/duplicates", null),
        ("postOrganizationsDuplicatesDifferent", "/organizations/duplicates/different", new { ids = new[] { 1, 2 } }),
        ("getOrganizationsCalledMerge", "/organizations/Garofalo/merge?into=Barilla", null),
        ("postOrganizationsCalledMerge", "/organizations/Garofalo/merge", new { into = "Barilla" }),
        ("getContacts", "/contacts", null),
        ("postContacts", "/contacts", new { name = "fabio", organization = "Barilla", emails = new[] { "fabio@barilla.example" } }),
        ("getContactsCalled", "/contacts/francesca", null),
        ("patchContactsCalled", "/contacts/francesca", new { language = "it" }),
        ("getContactsCalledHistory", "/contacts/francesca/history", null),
        ("getContactsDuplicates", "/contacts/duplicates", null),
        ("postContactsDuplicatesDifferent", "/contacts/duplicates/different", new { ids = new[] { 1, 2 } }),
        ("getContactsCalledMerge", "/contacts/chiara/merge?into=fabio", null),
        ("postContactsCalledMerge", "/contacts/chiara/merge", new { into = "fabio" }),
        ("getContactsCalledData", "/contacts/giorgia/data", null),
        ("getContactsCalledAnonymization", "/contacts/giorgia/anonymization", null),
        ("postContactsCalledAnonymization", "/contacts/giorgia/anonymization", new { name = "giorgia" }),
        ("postImports", "/imports?kind=contacts", "name;organization\nluisa;Voiello\n;Voiello\n"),
        ("getImportsId", "/imports/1?show=add", null),
        ("patchImportsId", "/imports/1", new { separator = ";", columns = new[] { "name", "organization" }, new_organizations = "cus" }),
        ("postImportsIdApply", "/imports/1/apply", null),
        ("deleteImportsId", "/imports/1", null),
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
        ("getMeSettings", "/me/settings", null),
        ("patchMeSettings", "/me/settings", new { language = "it", time_zone = (string?)null }),
        ("postMeFeeds", "/me/feeds", null),
        ("getMeFeeds", "/me/feeds", null),
        ("deleteMeFeeds", "/me/feeds", null),
        ("getMeNotices", "/me/notices", null),
        ("patchMeNoticesProject", "/me/notices/barilla%20sw1", new { choice = "mine" }),
        ("getTokens", "/tokens?limit=5", null),
        ("deleteTokensId", "/tokens/{other}", null),
        ("getAudit", "/audit?kind=users&from=2013-06-01T00:00:00Z", null),
        ("postWebhooks", "/webhooks", new { url = "https://hooks.barilla.example/", events = new[] { "project.added" } }),
        ("getWebhooks", "/webhooks", null),
        ("getWebhooksId", "/webhooks/1", null),
        ("postWebhooksIdPing", "/webhooks/1/ping", null),
        ("getWebhooksIdDeliveries", "/webhooks/1/deliveries", null),
        ("postWebhooksIdDeliveriesDeliveryAgain", "/webhooks/1/deliveries/1/again", null),
        ("patchWebhooksId", "/webhooks/1", new { active = false }),
        ("deleteWebhooksId", "/webhooks/1", null),
        ("getSearch", "/search?q=margins", null),
        ("getLetters", "/letters?limit=3", null),
        ("getLettersId", "/letters/{letter1}", null),
        ("getLettersIdSource", "/letters/{letter1}/source", null),
        ("getLettersIdReplay", "/letters/{letter1}/replay", null),
        ("postLettersIdReplay", "/letters/{letter1}/replay", null),
        ("postLettersIdContact", "/letters/{letter1}/contact", new { organization = "Barilla", name = "luisa" }),
        ("postLettersIdTicket", "/letters/{letter2}/ticket", new { number = 10012 }),
        ("postLettersIdOpen", "/letters/{letter3}/open", new { project = "barilla sw1", kind = "bug" }),
        ("postLettersIdRefuse", "/letters/{letter4}/refuse", null),
        ("postLettersIdAlways", "/letters/{letter5}/always", new { takes = false }),
        ("getMailRules", "/mail/rules", null),
        ("deleteMailRulesAddress", "/mail/rules/stranger5%40else.example", null),
        ("getMailBoxes", "/mail/boxes", null),
        ("postMailBoxesTest", "/mail/boxes/test", null),
        ("getMailOutbox", "/mail/outbox?view=trouble&limit=5", null),
        ("getMailOutboxCounts", "/mail/outbox/counts", null),
        ("postMailOutboxIdArrived", "/mail/outbox/{doubtful}/arrived", null),
        ("postMailOutboxIdRetry", "/mail/outbox/{given-up}/retry", null),
        ("postMail", "/mail", "From: nobody@else.example\r\nSubject: Hello\r\n\r\nText"),
        ("postTestResults", "/test-results?name=a.xml", """<testsuite name="printing"><testcase name="a" time="1"/></testsuite>"""),
    ];

    [Fact]
    public async Task Every_operation_answers_what_its_description_says()
    {
        using var admin = await Caller.Of(door, "admin");
        using var francesca = await Caller.Of(door, "francesca");
        using var luca = await Caller.Of(door, "luca");
        var document = await admin.Json("GET", "/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name.ToUpperInvariant(), About: method.Value)))
            .ToDictionary(o => o.About.GetProperty("operationId").GetString()!);
        var schema = new Schema(document);
        var talk = await Ticket(admin, null);
        var filled = new Dictionary<string, string>
        {
            ["{attachment}"] = await Attach(admin),
            ["{sandro}"] = (await admin.Json("GET", "/api/v1/contacts/sandro")).GetProperty("id").ToString(),
            ["{session}"] = await Session(admin),
            ["{spare}"] = await Token(admin, "admin"),
            ["{other}"] = await Token(admin, "luca"),
            ["{merged}"] = await Ticket(admin, null),
            ["{talk}"] = talk,
            ["{said}"] = (await admin.Json("POST", $"/api/v1/tickets/{talk}/comments", new { body = "By the book, too" })).GetProperty("id").ToString(),
            ["{rated}"] = await Ticket(francesca, "closed"),
            ["{canned}"] = await Canned(),
            ["{answered}"] = await Answered(admin),
            ["{formatted}"] = await Formatted(admin),
            ["{doubtful}"] = await Troubled(luca, "7"),
            ["{given-up}"] = await Troubled(luca, "6"),
            ["{withdrawn}"] = await Early(luca),
        };
        for (var i = 1; i <= 5; i++)
        {
            filled[$"{{letter{i}}}"] = (await admin.Json("POST", "/api/v1/mail", $"From: <stranger{i}@else.example>\r\nSubject: Hello\r\nMessage-ID: <{i}@else.example>\r\n\r\nText")).GetProperty("letter").ToString();
        }

        foreach (var name in new[] { "chiara", "giorgia" })
        {
            await admin.Json("POST", "/api/v1/contacts", new { name, organization = "Barilla" });
        }

        await Messages();
        var others = new Dictionary<string, Caller>
        {
            ["postTicketsNumberRating"] = francesca,
            ["postTicketsNumberCommentsIdWithdraw"] = luca,
            ["getMeNotices"] = luca,
            ["patchMeNoticesProject"] = luca,
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
            var answer = await others.GetValueOrDefault(name, admin).Send(operation.Method, "/api/v1" + filled.Aggregate(path, (p, f) => p.Replace(f.Key, f.Value, StringComparison.Ordinal)), body);
            faults.AddRange((await AnswersAsDescribed(schema, operation.About, answer)).Select(f => $"{name}: {f}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_is_called_as_no_other()
    {
        using var admin = await Caller.Of(door, "admin");
        var operations = (await admin.Json("GET", "/openapi/v1.json")).GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => m.Value)).ToList();
        var said = operations.ConvertAll(o => o.TryGetProperty("summary", out var summary) ? summary.GetString() : null);
        Assert.DoesNotContain(null, said);
        Assert.All(said, s => Assert.Matches(@"^[A-Z].{6,99}[^.\s]$", s));
        Assert.Equal(said.Count, said.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(operations.Count, operations.Select(o => o.GetProperty("operationId").GetString()).Distinct(StringComparer.OrdinalIgnoreCase).Count());
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

    /// <summary>A ticket whose work has ended.</summary>
    private static async Task<string> Answered(Caller admin)
    {
        var number = await Ticket(admin, null);
        await admin.Json("POST", "/api/v1/work-items", new { name = "Mend it", status = "done", tickets = new[] { int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) } });
        return number;
    }

    /// <summary>A comment that came as a formatted letter.</summary>
    private static async Task<string> Formatted(Caller admin)
    {
        const string Letter = "From: francesca@barilla.example\r\nSubject: DPR:10012\r\nMessage-ID: <f@barilla.example>\r\nDate: Sun, 30 Jun 2013 08:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>It is <b>broken</b>.</p>\r\n";
        Assert.Equal("added", (await admin.Json("POST", "/api/v1/mail", Letter)).GetProperty("outcome").GetString());
        return await Comment(admin, "It is broken.");
    }

    /// <summary>A reply of the web, which waits a while before it leaves.</summary>
    private async Task<string> Early(Caller luca)
    {
        using var browser = await door.As("luca");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await browser.Page("/tickets/10012")).QuerySelector("form.composer")!;
        await browser.Post("/tickets/10012/comments", Browser.Filled(form, ("Body", "Too early")), multipart: true);
        return await Comment(luca, "Too early");
    }

    private static async Task<string> Comment(Caller caller, string text) => (await caller.Json("GET", "/api/v1/tickets/10012/comments")).GetProperty("items").EnumerateArray()
        .Last(c => c.GetProperty("body").GetString()!.Contains(text, StringComparison.Ordinal)).GetProperty("id").ToString();

    /// <summary>A mail that somebody should look at.</summary>
    private async Task<string> Troubled(Caller luca, string state)
    {
        await luca.Json("POST", "/api/v1/tickets/10012/comments", new { body = "On its way" });
        return await Sql($"update mail_recipient set state = {state}, attempts = 1 where id = (select max(id) from mail_recipient) returning id");
    }

    /// <summary>Two messages that were given up.</summary>
    private async Task Messages()
    {
        foreach (var i in new[] { 1, 2 })
        {
            await Sql($"insert into chat_message (message_key, program, channel, address, text, state, attempts, created_at, next_attempt_at, not_before) values ('k{i}', 'leaders', 1, 'U1', 'Hello', 3, 8, 0, 0, 0) returning id");
        }
    }

    /// <summary>What nothing but time and broken servers would bring about.</summary>
    private async Task<string> Sql(string statement)
    {
        await using var connection = new SqliteConnection($"Data Source={door.House.Settings.Database.File}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return (await command.ExecuteScalarAsync())!.ToString()!;
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
