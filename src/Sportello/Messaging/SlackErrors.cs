namespace Sportello.Messaging;

/// <summary>Slack's error codes in words, and whether the next message would fare any better.</summary>
internal static class SlackErrors
{
    public static NotDelivered Of(string code, string addressee)
    {
        var (what, serviceDown) = Meaning(code, addressee);
        return new NotDelivered($"{what} (Slack says {code}.)", serviceDown, code: code);
    }

    private static (string What, bool ServiceDown) Meaning(string code, string addressee) => code switch
    {
        "channel_not_found" or "user_not_found" or "users_not_found" => ($"Slack knows nobody called {addressee}; look at the handle, or give a user id or e-mail address.", false),
        "is_archived" => ($"The Slack channel {addressee} is archived.", false),
        "not_in_channel" => ($"Our robot is not a member of the Slack channel {addressee}; invite it there.", false),
        "cannot_dm_bot" or "user_disabled" or "messages_tab_disabled" => ($"{addressee} cannot be written to on Slack.", false),
        "msg_too_long" or "no_text" => ($"Slack does not take this message to {addressee}.", false),
        "not_authed" or "invalid_auth" => ("Slack does not accept the token; put the robot's current token into token.txt.", true),
        "token_expired" or "token_revoked" or "account_inactive" => ("The Slack token is no longer good; put a new one into token.txt.", true),
        "missing_scope" or "no_permission" or "not_allowed_token_type" or "ekm_access_denied" => ("The Slack token may not do this; the robot needs the scopes chat:write, users:read and users:read.email.", true),
        "access_denied" or "org_login_required" or "team_access_not_granted" or "accesslimited" => ("Slack does not let our robot into this workspace.", true),
        "ratelimited" or "rate_limited" => ("Slack asks for a pause.", true),
        "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" => ("Slack has a trouble of its own.", true),
        _ => ($"Slack refuses the message to {addressee}.", false),
    };
}
