using Sportello.App.Web.Shared;
using Sportello.History;
using Sportello.Words;

namespace Sportello.App.Web.Access;

/// <summary>The entries of the log of access in words.</summary>
internal static class AuditWords
{
    public static string Sentence(Page page, string what, string? from, string? to) => what switch
    {
        "added" or "imported" or "deleted" or "password" => page.Say($"audit.{what}"),
        "changed by import" => page.Say("audit.changed-by-import"),
        "locked" => page.Say("audit.locked", ("n", Count(to)), ("address", from ?? "–")),
        "recovery-code" => page.Say("audit.recovery-code", ("n", Count(to))),
        "sessions-ended" => page.Say("audit.sessions-ended", ("n", Count(from))),
        "feed" => page.Say(to is null ? "audit.feed-revoked" : "audit.feed-made"),
        "webhook.added" => page.Say("audit.webhook-added", ("host", to)),
        "webhook.removed" => page.Say("audit.webhook-removed", ("host", from)),
        "webhook.active" => page.Say(to is "yes" ? "audit.webhook-on" : "audit.webhook-off"),
        "identity" => to is null ? page.Say("audit.identity-ended") : page.Say("audit.identity-known", ("provider", to)),
        "passkey" => to is null ? page.Say("audit.passkey-removed", ("name", from)) : page.Say("audit.passkey-made", ("name", to)),
        "token" => to is null ? page.Say("audit.token-ended", ("name", from)) : page.Say("audit.token-made", ("name", to)),
        "permissions" => page.Say("audit.permissions", ("taken", PermissionWords.All(page, from)), ("given", PermissionWords.All(page, to))),
        "manager" or "staff" or "customer" when to is null => page.Say("audit.left", ("name", from), ("role", page.Say($"role.{what}"))),
        "manager" or "staff" or "customer" => page.Say("audit.joined", ("name", to), ("role", page.Say($"role.{what}"))),
        "general permission" when to is null => page.Say("audit.general-taken", ("role", page.Say($"role.{from}"))),
        "general permission" => page.Say("audit.general-given", ("role", page.Say($"role.{to}"))),
        "active" or "staff-flag" or "superuser" or "second-factor" => page.Say("past.changed", ("field", page.Say($"audit.field-{what}")), ("from", YesNo(page, from)), ("to", YesNo(page, to))),
        "name" => page.Say("past.changed", ("field", page.Say("directory.name")), ("from", Value(from)), ("to", Value(to))),
        "groups" => page.Say("past.changed", ("field", page.Say("user.groups")), ("from", Value(from)), ("to", Value(to))),
        _ => page.Say("past.changed", ("field", what), ("from", Value(from)), ("to", Value(to))),
    };

    public static string Sentence(Page page, AuditRow row) => Sentence(page, row.What, row.From, row.To);

    /// <summary>The page of what the entry is about, for whoever may open it.</summary>
    public static string? Link(Page page, AuditRow row) => row.Kind switch
    {
        AuditKind.Users or AuditKind.SignIns when page.Actor.Holds("user.view") => $"/users/{row.AboutId}",
        AuditKind.Groups when page.Actor.Holds("user.view") => $"/groups/{row.AboutId}",
        AuditKind.Roles when row.About is not null => $"/projects/{Uri.EscapeDataString(row.About)}",
        AuditKind.General when page.Actor.Holds("contact.view") => $"/contacts/{row.AboutId}",
        _ => null,
    };

    private static int Count(string? text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : 0;

    private static string YesNo(Page page, string? value) => value is "yes" or "no" ? page.Say("answer." + value) : Value(value);

    private static string Value(string? value) => string.IsNullOrEmpty(value) ? "–" : value;
}
