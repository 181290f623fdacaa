using Microsoft.Playwright;

namespace Sportello.App.Tests.Web;

/// <summary>Each screen in Chromium, wide and narrow, light and dark: it fits its width, complains of nothing and passes axe. A class for each way of looking, so that they look at the same time.</summary>
public abstract class EveryScreenTests(OpenDoor door, Chromium chromium, string user, int width, ColorScheme scheme, string locale) : IClassFixture<OpenDoor>
{
    private static readonly string[] Screens = ["/tickets", "/tickets?view=mine", "/tickets/10012", "/tickets/new", "/projects", "/projects/barilla%20sw1", "/projects/barilla%20sw1/access", "/projects/new", "/users", "/users/2", "/users/new", "/groups", "/groups/1", "/groups/new", "/permissions", "/tokens", "/audit", "/me/sessions", "/me/second-factor", "/me/passkeys", "/me/tokens", "/contacts", "/contacts/1", "/contacts/new", "/organizations?q=zzz", "/organizations", "/organizations/1", "/organizations/new", "/import", "/contacts/1/anonymize", "/contacts/duplicates", "/organizations/duplicates", "/contacts/1/merge?with=2", "/work-items", "/work-items?view=list", "/work-items/501", "/work-items/new", "/work-items/new?ticket=10012", "/tickets/10012/access", "/tickets/10012/comments/1/move", "/tickets/99999", "/search", "/views", "/tickets?view=all&columns=project,kind,priority,status,opened", "/search?q=printer", "/search?q=zzz", "/mail", "/me", "/leaders?period=month&date=2013-07-01", "/reports?from=2013-06-01&to=2013-06-30&by=assignee", "/test-trends", "/perfectionist", "/perfectionist/fixes", "/perfectionist/rules", "/perfectionist/rules?person=luca", "/administration/tickets", "/administration/names", "/administration/fields", "/administration/fields/new", "/administration/fields/1", "/tickets?view=overdue", "/tickets?view=snoozed", "/administration/targets", "/administration/targets/plan", "/administration/calendars/new", "/administration/calendars/1", "/administration/health", "/administration/canned-replies", "/administration/canned-replies/new", "/administration/canned-replies/1", "/webhooks", "/webhooks/1", "/jobs/messages", "/jobs", "/jobs/perfectionist", "/jobs/runs/1"];

    private static readonly string[] Gates = ["/sign-in", "/sign-in/link"];

    [Fact]
    public async Task Every_screen_is_fit()
    {
        var complaints = new List<string>();
        await WebhookPageTests.MakeOne(door);
        var page = await chromium.Page(width, scheme, complaints, locale);
        await Furnish();
        foreach (var gate in Gates)
        {
            await page.GotoAsync(door.Address + gate);
            await page.Examine(gate, complaints);
        }

        await page.SignIn(door.Address, user);
        var refused = new HashSet<int>();
        foreach (var screen in Screens)
        {
            // What is refused looks the same everywhere: the first of a kind speaks for all.
            var answer = await page.GotoAsync(door.Address + screen);
            if (answer!.Ok || refused.Add(answer.Status))
            {
                await page.Examine(screen, complaints);
            }
        }

        // A page that is missing or out of reach is told to the console by the browser itself.
        complaints.RemoveAll(c => c.Contains("404", StringComparison.Ordinal) || c.Contains("403", StringComparison.Ordinal));
        Assert.Equal("", string.Join(Environment.NewLine, complaints));
    }

    /// <summary>What administrators set, so that its pages and the pickers on the ticket have something to show.</summary>
    private async Task Furnish()
    {
        using var admin = await door.As("admin");
        if ((await admin.Page("/administration/canned-replies")).QuerySelector("tbody a") is not null)
        {
            return;
        }

        await admin.Send(await admin.Page("/tickets/10013"), "/tickets/10013/snooze", ("Snooze", "week"));
        await admin.Send(await admin.Page("/administration/canned-replies/new"), "/administration/canned-replies/new", ("Name", "Thanks"), ("Body", "Dear {{requester.name}},\nthank you."), ("Language", "en"));
        await admin.Send(
            await admin.Page("/administration/calendars/new"), "/administration/calendars/new", ("Name", "Office in Rome"), ("Holidays", "06-02 Festa della Repubblica\n2013-06-29"));
        await admin.Send(await admin.Page("/administration/targets/plan"), "/administration/targets/plan", ("normal.answer", "8:00"), ("normal.solution", "40:00"));
        foreach (var (name, kind, required) in new[] { ("Serial number", "text", "true"), ("Bought on", "date", "false"), ("Colour of the printer in the corridor", "choice", "false"), ("Under guarantee", "yes-no", "false") })
        {
            await admin.Send(
                await admin.Page("/administration/fields/new"), "/administration/fields/new",
                ("Project", "barilla sw1"), ("Name", name), ("Kind", kind), ("Required", required), ("ForCustomers", "true"), ("Active", "true"), ("Choices", "grey\nblack"));
        }
    }
}

public sealed class WideStaffScreensTests(OpenDoor door, Chromium chromium) : EveryScreenTests(door, chromium, "sandro", 1440, ColorScheme.Light, "en-GB");

public sealed class NarrowStaffScreensTests(OpenDoor door, Chromium chromium) : EveryScreenTests(door, chromium, "sandro", 360, ColorScheme.Dark, "ru-RU");

public sealed class NarrowAdministratorScreensTests(OpenDoor door, Chromium chromium) : EveryScreenTests(door, chromium, "admin", 360, ColorScheme.Light, "it-IT");

public sealed class WideAdministratorScreensTests(OpenDoor door, Chromium chromium) : EveryScreenTests(door, chromium, "admin", 1440, ColorScheme.Dark, "ru-RU");

public sealed class NarrowCustomerScreensTests(OpenDoor door, Chromium chromium) : EveryScreenTests(door, chromium, "francesca", 360, ColorScheme.Light, "en-GB");

public sealed class WideCustomerScreensTests(OpenDoor door, Chromium chromium) : EveryScreenTests(door, chromium, "francesca", 1440, ColorScheme.Dark, "it-IT");
