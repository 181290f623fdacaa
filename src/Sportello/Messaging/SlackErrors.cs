using Sportello.Words;

namespace Sportello.Messaging;

/// <summary>Slack's error codes in words, and whether the next message would fare any better.</summary>
internal static class SlackErrors
{
    public static NotDelivered Of(string code, string addressee)
    {
        var (key, serviceDown) = Meaning(code);
        return new NotDelivered(Said.Of("post.slack.says", ("what", Said.Of(key, ("addressee", addressee))), ("code", code)), serviceDown, code: code);
    }

    private static (string Key, bool ServiceDown) Meaning(string code) => code switch
    {
        "channel_not_found" or "user_not_found" or "users_not_found" => ("post.slack.nobody", false),
        "is_archived" => ("post.slack.archived", false),
        "not_in_channel" => ("post.slack.not-in-channel", false),
        "cannot_dm_bot" or "user_disabled" or "messages_tab_disabled" => ("post.slack.not-to-them", false),
        "msg_too_long" or "no_text" => ("post.slack.not-this", false),
        "not_authed" or "invalid_auth" => ("post.slack.token", true),
        "token_expired" or "token_revoked" or "account_inactive" => ("post.slack.token-over", true),
        "missing_scope" or "no_permission" or "not_allowed_token_type" or "ekm_access_denied" => ("post.slack.scopes", true),
        "access_denied" or "org_login_required" or "team_access_not_granted" or "accesslimited" => ("post.slack.workspace", true),
        "ratelimited" or "rate_limited" => ("post.slack.asks-pause", true),
        "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" => ("post.slack.own-trouble", true),
        _ => ("post.slack.refuses", false),
    };
}
