using Sportello.Access;
using Sportello.CannedReplies;
using Sportello.Checkup;
using Sportello.Directory;
using Sportello.Directory.Duplicates;
using Sportello.Fields;
using Sportello.History;
using Sportello.Jobs;
using Sportello.Leaders;
using Sportello.Reports;
using Sportello.Settings;
using Sportello.Settings.Names;
using Sportello.Targets;
using Sportello.TestTrends;
using Sportello.Tickets;
using Sportello.Webhooks;
using Sportello.WorkItems;

namespace Sportello.App.Web.Shared;

/// <summary>Somewhere to go: its mark (<see cref="Page.Current"/>), its words, its address, and a number that stands beside it.</summary>
internal sealed record Entry(string Key, string Text, string Href, int? Count = null)
{
    /// <summary>What it is called by whoever named it, where that is not ours to translate.</summary>
    public string? Called { get; init; }

    /// <summary>Its number is asked for when the page stands.</summary>
    public long? CountedAs { get; init; }
}

/// <summary>Entries that belong together; some have a heading.</summary>
internal sealed record Section(string? Heading, IReadOnlyList<Entry> Entries);

/// <summary>
/// The rail: what there is for this actor. A new page gets its line here, under the same condition that the page itself asks.
/// </summary>
internal static class Navigation
{
    private static readonly (string? Heading, (Entry Entry, Func<Actor, bool> May)[] Entries)[] Fixed =
    [
        (null, [(new("work", "work", "/work-items"), WorkItemList.IsFor), (new("projects", "projects", "/projects"), _ => true)]),
        ("nav.directory",
        [
            (new("contacts", "contacts", "/contacts"), ContactList.IsFor),
            (new("organizations", "organizations", "/organizations"), OrganizationList.IsFor),
            (new("duplicates", "duplicates", "/contacts/duplicates"), DuplicateList.IsFor),
        ]),
        ("nav.mail",
        [
            (new("mail", "mail.held", "/mail"), actor => actor.Holds("settings.view")),
            (new("outbox", "outbox", "/mail/outbox"), actor => actor.Holds("settings.view")),
            (new("boxes", "boxes", "/mail/boxes"), actor => actor.Holds("settings.view")),
            (new("box-settings", "box-settings", "/mail/settings"), actor => actor.Holds("settings.view")),
        ]),
        ("nav.programs",
        [
            (new("leaders", "leaders", "/leaders"), LeadersPage.IsFor),
            (new("perfectionist", "findings", "/perfectionist"), actor => actor.WorksSomewhere),
            (new("trends", "trends", "/test-trends"), TrendsPage.IsFor),
            (new("reports", "reports", "/reports"), TicketReport.IsFor),
        ]),
        ("nav.administration",
        [
            (new("users", "users", "/users"), UserList.IsFor),
            (new("groups", "groups", "/groups"), GroupList.IsFor),
            (new("permissions", "permissions", "/permissions"), UserList.IsFor),
            (new("tokens", "tokens.all", "/tokens"), UserList.IsFor),
            (new("audit", "audit", "/audit"), AuditLog.IsFor),
            (new("ticket-settings", "ticket-settings", "/administration/tickets"), TicketSettings.IsFor),
            (new("names", "names", "/administration/names"), NamesPage.IsFor),
            (new("fields", "fields", "/administration/fields"), FieldList.IsFor),
            (new("targets", "targets", "/administration/targets"), TargetsPage.IsFor),
            (new("canned", "canned", "/administration/canned-replies"), CannedReplyList.IsFor),
            (new("health", "health", "/administration/health"), HealthPage.IsFor),
            (new("jobs", "jobs", "/jobs"), JobList.IsFor),
            (new("chat", "chat", "/jobs/messages"), JobList.IsFor),
            (new("webhooks", "webhooks", "/webhooks"), WebhookList.IsFor),
            (new("reference", "reference", Reference.ReferenceEndpoints.Home), WebhookList.IsFor),
        ]),
    ];

    public static IEnumerable<Section> For(Actor actor, ViewCounts counts) =>
        Fixed.Select(s => new Section(s.Heading, [.. s.Entries.Where(e => e.May(actor)).Select(e => e.Entry)]))
            .Where(s => s.Entries.Count > 0)
            .Prepend(new("nav.views", [.. actor.Views.Select(Saved), .. actor.Views.Count > 0 ? [new Entry("views", "views.order", "/views")] : Array.Empty<Entry>()]))
            .Where(s => s.Entries.Count > 0)
            .Prepend(new("nav.tickets", Views(actor, counts)));

    public static string Mark(SavedView view) => $"saved-{view.Id}";

    private static Entry Saved(SavedView view) => new(Mark(view), "", Tickets.ListQuery.Address(view.State, view.Id)) { Called = view.Name, CountedAs = view.Id };

    private static Entry[] Views(Actor actor, ViewCounts counts)
    {
        Entry[] own = actor.WorksSomewhere
            ?
            [
                View("mine", counts.Mine),
                View("unassigned", counts.Unassigned),
                View("new", counts.New),
                View("returned", counts.Returned),
                View("snoozed", counts.Snoozed),
                .. counts.Overdue is null ? Array.Empty<Entry>() : [View("overdue", counts.Overdue)],
            ]
            : [View("asked")];
        return [.. own, View("open", counts.Open), View("closed"), View("all")];
    }

    private static Entry View(string key, int? count = null) =>
        new(key, "view." + key, string.Equals(key, "open", StringComparison.Ordinal) ? "/tickets" : "/tickets?view=" + key, count);
}
