using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sportello.App.Web;

namespace Sportello.App.Tests.Access;

/// <summary>
/// Every endpoint against every kind of actor. Who may do what is written here by hand, from the documents and not from the code;
/// an endpoint that has no line here fails.
/// </summary>
public sealed class EveryEndpointTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    /// <summary>The kinds of actor, and who is one: all towards the ticket 10012 of barilla sw1.</summary>
    private static readonly Dictionary<string, string?> Actors = new()
    {
        ["superuser"] = "admin",
        ["manager"] = "sandro",
        ["staff"] = "luca",
        ["customer"] = "francesca",
        ["general"] = "daniele",
        ["outsider"] = "daniela",
        ["reader"] = "elena",
        ["inactive"] = "marco",
        ["anonymous"] = null,
    };

    private const string Ours = "superuser manager staff general";
    private const string InReach = Ours + " customer reader";
    private const string SignedIn = InReach + " outsider";

    private static readonly Line[] Table =
    [
        new("GET", "/", "/", Everybody),
        new("GET", "/sign-in", "/sign-in", Everybody),
        new("POST", "/sign-in", "/sign-in", Everybody),
        new("GET", "/sign-in/link", "/sign-in/link", Everybody),
        new("POST", "/sign-in/link", "/sign-in/link", Everybody) { Form = "Address=francesca@barilla.example" },
        new("GET", "/sign-in/link/{token}", "/sign-in/link/1-0123456789abcdef01234567", "") { Note = "forged; what a true one opens is in SignInLinkTests" },
        new("POST", "/sign-in/link/{token}", "/sign-in/link/1-0123456789abcdef01234567", "") { Note = "as above" },
        new("GET", "/sign-in/code", "/sign-in/code", "") { Note = "nobody is halfway in; who is, is in SecondStepTests" },
        new("POST", "/sign-in/code", "/sign-in/code", "") { Form = "Code=123456", Note = "as above" },
        new("GET", "/sign-in/openid", "/sign-in/openid", "") { Note = "no provider is set up here; one that is, is in OpenIdTests" },
        new("GET", "/sign-in/openid/return", "/sign-in/openid/return?state=x&code=y", "") { Note = "as above" },
        new("GET", "/sign-in/passkey", "/sign-in/passkey", Everybody),
        new("POST", "/sign-in/passkey", "/sign-in/passkey", "") { Form = "Id=AAAA", Note = "the page once more, for it opens nothing; what a true one opens is in PasskeyPageTests" },
        new("GET", "/start", "/start", Everybody),
        new("POST", "/start", "/start", "") { Form = "Organization=X&Username=x&Name=X&Email=x@x.example&Password=long+enough" },
        new("POST", "/sign-out", "/sign-out", Everybody) { EndsSession = true },
        new("GET", "/me", "/me", SignedIn),
        new("GET", "/live", "/live?ticket=10012", SignedIn) { GoesOn = true, Note = "what is told within whose reach is in FollowingTests" },
        new("POST", "/me", "/me", SignedIn) { Form = "language=en&theme=dark" },
        new("POST", "/me/feeds", "/me/feeds", SignedIn) { Shows = ("/calendar.ics", Ours) },
        new("POST", "/me/feeds/revoke", "/me/feeds/revoke", SignedIn),
        new("GET", "/feeds/{secret}/calendar.ics", "/feeds/guessed/calendar.ics", "") { Note = "a secret that nobody has; what a true one opens is in FeedTests" },
        new("GET", "/feeds/{secret}/tickets.atom", "/feeds/guessed/tickets.atom", "") { Note = "as above" },
        new("GET", "/tickets", "/tickets?view=all", SignedIn) { Shows = ("Margins of the delivery note", InReach) },
        new("GET", "/tickets", "/tickets?view=all&q=margins", SignedIn) { Shows = ("href=\"/tickets/10012\"", InReach) },
        new("GET", "/tickets", "/tickets?view=all&q=driver", SignedIn) { Shows = ("href=\"/tickets/10012\"", Ours) },
        new("POST", "/tickets/bulk", "/tickets/bulk", SignedIn) { Form = "Ticket=10012&Priority=high", Note = "what is out of reach is named as not done; that it is not done, BulkTests show" },
        new("POST", "/tickets/bulk/{id:long}/undo", "/tickets/bulk/999999/undo", "") { Note = "nobody's; that one's own is undone, BulkTests show" },
        new("POST", "/tickets/{number:int}/snooze", "/tickets/10012/snooze", Ours) { Form = "Snooze=tomorrow" },
        new("GET", "/tickets.csv", "/tickets.csv?view=all", SignedIn) { Shows = ("Margins of the delivery note", InReach) },
        new("POST", "/tickets/{number:int}/draft", "/tickets/10012/draft", Ours + " customer") { Form = "Body=Half" },
        new("POST", "/tickets/{number:int}/draft", "/tickets/10012/draft", Ours) { Form = "Body=Half&Internal=true" },
        new("POST", "/tickets/new/draft", "/tickets/new/draft", Ours + " customer outsider") { Form = "Subject=Half" },
        new("GET", "/views", "/views", SignedIn),
        new("GET", "/views/counts", "/views/counts", SignedIn),
        new("POST", "/views", "/views", SignedIn) { Form = "Name=Open&State=status%3Dopen" },
        new("POST", "/views", "/views", "superuser manager") { Form = "Name=Ours&State=status%3Dopen&Shared=true" },
        new("POST", "/views/{id:long}/move", "/views/999/move", "") { Form = "up=true", Note = "nobody's; one's own are moved in SavedViewTests" },
        new("POST", "/views/{id:long}/drop", "/views/999/drop", "") { Note = "as above" },
        new("GET", "/tickets/new", "/tickets/new", SignedIn) { Shows = ("barilla sw1", Ours + " customer") },
        new("POST", "/tickets/new", "/tickets/new", Ours + " customer") { Form = "Project=barilla+sw1&Kind=bug&Subject=Another&Body=Text" },
        new("GET", "/tickets/{number:int}", "/tickets/10012", InReach) { Shows = ("Only with the old driver", Ours) },
        new("GET", "/tickets/{number:int}/peek", "/tickets/10012/peek", InReach),
        new("POST", "/tickets/{number:int}/comments", "/tickets/10012/comments", Ours + " customer") { Form = "Body=Hello" },
        new("POST", "/tickets/{number:int}/comments", "/tickets/10012/comments", Ours) { Form = "Body=Hello&Internal=true" },
        new("POST", "/tickets/{number:int}/properties", "/tickets/10012/properties", Ours) { Form = "Priority=high" },
        new("POST", "/tickets/{number:int}/properties", "/tickets/10012/properties", "superuser manager") { Form = "SetAssignee=true&Assignee=sandro", Undo = "SetAssignee=true&Assignee=luca" },
        new("POST", "/tickets/{number:int}/properties", "/tickets/10012/properties", Ours + " customer") { Form = "Status=closed", Undo = "Status=accepted" },
        new("POST", "/tickets/{number:int}/rating", "/tickets/10012/rating", "") { Form = "Rating=good", Note = "it is open; that its requester alone rates a closed one, RatingTests show" },
        new("POST", "/tickets/{number:int}/merge", "/tickets/10012/merge", "") { Form = "Into=10012", Note = "refused to all, since nothing may change here; who may merge is in MergingPageTests and in the table of verbs" },
        new("POST", "/tickets/{number:int}/unmerge", "/tickets/10012/unmerge", "") { Note = "it is not merged; who may is in the table of verbs" },
        new("GET", "/tickets/{number:int}/attachments/{id:long}/{name}", "/tickets/10012/attachments/{public}/a.txt", InReach),
        new("GET", "/tickets/{number:int}/attachments/{id:long}/{name}", "/tickets/10012/attachments/{internal}/b.txt", Ours),
        new("GET", "/tickets/similar", "/tickets/similar?subject=margins", SignedIn) { Shows = ("Margins of the delivery note", InReach) },
        new("GET", "/tickets/{number:int}/people", "/tickets/10012/people", Ours),
        new("GET", "/tickets/{number:int}/comments/{id:long}/move", "/tickets/10012/comments/1/move", Ours),
        new("POST", "/tickets/{number:int}/comments/{id:long}/split", "/tickets/10012/comments/99999/split", "") { Form = "Subject=Another", Note = "there is none; who may is in the table of verbs" },
        new("POST", "/tickets/{number:int}/comments/{id:long}/move", "/tickets/10012/comments/99999/move", "") { Form = "To=10013", Note = "as above" },
        new("POST", "/tickets/{number:int}/comments/{id:long}/move-back", "/tickets/10012/comments/99999/move-back", "") { Note = "as above" },
        new("GET", "/tickets/{number:int}/comments/{id:long}/formatted", "/tickets/10012/comments/1/formatted", "") { Note = "no comment of this world is formatted; it asks as the ticket does" },
        new("GET", "/tickets/{number:int}/access", "/tickets/10012/access", InReach),
        new("GET", "/tickets/{number:int}/access", "/tickets/10012/access?user=luca", "superuser manager staff general"),
        new("GET", "/projects", "/projects", SignedIn) { Shows = ("barilla sw1", InReach) },
        new("GET", "/projects/{name}", "/projects/barilla%20sw1", InReach) { Shows = ("open tasks", Ours) },
        new("POST", "/projects/{name}", "/projects/barilla%20sw1", "superuser manager") { Form = "Start=2013-01-01&Active=true&Notifications=true" },
        new("POST", "/projects/{name}/members", "/projects/barilla%20sw1/members", "superuser manager") { Form = "Role=staff&Who=luca" },
        new("POST", "/projects/{name}/members/remove", "/projects/barilla%20sw1/members/remove", "superuser manager") { Form = "Role=customer&Contact=999" },
        new("GET", "/projects/{name}/access", "/projects/barilla%20sw1/access", Ours) { Shows = ("marco", Ours) },
        new("GET", "/projects/new", "/projects/new", "superuser"),
        new("POST", "/projects/new", "/projects/new", "superuser") { Form = "Name=barilla+sw9&Organization=Barilla" },
        new("GET", "/work-items", "/work-items", Ours) { Shows = ("Closing month by month", "superuser manager general") },
        new("GET", "/work-items", "/work-items?view=list&status=any", Ours) { Shows = ("Closing month by month", "superuser manager general") },
        new("GET", "/work-items/new", "/work-items/new", SignedIn) { Shows = ("barilla sw1", Ours) },
        new("GET", "/work-items/new", "/work-items/new?ticket=10012", InReach) { Shows = ("name=\"PlannedEnd\"", Ours) },
        new("POST", "/work-items/new", "/work-items/new", Ours) { Form = "Project=barilla+sw1&Name=Another+job" },
        new("POST", "/work-items/new", "/work-items/new?ticket=10012", Ours) { Form = "Name=For+the+ticket" },
        new("GET", "/work-items/{number:int}", "/work-items/501", Ours) { Shows = ("Begin with the old driver.", Ours) },
        new("GET", "/work-items/{number:int}", "/work-items/502", "superuser manager general"),
        new("POST", "/work-items/{number:int}", "/work-items/501", Ours) { Form = "Priority=high&Developer=luca" },
        new("POST", "/work-items/move", "/work-items/move", "") { Form = "To=501.999.in-progress", Note = "nobody has seen that version; that it is done with the one of the day, WorkBoardTests show" },
        new("POST", "/work-items/{number:int}/comments", "/work-items/501/comments", Ours) { Form = "Body=Half+done" },
        new("POST", "/work-items/links", "/work-items/links", Ours) { Form = "Ticket=10012&WorkItem=501&From=ticket" },
        new("POST", "/work-items/links/remove", "/work-items/links/remove", Ours) { Form = "Ticket=10012&WorkItem=501" },
        new("GET", "/users", "/users?q=fra", "superuser") { Shows = ("francesca", "superuser") },
        new("GET", "/users/new", "/users/new", "superuser"),
        new("POST", "/users/new", "/users/new", "superuser") { Form = "Username=paolo&named=readers" },
        new("GET", "/users/{id:long}", "/users/2", "superuser"),
        new("POST", "/users/{id:long}", "/users/999", "") { Form = "Active=true", Note = "there is nobody of that number; that it is done for one who is there, GrantPageTests show" },
        new("POST", "/users/{id:long}/password", "/users/999/password", "") { Form = "Password=a+good+sentence", Note = "as above" },
        new("POST", "/users/{id:long}/sessions/end", "/users/8/sessions/end", "superuser") { Note = "the account that is inactive; of others it would end the sessions of this test" },
        new("GET", "/groups", "/groups", "superuser") { Shows = ("readers", "superuser") },
        new("GET", "/groups/new", "/groups/new", "superuser"),
        new("POST", "/groups/new", "/groups/new", "superuser") { Form = "Name=watchers&permission=ticket.view" },
        new("GET", "/groups/{id:long}", "/groups/1", "superuser"),
        new("POST", "/groups/{id:long}", "/groups/999", "") { Form = "Name=watchers", Note = "there is none of that number; that it is done for one that is there, GrantPageTests show" },
        new("POST", "/groups/{id:long}/delete", "/groups/999/delete", "") { Note = "as above" },
        new("GET", "/permissions", "/permissions", "superuser") { Shows = ("daniele", "superuser") },
        new("POST", "/permissions", "/permissions", "superuser") { Form = "Role=manager&Who=sandro" },
        new("POST", "/permissions/remove", "/permissions/remove", "superuser") { Form = "Role=staff&Contact=3", Note = "daniele's, and only asked about: what was not seen is not saved" },
        new("GET", "/me/sessions", "/me/sessions", SignedIn) { Shows = ("this browser", SignedIn) },
        new("POST", "/me/sessions/{id:long}/end", "/me/sessions/999/end", "") { Note = "there is none of that number; that one's own is ended, GrantPageTests show" },
        new("POST", "/me/sessions/end-others", "/me/sessions/end-others", SignedIn),
        new("GET", "/me/passkeys", "/me/passkeys", SignedIn),
        new("GET", "/me/passkeys/challenge", "/me/passkeys/challenge", SignedIn),
        new("POST", "/me/passkeys", "/me/passkeys", "") { Form = "Name=Phone&Id=AAAA", Note = "no browser has made it; one that has is in PasskeyPageTests" },
        new("POST", "/me/passkeys/{id:long}/remove", "/me/passkeys/999/remove", "") { Note = "nobody's; one's own is removed in PasskeyPageTests" },
        new("GET", "/me/second-factor", "/me/second-factor", SignedIn),
        new("POST", "/me/second-factor", "/me/second-factor", SignedIn),
        new("POST", "/me/second-factor/confirm", "/me/second-factor/confirm", "") { Form = "Code=no", Note = "not a code; what a true one does is in SecondStepTests" },
        new("POST", "/me/second-factor/codes", "/me/second-factor/codes", "") { Form = "Code=no", Note = "as above" },
        new("POST", "/me/second-factor/end", "/me/second-factor/end", "") { Form = "Code=no", Note = "as above" },
        new("POST", "/users/{id:long}/identities/end", "/users/8/identities/end", "superuser"),
        new("POST", "/users/{id:long}/passkeys/end", "/users/8/passkeys/end", "superuser"),
        new("POST", "/users/{id:long}/second-factor/end", "/users/8/second-factor/end", "superuser"),
        new("GET", "/me/tokens", "/me/tokens", SignedIn),
        new("POST", "/me/tokens", "/me/tokens", SignedIn) { Form = "Name=nightly&Narrowed=false" },
        new("POST", "/me/tokens/{id:long}/end", "/me/tokens/99999/end", "") { Note = "as the sessions" },
        new("GET", "/tokens", "/tokens", "superuser"),
        new("POST", "/tokens/{id:long}/end", "/tokens/99999/end", "") { Note = "as above" },
        new("GET", "/audit", "/audit", "superuser"),
        new("GET", "/audit.csv", "/audit.csv", "superuser"),
        new("GET", "/contacts", "/contacts?q=fra", "superuser") { Shows = ("francesca", "superuser") },
        new("GET", "/contacts/new", "/contacts/new", "superuser"),
        new("POST", "/contacts/new", "/contacts/new", "superuser") { Form = "Name=paolo&Organization=Voiello&Active=true" },
        new("GET", "/contacts/{id:long}", "/contacts/1", "superuser"),
        new("POST", "/contacts/{id:long}", "/contacts/999", "") { Form = "Name=paolo&Organization=Voiello", Note = "there is nobody of that number; that it is done for one who is there, DirectoryPageTests show" },
        new("GET", "/organizations", "/organizations", "superuser") { Shows = ("Voiello", "superuser") },
        new("GET", "/organizations/new", "/organizations/new", "superuser"),
        new("POST", "/organizations/new", "/organizations/new", "") { Form = "Name=Voiello&Category=supplier&Active=true", Note = "the name is taken; that a free one is, DirectoryPageTests show" },
        new("GET", "/organizations/{id:long}", "/organizations/1", "superuser"),
        new("POST", "/organizations/{id:long}", "/organizations/999", "") { Form = "Name=Siex&Category=supplier", Note = "there is none of that number" },
        new("GET", "/contacts/duplicates", "/contacts/duplicates", "superuser"),
        new("POST", "/contacts/duplicates", "/contacts/duplicates", "superuser") { Form = "Id=998&Id=999" },
        new("GET", "/contacts/{id:long}/merge", "/contacts/1/merge?with=2", "superuser"),
        new("POST", "/contacts/{id:long}/merge", "/contacts/998/merge", "") { Form = "Into=999", Note = "there is nobody of these numbers; that it is done for those who are there, DuplicatesPageTests show" },
        new("GET", "/contacts/{id:long}/data", "/contacts/1/data", "superuser"),
        new("GET", "/contacts/{id:long}/anonymize", "/contacts/1/anonymize", "superuser"),
        new("POST", "/contacts/{id:long}/anonymize", "/contacts/999/anonymize", "") { Form = "Name=nobody", Note = "there is nobody of that number; that it is done for who is there, PersonDataTests show" },
        new("GET", "/organizations/duplicates", "/organizations/duplicates", "superuser"),
        new("POST", "/organizations/duplicates", "/organizations/duplicates", "superuser") { Form = "Id=998&Id=999" },
        new("GET", "/organizations/{id:long}/merge", "/organizations/1/merge?with=2", "superuser"),
        new("POST", "/organizations/{id:long}/merge", "/organizations/998/merge", "") { Form = "Into=999", Note = "as above" },
        new("GET", "/import", "/import", "superuser"),
        new("POST", "/import", "/import", "superuser") { Form = "Kind=contacts&Text=name,organization%0aelena,Voiello" },
        new("GET", "/import/{id:long}", "/import/1", "superuser") { Shows = ("elena", "superuser") },
        new("POST", "/import/{id:long}", "/import/999", "") { Note = "there is none of that number; that it is done with one's own, ImportPageTests show" },
        new("POST", "/import/{id:long}/apply", "/import/999/apply", "") { Note = "as above" },
        new("POST", "/import/{id:long}/discard", "/import/999/discard", "") { Note = "as above" },
        new("GET", "/mail", "/mail", "superuser"),
        new("GET", "/mail/{id:long}", "/mail/1", "") { Note = "there is no letter in this world; the page is behind the same question as the list" },
        new("GET", "/leaders", "/leaders?period=month&date=2013-07-01", Ours) { Shows = ("luca", Ours) },
        new("GET", "/leaders.csv", "/leaders.csv?table=board", Ours),
        new("GET", "/reports", "/reports?from=2013-06-01&to=2013-06-30", Ours),
        new("GET", "/reports.csv", "/reports.csv?from=2013-06-01&to=2013-06-30&by=project&table=split", Ours) { Shows = ("de cecco sw", "superuser manager general") },
        new("GET", "/perfectionist", "/perfectionist", Ours),
        new("GET", "/perfectionist/fixes", "/perfectionist/fixes", Ours),
        new("GET", "/perfectionist/rules", "/perfectionist/rules", Ours),
        new("POST", "/perfectionist/snooze", "/perfectionist/snooze", Ours) { Form = "Rule=still-new&Thing=10012&Reason=Waiting&Until=2013-07-10" },
        new("POST", "/perfectionist/dismiss", "/perfectionist/dismiss", Ours) { Form = "Rule=still-new&Thing=10012&Reason=Known" },
        new("POST", "/perfectionist/apply", "/perfectionist/apply", "") { Form = "Rule=still-new&Thing=10012", Note = "the rule does not find this ticket; that it is done where it does, PerfectionistPageTests show" },
        new("POST", "/perfectionist/wake", "/perfectionist/wake", "") { Form = "Rule=work-ended&Thing=10012", Note = "nothing is put off here; that it is done where something is, PerfectionistPageTests show" },
        new("POST", "/perfectionist/undo", "/perfectionist/undo", "") { Form = "id=1", Note = "nothing was corrected here; that it is done where something was, PerfectionistPageTests show" },
        new("POST", "/perfectionist/rules", "/perfectionist/rules", "superuser") { Form = "rule=still-new&mode=report" },
        new("GET", "/test-trends", "/test-trends", Ours),
        new("GET", "/test-trends.csv", "/test-trends.csv", Ours),
        new("POST", "/perfectionist/rules", "/perfectionist/rules", "superuser staff") { Form = "rule=still-new&mode=off&person=luca", Undo = "rule=still-new&mode=&person=luca" },
        new("GET", "/administration/tickets", "/administration/tickets", "superuser"),
        new("POST", "/administration/tickets", "/administration/tickets", "superuser") { Form = "Prefix=DPR" },
        new("GET", "/administration/names", "/administration/names", "superuser"),
        new("POST", "/administration/names", "/administration/names", "superuser") { Form = "kind.bug.it=Errore" },
        new("POST", "/administration/names/reset", "/administration/names/reset", "superuser"),
        new("GET", "/administration/fields", "/administration/fields", "superuser"),
        new("GET", "/administration/fields/new", "/administration/fields/new", "superuser"),
        new("POST", "/administration/fields/new", "/administration/fields/new", "superuser") { Form = "Project=barilla+sw1&Name=Serial&Kind=text&Active=true" },
        new("GET", "/administration/fields/{id:long}", "/administration/fields/1", "superuser"),
        new("POST", "/administration/fields/{id:long}", "/administration/fields/1", "superuser") { Form = "Name=Serial&Active=true&Version=1" },
        new("GET", "/administration/calendars/new", "/administration/calendars/new", "superuser"),
        new("POST", "/administration/calendars/new", "/administration/calendars/new", "superuser") { Form = "Name=Office&Zone=Europe/Rome&week.1=9:00-18:00" },
        new("GET", "/administration/calendars/{id:long}", "/administration/calendars/1", "superuser"),
        new("POST", "/administration/calendars/{id:long}", "/administration/calendars/1", "superuser") { Form = "Name=Office&Zone=Europe/Rome&week.1=9:00-18:00&Version=1" },
        new("GET", "/administration/targets", "/administration/targets", "superuser"),
        new("GET", "/administration/targets/plan", "/administration/targets/plan", "superuser"),
        new("POST", "/administration/targets/plan", "/administration/targets/plan", "superuser") { Form = "Calendar=1&high.answer=1:00&high.solution=8" },
        new("POST", "/administration/targets/plan/remove", "/administration/targets/plan/remove", "superuser"),
        new("GET", "/administration/health", "/administration/health", "superuser"),
        new("GET", "/administration/canned-replies", "/administration/canned-replies", "superuser"),
        new("GET", "/administration/canned-replies/new", "/administration/canned-replies/new", "superuser"),
        new("POST", "/administration/canned-replies/new", "/administration/canned-replies/new", "superuser") { Form = "Name=Thanks&Body=Dear+{{requester.name}}" },
        new("GET", "/administration/canned-replies/{id:long}", "/administration/canned-replies/1", "superuser"),
        new("POST", "/administration/canned-replies/{id:long}", "/administration/canned-replies/1", "superuser") { Form = "Name=Thanks&Body=Dear+{{requester.name}}&Version=1" },
        new("POST", "/administration/canned-replies/{id:long}/delete", "/administration/canned-replies/999/delete", "") { Note = "there is no such one; the verb is in the table of verbs" },
        new("GET", "/tickets/{number:int}/canned/{id:long}", "/tickets/10012/canned/1", Ours),
        new("POST", "/tickets/{number:int}/canned", "/tickets/10012/canned", Ours) { Form = "canned=1&Body=Hello" },
        new("GET", "/jobs/messages", "/jobs/messages", "superuser"),
        new("POST", "/jobs/messages/{id:long}/again", "/jobs/messages/1/again", "") { Note = "no message of this world was given up; the verb is in the table of verbs" },
        new("POST", "/jobs/messages/{id:long}/settle", "/jobs/messages/1/settle", "") { Note = "as above" },
        new("GET", "/webhooks", "/webhooks", "superuser"),
        new("POST", "/webhooks", "/webhooks", "superuser") { Form = "url=https://hooks.barilla.example/in&events=project.changed" },
        new("GET", "/webhooks/{id:long}", "/webhooks/1", "superuser") { Shows = ("hooks.barilla.example/in", "superuser") },
        new("POST", "/webhooks/{id:long}/ping", "/webhooks/1/ping", "superuser"),
        new("POST", "/webhooks/{id:long}/switch", "/webhooks/1/switch", "superuser") { Form = "active=false" },
        new("POST", "/webhooks/{id:long}/remove", "/webhooks/999/remove", "") { Note = "there is none of that number; that one that is there goes, WebhookPageTests show" },
        new("POST", "/webhooks/{id:long}/deliveries/{delivery:long}/again", "/webhooks/1/deliveries/1/again", "superuser"),
        new("GET", "/jobs", "/jobs", "superuser"),
        new("GET", "/jobs/{name}", "/jobs/perfectionist", "superuser"),
        new("GET", "/jobs/runs/{id:long}", "/jobs/runs/1", "superuser"),
        new("POST", "/jobs/{name}/run", "/jobs/perfectionist/run", "superuser"),
        new("POST", "/jobs/{name}/plan", "/jobs/perfectionist/plan", "superuser") { Form = "on=true&cron=0+9+*+*+1-5" },
        new("GET", "/mail/{id:long}/raw", "/mail/1/raw", "") { Note = "as the letter's page" },
        new("POST", "/mail/{id:long}/contact", "/mail/1/contact", "") { Note = "no letter waits in this world; the verb is in the table of verbs" },
        new("POST", "/mail/{id:long}/ticket", "/mail/1/ticket", "") { Note = "as above" },
        new("POST", "/mail/{id:long}/open", "/mail/1/open", "") { Note = "as above" },
        new("POST", "/mail/{id:long}/refuse", "/mail/1/refuse", "") { Note = "as above" },
        new("POST", "/mail/{id:long}/always", "/mail/1/always", "") { Note = "as above" },
        new("GET", "/mail/{id:long}/replay", "/mail/1/replay", "") { Note = "as above" },
        new("POST", "/mail/{id:long}/replay", "/mail/1/replay", "") { Note = "as above" },
        new("POST", "/mail/rules/forget", "/mail/rules/forget", "") { Form = "Address=x@x.example", Note = "no rule is kept in this world" },
        new("GET", "/mail/boxes", "/mail/boxes", "superuser"),
        new("GET", "/mail/settings", "/mail/settings", "superuser"),
        new("POST", "/mail/settings", "/mail/settings", "superuser") { Form = "imap.days=3" },
        new("POST", "/mail/boxes/test", "/mail/boxes/test", "superuser"),
        new("GET", "/mail/outbox", "/mail/outbox", "superuser"),
        new("POST", "/mail/outbox/{id:long}/retry", "/mail/outbox/1/retry", "") { Note = "no mail of this world has failed; the verb is in the table of verbs" },
        new("POST", "/mail/outbox/{id:long}/arrived", "/mail/outbox/1/arrived", "") { Note = "no mail of this world is doubtful; the verb is in the table of verbs" },
        new("GET", "/tickets/{number:int}/recipients", "/tickets/10012/recipients", Ours),
        new("GET", "/tickets/{number:int}/recipients", "/tickets/10012/recipients?internal=true", Ours),
        new("POST", "/tickets/{number:int}/comments/{id:long}/withdraw", "/tickets/10012/comments/1/withdraw", "") { Note = "only the writer, and only at once; the verb is in the table of verbs" },
        new("GET", "/tickets/{number:int}/comments/{id:long}/source", "/tickets/10012/comments/1/source", "") { Note = "no comment of this world came as a letter" },
        new("GET", "/search", "/search?q=margins", SignedIn) { Shows = ("class=\"found\"", InReach) },
        new("GET", "/search", "/search?q=driver+old", SignedIn) { Shows = ("class=\"found\"", Ours) },
        new("GET", "/search", "/search?q=francesca", SignedIn) { Shows = ("href=\"/contacts/", "superuser") },
        new("GET", "/api/v1/search", "/api/v1/search?q=margins", SignedIn) { Shows = ("10012", InReach) },
        new("GET", "/api/v1/search", "/api/v1/search?q=driver+old", SignedIn) { Shows = ("10012", Ours) },
        new("GET", "/health", "/health", Everybody),
        new("GET", "/health/live", "/health/live", Everybody),
        new("GET", "/health/ready", "/health/ready", Everybody),
        new("GET", "/api/v1/me", "/api/v1/me", SignedIn),
        new("GET", "/api/v1/tickets", "/api/v1/tickets", SignedIn) { Shows = ("Margins of the delivery note", InReach) },
        new("POST", "/api/v1/tickets", "/api/v1/tickets", Ours + " customer") { Json = """{"project":"barilla sw1","kind":"bug","subject":"By program","body":"Text"}""" },
        new("GET", "/api/v1/tickets/{number:int}", "/api/v1/tickets/10012", InReach),
        new("PATCH", "/api/v1/tickets/{number:int}", "/api/v1/tickets/10012", Ours) { Json = """{"kind":"enhancement"}""" },
        new("PATCH", "/api/v1/tickets/{number:int}", "/api/v1/tickets/10012", "superuser manager") { Json = """{"assignee":"sandro"}""", Undo = """{"assignee":"luca"}""" },
        new("GET", "/api/v1/tickets/{number:int}/comments", "/api/v1/tickets/10012/comments", InReach) { Shows = ("Only with the old driver", Ours) },
        new("POST", "/api/v1/tickets/{number:int}/comments", "/api/v1/tickets/10012/comments", Ours + " customer") { Json = """{"body":"Hello"}""" },
        new("POST", "/api/v1/tickets/{number:int}/comments", "/api/v1/tickets/10012/comments", Ours) { Json = """{"body":"Hello","internal":true}""" },
        new("GET", "/api/v1/tickets/{number:int}/attachments", "/api/v1/tickets/10012/attachments", InReach) { Shows = ("b.txt", Ours) },
        new("GET", "/api/v1/tickets/{number:int}/attachments/{id:long}", "/api/v1/tickets/10012/attachments/{internal}", Ours),
        new("POST", "/api/v1/files", "/api/v1/files?name=c.txt", SignedIn) { Json = "bytes", Note = "kept for whoever sent it, and in no ticket until they say so" },
        new("POST", "/api/v1/tickets/{number:int}/attachments", "/api/v1/tickets/10012/attachments?name=c.txt", Ours + " customer") { Json = "bytes" },
        new("POST", "/api/v1/tickets/{number:int}/attachments", "/api/v1/tickets/10012/attachments?name=c.txt&internal=true", Ours) { Json = "bytes" },
        new("GET", "/api/v1/tickets/similar", "/api/v1/tickets/similar?subject=margins", SignedIn) { Shows = ("Margins of the delivery note", InReach) },
        new("GET", "/api/v1/tickets/{number:int}/people", "/api/v1/tickets/10012/people", Ours),
        new("POST", "/api/v1/tickets/{number:int}/comments/{id:long}/split", "/api/v1/tickets/10012/comments/99999/split", "") { Json = """{"subject":"Another"}""", Note = "as in the web" },
        new("POST", "/api/v1/tickets/{number:int}/comments/{id:long}/move", "/api/v1/tickets/10012/comments/99999/move", "") { Json = """{"to":10013}""", Note = "as in the web" },
        new("POST", "/api/v1/tickets/{number:int}/comments/{id:long}/move-back", "/api/v1/tickets/10012/comments/99999/move-back", "") { Note = "as in the web" },
        new("POST", "/api/v1/tickets/{number:int}/merge", "/api/v1/tickets/10012/merge", "") { Json = """{"into":10012}""", Note = "as in the web" },
        new("POST", "/api/v1/tickets/{number:int}/unmerge", "/api/v1/tickets/10012/unmerge", "") { Note = "as in the web" },
        new("POST", "/api/v1/tickets/{number:int}/rating", "/api/v1/tickets/10012/rating", "") { Json = """{"rating":"good"}""", Note = "as in the web" },
        new("GET", "/api/v1/tickets/{number:int}/watchers", "/api/v1/tickets/10012/watchers", InReach),
        new("POST", "/api/v1/tickets/{number:int}/watchers", "/api/v1/tickets/10012/watchers", Ours) { Json = """{"who":"luca"}""" },
        new("DELETE", "/api/v1/tickets/{number:int}/watchers/{who}", "/api/v1/tickets/10012/watchers/daniele", Ours),
        new("GET", "/api/v1/tickets/{number:int}/canned-replies", "/api/v1/tickets/10012/canned-replies", InReach),
        new("GET", "/api/v1/tickets/{number:int}/canned-replies/{id:long}", "/api/v1/tickets/10012/canned-replies/999", "") { Note = "there is none of that number; one that is there is filled in AgentsDayTests" },
        new("POST", "/api/v1/tickets/changes", "/api/v1/tickets/changes", SignedIn) { Json = """{"tickets":[10012],"priority":"high"}""", Note = "what is out of reach is named as not done, as in the web" },
        new("POST", "/api/v1/tickets/changes/{id:long}/undo", "/api/v1/tickets/changes/999999/undo", "") { Note = "nobody's" },
        new("GET", "/api/v1/views", "/api/v1/views", SignedIn),
        new("POST", "/api/v1/views", "/api/v1/views", SignedIn) { Json = """{"name":"Open","state":"status=open"}""" },
        new("POST", "/api/v1/views", "/api/v1/views", "superuser manager") { Json = """{"name":"Ours","state":"status=open","shared":true}""" },
        new("PATCH", "/api/v1/views/{id:long}", "/api/v1/views/99999", "") { Json = """{"name":"X"}""", Note = "nobody's; one's own is changed in AgentsDayTests" },
        new("DELETE", "/api/v1/views/{id:long}", "/api/v1/views/99999", "") { Note = "as above" },
        new("GET", "/api/v1/views/{id:long}/tickets", "/api/v1/views/99999/tickets", "") { Note = "as above" },
        new("GET", "/api/v1/tickets/{number:int}/history", "/api/v1/tickets/10012/history", InReach) { Shows = ("\"note\"", Ours) },
        new("POST", "/api/v1/test-results", "/api/v1/test-results", Ours) { Json = """<testsuite name="printing"><testcase name="a" time="1"/></testsuite>""" },
        new("GET", "/api/v1/tickets/{number:int}/work-items", "/api/v1/tickets/10012/work-items", InReach) { Shows = ("By program", "") },
        new("GET", "/api/v1/projects", "/api/v1/projects", SignedIn) { Shows = ("barilla sw1", InReach) },
        new("POST", "/api/v1/projects", "/api/v1/projects", "superuser") { Json = """{"name":"barilla by program","organization":"Barilla"}""" },
        new("GET", "/api/v1/projects/{name}", "/api/v1/projects/barilla%20sw1", InReach),
        new("PATCH", "/api/v1/projects/{name}", "/api/v1/projects/barilla%20sw1", "superuser manager") { Json = """{"notifications":true,"staff":["luca"]}""" },
        new("GET", "/api/v1/work-items", "/api/v1/work-items", Ours) { Shows = ("Closing month by month", "superuser manager general") },
        new("POST", "/api/v1/work-items", "/api/v1/work-items", Ours) { Json = """{"project":"barilla sw1","name":"By program"}""" },
        new("GET", "/api/v1/work-items/{number:int}", "/api/v1/work-items/501", Ours),
        new("PATCH", "/api/v1/work-items/{number:int}", "/api/v1/work-items/501", Ours) { Json = """{"priority":"high"}""" },
        new("GET", "/api/v1/work-items/{number:int}/comments", "/api/v1/work-items/501/comments", Ours) { Shows = ("Begin with the old driver.", Ours) },
        new("POST", "/api/v1/work-items/{number:int}/comments", "/api/v1/work-items/501/comments", Ours) { Json = """{"body":"Half done"}""" },
        new("GET", "/api/v1/work-items/{number:int}/history", "/api/v1/work-items/501/history", Ours),
        new("GET", "/api/v1/work-items/{number:int}/tickets", "/api/v1/work-items/501/tickets", Ours),
        new("POST", "/api/v1/tickets/{number:int}/work-items", "/api/v1/tickets/10012/work-items", Ours) { Json = """{"number":501}""" },
        new("DELETE", "/api/v1/tickets/{number:int}/work-items/{item:int}", "/api/v1/tickets/10012/work-items/501", Ours),
        new("GET", "/api/v1/webhooks", "/api/v1/webhooks", "superuser"),
        new("POST", "/api/v1/webhooks", "/api/v1/webhooks", "superuser") { Json = """{"url":"https://hooks.barilla.example/","events":["project.added"]}""" },
        new("PATCH", "/api/v1/webhooks/{id:long}", "/api/v1/webhooks/1", "superuser") { Json = """{"active":false}""" },
        new("POST", "/api/v1/webhooks/{id:long}/ping", "/api/v1/webhooks/1/ping", "superuser"),
        new("GET", "/api/v1/webhooks/{id:long}/deliveries", "/api/v1/webhooks/1/deliveries", "superuser") { Shows = ("ping", "superuser") },
        new("POST", "/api/v1/webhooks/{id:long}/deliveries/{delivery:long}/again", "/api/v1/webhooks/1/deliveries/1/again", "superuser"),
        new("DELETE", "/api/v1/webhooks/{id:long}", "/api/v1/webhooks/999", "") { Note = "there is none of that number; that one that is there goes, WebhookApiTests show" },
        new("GET", "/api/v1/organizations", "/api/v1/organizations", "superuser") { Shows = ("Voiello", "superuser") },
        new("POST", "/api/v1/organizations", "/api/v1/organizations", "superuser") { Json = """{"name":"Rummo","category":"cus"}""" },
        new("GET", "/api/v1/organizations/{called}", "/api/v1/organizations/Barilla", "superuser"),
        new("PATCH", "/api/v1/organizations/{called}", "/api/v1/organizations/Voiello", "superuser") { Json = """{"active":true}""" },
        new("GET", "/api/v1/contacts", "/api/v1/contacts?q=fra", "superuser") { Shows = ("francesca", "superuser") },
        new("POST", "/api/v1/contacts", "/api/v1/contacts", "superuser") { Json = """{"name":"fabio","organization":"Barilla"}""" },
        new("GET", "/api/v1/contacts/{called}", "/api/v1/contacts/francesca", "superuser"),
        new("PATCH", "/api/v1/contacts/{called}", "/api/v1/contacts/francesca", "superuser") { Json = """{"active":true}""" },
        new("GET", "/openapi/{documentName}.json", "/openapi/v1.json", Everybody),
        new("GET", "/reference", "/reference", SignedIn) { Shows = ("/reference/getTickets", SignedIn) },
        new("GET", "/reference/{id}", "/reference/patchTicketsNumber", SignedIn) { Shows = ("Authorization: Bearer", SignedIn) },
        new("GET", "/metrics", "/metrics", "") { Note = "nobody without a token; with one, in MetricsTests" },
        new("GET", "/api/v1/users", "/api/v1/users?q=fra", "superuser") { Shows = ("francesca", "superuser") },
        new("POST", "/api/v1/users", "/api/v1/users", "superuser") { Json = """{"username":"fabio","groups":["readers"]}""" },
        new("GET", "/api/v1/users/{called}", "/api/v1/users/luca", "superuser"),
        new("PATCH", "/api/v1/users/{called}", "/api/v1/users/marco", "superuser") { Json = """{"active":false}""" },
        new("POST", "/api/v1/users/{called}/password", "/api/v1/users/999/password", "") { Json = """{"password":"a good sentence"}""", Note = "there is nobody of that number; that it is done for who is there, UserApiTests show" },
        new("GET", "/api/v1/users/{called}/sessions", "/api/v1/users/luca/sessions", "superuser"),
        new("DELETE", "/api/v1/users/{called}/sessions", "/api/v1/users/marco/sessions", "superuser"),
        new("DELETE", "/api/v1/users/{called}/second-factor", "/api/v1/users/marco/second-factor", "superuser"),
        new("DELETE", "/api/v1/users/{called}/passkeys", "/api/v1/users/marco/passkeys", "superuser"),
        new("DELETE", "/api/v1/users/{called}/identities", "/api/v1/users/marco/identities", "superuser"),
        new("GET", "/api/v1/users/{called}/tokens", "/api/v1/users/luca/tokens", "superuser"),
        new("GET", "/api/v1/users/{called}/history", "/api/v1/users/luca/history", "superuser"),
        new("GET", "/api/v1/groups", "/api/v1/groups", "superuser") { Shows = ("readers", "superuser") },
        new("POST", "/api/v1/groups", "/api/v1/groups", "superuser") { Json = """{"name":"by program","permissions":["ticket.view"]}""" },
        new("GET", "/api/v1/groups/{called}", "/api/v1/groups/readers", "superuser"),
        new("PATCH", "/api/v1/groups/{called}", "/api/v1/groups/readers", "superuser") { Json = """{"name":"readers"}""" },
        new("DELETE", "/api/v1/groups/{called}", "/api/v1/groups/999", "") { Note = "there is none of that number; that one that is there goes, UserApiTests show" },
        new("GET", "/api/v1/groups/{called}/history", "/api/v1/groups/readers/history", "superuser"),
        new("GET", "/api/v1/general-permissions", "/api/v1/general-permissions", "superuser") { Shows = ("daniele", "superuser") },
        new("POST", "/api/v1/general-permissions", "/api/v1/general-permissions", "superuser") { Json = """{"contact":"daniele","role":"staff"}""", Note = "which he is already" },
        new("DELETE", "/api/v1/general-permissions/{contact:long}/{role}", "/api/v1/general-permissions/999/staff", "") { Note = "there is none of that number; that one that is there is taken, UserApiTests show" },
        new("GET", "/api/v1/me/tokens", "/api/v1/me/tokens", SignedIn),
        new("DELETE", "/api/v1/me/tokens/{id:long}", "/api/v1/me/tokens/99999", "") { Note = "as in the web" },
        new("GET", "/api/v1/me/sessions", "/api/v1/me/sessions", SignedIn),
        new("DELETE", "/api/v1/me/sessions/{id:long}", "/api/v1/me/sessions/99999", "") { Note = "as in the web" },
        new("GET", "/api/v1/tokens", "/api/v1/tokens", "superuser"),
        new("DELETE", "/api/v1/tokens/{id:long}", "/api/v1/tokens/99999", "") { Note = "as in the web" },
        new("GET", "/api/v1/audit", "/api/v1/audit", "superuser"),
        new("GET", "/api/v1/canned-replies", "/api/v1/canned-replies", "superuser"),
        new("POST", "/api/v1/canned-replies", "/api/v1/canned-replies", "superuser") { Json = """{"name":"By program","body":"Dear {{requester.name}}"}""" },
        new("GET", "/api/v1/canned-replies/{id:long}", "/api/v1/canned-replies/1", "superuser"),
        new("PATCH", "/api/v1/canned-replies/{id:long}", "/api/v1/canned-replies/1", "superuser") { Json = """{"name":"Thanks"}""" },
        new("DELETE", "/api/v1/canned-replies/{id:long}", "/api/v1/canned-replies/999", "") { Note = "there is none of that number; that one that is there is, OpenApiTests show" },
        new("GET", "/api/v1/canned-replies/{id:long}/history", "/api/v1/canned-replies/1/history", "superuser"),
        new("GET", "/api/v1/fields", "/api/v1/fields", "superuser"),
        new("POST", "/api/v1/fields", "/api/v1/fields", "superuser") { Json = """{"project":"barilla sw1","name":"By program","kind":"text"}""" },
        new("GET", "/api/v1/fields/{id:long}", "/api/v1/fields/1", "superuser"),
        new("PATCH", "/api/v1/fields/{id:long}", "/api/v1/fields/1", "superuser") { Json = """{"position":3}""" },
        new("GET", "/api/v1/fields/{id:long}/history", "/api/v1/fields/1/history", "superuser"),
        new("GET", "/api/v1/targets", "/api/v1/targets", "superuser"),
        new("PUT", "/api/v1/targets", "/api/v1/targets", "superuser") { Json = """{"calendar":1,"targets":{"high":{"answer":"1:00"}}}""" },
        new("DELETE", "/api/v1/targets", "/api/v1/targets", "superuser"),
        new("GET", "/api/v1/calendars", "/api/v1/calendars", "superuser"),
        new("POST", "/api/v1/calendars", "/api/v1/calendars", "superuser") { Json = """{"name":"By program","zone":"Europe/Rome","week":["","9:00-18:00","","","","",""]}""" },
        new("GET", "/api/v1/calendars/{id:long}", "/api/v1/calendars/1", "superuser"),
        new("PATCH", "/api/v1/calendars/{id:long}", "/api/v1/calendars/1", "superuser") { Json = """{"name":"Office"}""" },
        new("GET", "/api/v1/calendars/{id:long}/history", "/api/v1/calendars/1/history", "superuser"),
        new("GET", "/api/v1/settings/tickets", "/api/v1/settings/tickets", "superuser"),
        new("PATCH", "/api/v1/settings/tickets", "/api/v1/settings/tickets", "superuser") { Json = """{"prefix":"DPR"}""" },
        new("GET", "/api/v1/settings/names", "/api/v1/settings/names", "superuser"),
        new("PATCH", "/api/v1/settings/names", "/api/v1/settings/names", "superuser") { Json = """{"kind.bug.it":"Errore"}""" },
        new("DELETE", "/api/v1/settings/names", "/api/v1/settings/names", "superuser"),
        new("GET", "/api/v1/settings/mail", "/api/v1/settings/mail", "superuser"),
        new("PATCH", "/api/v1/settings/mail", "/api/v1/settings/mail", "superuser") { Json = """{"imap.days":"3"}""" },
        new("GET", "/api/v1/health", "/api/v1/health", "superuser"),
        new("GET", "/api/v1/jobs", "/api/v1/jobs", "superuser"),
        new("GET", "/api/v1/jobs/{name}", "/api/v1/jobs/perfectionist", "superuser"),
        new("PATCH", "/api/v1/jobs/{name}", "/api/v1/jobs/perfectionist", "superuser") { Json = """{"on":true}""" },
        new("GET", "/api/v1/jobs/{name}/runs", "/api/v1/jobs/test-trends/runs", "superuser"),
        new("POST", "/api/v1/jobs/{name}/runs", "/api/v1/jobs/perfectionist/runs", "superuser"),
        new("GET", "/api/v1/runs/{id:long}", "/api/v1/runs/1", "superuser"),
        new("GET", "/api/v1/messages", "/api/v1/messages", "superuser"),
        new("POST", "/api/v1/messages/{id:long}/again", "/api/v1/messages/1/again", "") { Note = "as in the web" },
        new("POST", "/api/v1/messages/{id:long}/settle", "/api/v1/messages/1/settle", "") { Note = "as in the web" },
        new("GET", "/api/v1/letters", "/api/v1/letters", "superuser"),
        new("GET", "/api/v1/letters/{id:long}", "/api/v1/letters/999", "") { Note = "there is no letter of that number; what is done with one that is there, OpenApiTests show" },
        new("GET", "/api/v1/letters/{id:long}/source", "/api/v1/letters/999/source", "") { Note = "there is no letter of that number; what is done with one that is there, OpenApiTests show" },
        new("GET", "/api/v1/letters/{id:long}/replay", "/api/v1/letters/999/replay", "") { Note = "there is no letter of that number; what is done with one that is there, OpenApiTests show" },
        new("POST", "/api/v1/letters/{id:long}/replay", "/api/v1/letters/999/replay", "") { Note = "there is no letter of that number; what is done with one that is there, OpenApiTests show" },
        new("POST", "/api/v1/letters/{id:long}/refuse", "/api/v1/letters/999/refuse", "") { Note = "there is no letter of that number; what is done with one that is there, OpenApiTests show" },
        new("POST", "/api/v1/letters/{id:long}/contact", "/api/v1/letters/999/contact", "") { Json = """{"organization":"Barilla"}""", Note = "as above" },
        new("POST", "/api/v1/letters/{id:long}/ticket", "/api/v1/letters/999/ticket", "") { Json = """{"number":10012}""", Note = "as above" },
        new("POST", "/api/v1/letters/{id:long}/open", "/api/v1/letters/999/open", "") { Json = """{"project":"barilla sw1"}""", Note = "as above" },
        new("POST", "/api/v1/letters/{id:long}/always", "/api/v1/letters/999/always", "") { Json = """{"takes":false}""", Note = "as above" },
        new("GET", "/api/v1/mail/boxes", "/api/v1/mail/boxes", "superuser"),
        new("POST", "/api/v1/mail/boxes/test", "/api/v1/mail/boxes/test", "superuser"),
        new("GET", "/api/v1/mail/rules", "/api/v1/mail/rules", "superuser"),
        new("DELETE", "/api/v1/mail/rules/{address}", "/api/v1/mail/rules/x%40x.example", "") { Note = "no rule is kept in this world" },
        new("GET", "/api/v1/mail/outbox", "/api/v1/mail/outbox", "superuser"),
        new("GET", "/api/v1/mail/outbox/counts", "/api/v1/mail/outbox/counts", "superuser"),
        new("POST", "/api/v1/mail/outbox/{id:long}/retry", "/api/v1/mail/outbox/1/retry", "") { Note = "as in the web" },
        new("POST", "/api/v1/mail/outbox/{id:long}/arrived", "/api/v1/mail/outbox/1/arrived", "") { Note = "as in the web" },
        new("GET", "/api/v1/me/settings", "/api/v1/me/settings", SignedIn),
        new("PATCH", "/api/v1/me/settings", "/api/v1/me/settings", SignedIn) { Json = """{"theme":"dark"}""" },
        new("GET", "/api/v1/me/feeds", "/api/v1/me/feeds", SignedIn),
        new("POST", "/api/v1/me/feeds", "/api/v1/me/feeds", SignedIn),
        new("DELETE", "/api/v1/me/feeds", "/api/v1/me/feeds", SignedIn),
        new("GET", "/api/v1/me/notices", "/api/v1/me/notices", "manager staff general customer reader outsider") { Note = "mail goes to contacts, and this superuser is none" },
        new("PATCH", "/api/v1/me/notices/{project}", "/api/v1/me/notices/barilla%20sw1", "manager staff general customer reader") { Json = """{"choice":"mine"}""", Note = "as above" },
        new("GET", "/api/v1/perfectionist/findings", "/api/v1/perfectionist/findings", Ours),
        new("POST", "/api/v1/perfectionist/findings/{rule}/{thing:long}/snooze", "/api/v1/perfectionist/findings/still-new/10012/snooze", Ours) { Json = """{"until":"2013-07-10","reason":"Waiting"}""" },
        new("POST", "/api/v1/perfectionist/findings/{rule}/{thing:long}/dismiss", "/api/v1/perfectionist/findings/still-new/10012/dismiss", Ours) { Json = """{"reason":"Known"}""" },
        new("POST", "/api/v1/perfectionist/findings/{rule}/{thing:long}/apply", "/api/v1/perfectionist/findings/still-new/10012/apply", "") { Note = "as in the web" },
        new("POST", "/api/v1/perfectionist/findings/{rule}/{thing:long}/wake", "/api/v1/perfectionist/findings/work-ended/10012/wake", "") { Note = "as in the web" },
        new("GET", "/api/v1/perfectionist/fixes", "/api/v1/perfectionist/fixes", Ours),
        new("POST", "/api/v1/perfectionist/fixes/{id:long}/undo", "/api/v1/perfectionist/fixes/1/undo", "") { Note = "as in the web" },
        new("GET", "/api/v1/perfectionist/rules", "/api/v1/perfectionist/rules", Ours),
        new("PATCH", "/api/v1/perfectionist/rules/{rule}", "/api/v1/perfectionist/rules/still-new", "superuser") { Json = """{"mode":"report"}""" },
        new("PATCH", "/api/v1/perfectionist/rules/{rule}", "/api/v1/perfectionist/rules/still-new", "superuser staff") { Json = """{"mode":"off","person":"luca"}""", Undo = """{"mode":null,"person":"luca"}""" },
        new("GET", "/api/v1/reports", "/api/v1/reports?from=2013-06-01&to=2013-06-30", Ours) { Shows = ("de cecco sw", "superuser manager general") },
        new("GET", "/api/v1/leaders", "/api/v1/leaders?period=month&date=2013-07-01", Ours) { Shows = ("luca", Ours) },
        new("GET", "/api/v1/test-trends", "/api/v1/test-trends", Ours),
        new("GET", "/api/v1/tickets/{number:int}/draft", "/api/v1/tickets/10012/draft", InReach),
        new("PUT", "/api/v1/tickets/{number:int}/draft", "/api/v1/tickets/10012/draft", Ours + " customer") { Json = """{"body":"Half"}""" },
        new("PUT", "/api/v1/tickets/{number:int}/draft", "/api/v1/tickets/10012/draft", Ours) { Json = """{"body":"Half","internal":true}""" },
        new("DELETE", "/api/v1/tickets/{number:int}/draft", "/api/v1/tickets/10012/draft", Ours + " customer"),
        new("GET", "/api/v1/tickets/draft", "/api/v1/tickets/draft", SignedIn),
        new("PUT", "/api/v1/tickets/draft", "/api/v1/tickets/draft", Ours + " customer outsider") { Json = """{"subject":"Half"}""" },
        new("DELETE", "/api/v1/tickets/draft", "/api/v1/tickets/draft", Ours + " customer outsider"),
        new("GET", "/api/v1/tickets/{number:int}/recipients", "/api/v1/tickets/10012/recipients", Ours),
        new("POST", "/api/v1/tickets/{number:int}/comments/{id:long}/withdraw", "/api/v1/tickets/10012/comments/1/withdraw", "") { Note = "as in the web" },
        new("GET", "/api/v1/tickets/{number:int}/comments/{id:long}/source", "/api/v1/tickets/10012/comments/1/source", "") { Note = "as in the web" },
        new("GET", "/api/v1/tickets/{number:int}/comments/{id:long}/formatted", "/api/v1/tickets/10012/comments/1/formatted", "") { Note = "as in the web" },
        new("GET", "/api/v1/tickets/{number:int}/answer-from-work", "/api/v1/tickets/10012/answer-from-work", "") { Note = "no work of it has ended; where it has, OpenApiTests show" },
        new("GET", "/api/v1/tickets/{number:int}/access", "/api/v1/tickets/10012/access", InReach),
        new("GET", "/api/v1/tickets/{number:int}/access", "/api/v1/tickets/10012/access?user=luca", Ours),
        new("GET", "/api/v1/projects/{name}/members", "/api/v1/projects/barilla%20sw1/members", InReach),
        new("POST", "/api/v1/projects/{name}/members", "/api/v1/projects/barilla%20sw1/members", "superuser manager") { Json = """{"role":"staff","who":"luca"}""" },
        new("DELETE", "/api/v1/projects/{name}/members/{role}/{contact:long}", "/api/v1/projects/barilla%20sw1/members/customer/999", "superuser manager"),
        new("GET", "/api/v1/projects/{name}/access", "/api/v1/projects/barilla%20sw1/access", Ours),
        new("GET", "/api/v1/projects/{name}/access/{user}", "/api/v1/projects/barilla%20sw1/access/sandro", Ours),
        new("GET", "/api/v1/projects/{name}/history", "/api/v1/projects/barilla%20sw1/history", InReach),
        new("GET", "/api/v1/projects/{name}/fields", "/api/v1/projects/barilla%20sw1/fields", InReach),
        new("GET", "/api/v1/contacts/{called}/history", "/api/v1/contacts/francesca/history", "superuser"),
        new("GET", "/api/v1/contacts/duplicates", "/api/v1/contacts/duplicates", "superuser"),
        new("POST", "/api/v1/contacts/duplicates/different", "/api/v1/contacts/duplicates/different", "superuser") { Json = """{"ids":[998,999]}""" },
        new("GET", "/api/v1/contacts/{called}/merge", "/api/v1/contacts/francesca/merge?into=daniela", "superuser"),
        new("POST", "/api/v1/contacts/{called}/merge", "/api/v1/contacts/998/merge", "") { Json = """{"into":"999"}""", Note = "there is none of these numbers; that it is done for those that are there, OpenApiTests show" },
        new("GET", "/api/v1/organizations/{called}/history", "/api/v1/organizations/Barilla/history", "superuser"),
        new("GET", "/api/v1/organizations/duplicates", "/api/v1/organizations/duplicates", "superuser"),
        new("POST", "/api/v1/organizations/duplicates/different", "/api/v1/organizations/duplicates/different", "superuser") { Json = """{"ids":[998,999]}""" },
        new("GET", "/api/v1/organizations/{called}/merge", "/api/v1/organizations/Barilla/merge?into=Voiello", "superuser"),
        new("POST", "/api/v1/organizations/{called}/merge", "/api/v1/organizations/998/merge", "") { Json = """{"into":"999"}""", Note = "there is none of these numbers; that it is done for those that are there, OpenApiTests show" },
        new("GET", "/api/v1/contacts/{called}/data", "/api/v1/contacts/francesca/data", "superuser"),
        new("GET", "/api/v1/contacts/{called}/anonymization", "/api/v1/contacts/francesca/anonymization", "superuser"),
        new("POST", "/api/v1/contacts/{called}/anonymization", "/api/v1/contacts/999/anonymization", "") { Json = """{"name":"nobody"}""", Note = "as above" },
        new("POST", "/api/v1/imports", "/api/v1/imports?kind=contacts", "superuser") { Json = "name;organization\nelena;Voiello\n" },
        new("GET", "/api/v1/imports/{id:long}", "/api/v1/imports/999", "") { Note = "there is none of that number; what is done with one that is there, OpenApiTests show" },
        new("PATCH", "/api/v1/imports/{id:long}", "/api/v1/imports/999", "") { Json = """{"separator":";"}""", Note = "as above" },
        new("POST", "/api/v1/imports/{id:long}/apply", "/api/v1/imports/999/apply", "") { Note = "as above" },
        new("DELETE", "/api/v1/imports/{id:long}", "/api/v1/imports/999", "") { Note = "as above" },
        new("POST", "/api/v1/views/{id:long}/restore", "/api/v1/views/99999/restore", "") { Note = "nobody's" },
        new("POST", "/api/v1/views/{id:long}/move", "/api/v1/views/99999/move", "") { Json = """{"up":true}""", Note = "as above" },
        new("GET", "/api/v1/webhooks/{id:long}", "/api/v1/webhooks/1", "superuser"),
        new("POST", "/api/v1/mail", "/api/v1/mail", "superuser") { Json = "From: nobody@else.example\r\nSubject: Hello\r\n\r\nText" },
    ];

    private const string Everybody = SignedIn + " inactive anonymous";

    [Fact]
    public void Every_endpoint_says_what_it_runs_or_shows_or_that_it_is_public_and_has_a_line_in_this_table()
    {
        foreach (var endpoint in Endpoints())
        {
            Assert.True(
                endpoint.Metadata.GetMetadata<EndpointNature>() is not null,
                $"{endpoint.DisplayName} says nothing of itself: end its mapping with .Runs<Verb>(), .Shows<Query>() or .Public(\"why\").");
            foreach (var method in Methods(endpoint))
            {
                Assert.True(
                    Table.Any(l => l.Method == method && l.Route == Route(endpoint)),
                    $"{method} {Route(endpoint)} has no line in the table of {nameof(EveryEndpointTests)}: add who may use it.");
            }
        }
    }

    [Fact]
    public async Task Nobody_gets_through_an_endpoint_that_the_documents_forbid_and_everybody_through_those_they_allow()
    {
        var (open, hidden) = await TwoAttachments();
        var wrong = new List<string>();
        foreach (var (kind, user) in Actors)
        {
            using var browser = await BrowserOf(user);
            foreach (var line in Table.OrderBy(l => l.EndsSession))
            {
                var path = line.Path.Replace("{public}", $"{open}").Replace("{internal}", $"{hidden}");
                var (through, body) = line.Path.StartsWith("/api/", StringComparison.Ordinal) ? await ByToken(line, path, user) : await ByBrowser(browser, line, path);
                if (through != Has(line.Allowed, kind))
                {
                    wrong.Add($"{kind}: {line.Method} {path} {line.Form}{line.Json} {(through ? "got through" : "was turned away")}");
                }

                if (through && line.Shows is { } shows && body.Contains(shows.Text, StringComparison.Ordinal) != Has(shows.To, kind))
                {
                    wrong.Add($"{kind}: {line.Method} {path} {(Has(shows.To, kind) ? "does not show" : "shows")} “{shows.Text}”");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_is_out_of_reach_is_answered_like_what_does_not_exist()
    {
        using var browser = await door.As("daniela");
        var hidden = await browser.Get("/tickets/10012");
        var missing = await browser.Get("/tickets/99999");
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(
            (await missing.Content.ReadAsStringAsync()).Replace("99999", "N", StringComparison.Ordinal),
            (await hidden.Content.ReadAsStringAsync()).Replace("10012", "N", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_where_nothing_is_says_so()
    {
        using var browser = await door.As("sandro");
        var answer = await browser.Get("/tickts");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotNull((await Browser.Read(answer)).QuerySelector("h1"));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var browser = await door.As("sandro");
        var answer = await browser.Post("/tickets/10012/comments", [new("Body", "forged")], multipart: true);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain("forged", await (await browser.Get("/tickets/10012")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static bool Has(string kinds, string kind) => kinds.Split(' ').Contains(kind);

    private IEnumerable<RouteEndpoint> Endpoints() =>
        door.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private async Task<Browser> BrowserOf(string? user)
    {
        var browser = door.NewBrowser();
        if (user is not null and not "marco")
        {
            await browser.SignIn(user);
        }

        return browser;
    }

    private async Task<(bool Through, string Body)> ByBrowser(Browser browser, Line line, string path)
    {
        if (line.GoesOn)
        {
            using var begun = await browser.Begin(path);
            return (begun is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/event-stream" }, "");
        }

        var answer = line.Method == "GET" ? await browser.Get(path) : await Post(browser, path, line.Form);
        if (line.Undo is not null && answer.StatusCode == HttpStatusCode.SeeOther)
        {
            using var manager = await door.As("sandro");
            await Post(manager, path, line.Undo);
        }

        var leadsOut = answer.Headers.Location?.ToString().Contains("/sign-in", StringComparison.Ordinal) == true;
        var isGate = line.Path is "/sign-in" or "/sign-out" or "/start" or "/";
        var through = answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.SeeOther or HttpStatusCode.Found => isGate || !leadsOut,
            HttpStatusCode.UnprocessableEntity => line.Path == "/sign-in",
            _ => false,
        };
        return (through, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> Post(Browser browser, string path, string? form)
    {
        var fields = (form ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(f => f.Split('=')).Select(f => new KeyValuePair<string, string>(f[0], Uri.UnescapeDataString(f[1].Replace('+', ' ')))).ToList();
        var token = await browser.TokenOf("/sign-in");
        token = token.Length > 0 ? token : await browser.TokenOf("/tickets");
        fields.Add(new("__RequestVerificationToken", token));
        return await browser.Post(path, fields, multipart: true);
    }

    private async Task<(bool Through, string Body)> ByToken(Line line, string path, string? user)
    {
        using var http = new HttpClient { BaseAddress = new Uri(door.Address) };
        if (user is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await door.TokenFor(user));
        }

        using var request = new HttpRequestMessage(new HttpMethod(line.Method), path);
        if (line.Json is not null)
        {
            request.Content = new StringContent(line.Json, Encoding.UTF8, "application/json");
        }

        var answer = await http.SendAsync(request);
        if (line.Undo is not null && answer.IsSuccessStatusCode)
        {
            await http.PatchAsync(path, new StringContent(line.Undo, Encoding.UTF8, "application/json"));
        }

        return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(long Open, long Hidden)> TwoAttachments()
    {
        using var luca = await door.As("luca");
        foreach (var (name, note) in new[] { ("a.txt", "false"), ("b.txt", "true") })
        {
            var page = await luca.Page("/tickets/10012");
            var form = (AngleSharp.Html.Dom.IHtmlFormElement)page.QuerySelector("form.composer")!;
            var answer = await luca.Post("/tickets/10012/comments", Browser.Filled(form, ("Body", "See the file"), ("Internal", note)), multipart: true, file: (name, [1, 2, 3]));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }

        var links = (await luca.Page("/tickets/10012")).QuerySelectorAll(".files a").Select(a => a.GetAttribute("href")!).ToList();
        return (Id(links.Single(l => l.EndsWith("/a.txt", StringComparison.Ordinal))), Id(links.Single(l => l.EndsWith("/b.txt", StringComparison.Ordinal))));
    }

    private static long Id(string link) => long.Parse(link.Split('/')[^2]);

    private sealed record Line(string Method, string Route, string Path, string Allowed)
    {
        public string? Form { get; init; }

        public string? Undo { get; init; }

        public string? Json { get; init; }

        /// <summary>A text of the answer, and to whom it is shown.</summary>
        public (string Text, string To)? Shows { get; init; }

        public bool EndsSession { get; init; }

        /// <summary>The answer ends when nobody listens any more.</summary>
        public bool GoesOn { get; init; }

        public string? Note { get; init; }
    }
}
