using Sportello.Jobs;
using Sportello.Settings;

namespace Sportello.Messaging;

internal static class Senders
{
    public static ISender For(Channel channel, HouseSettings settings, ProgramLog log) => channel switch
    {
        Channel.Slack => settings.Slack.Token is { } token
            ? new SlackSender(new Uri(settings.Slack.Url.TrimEnd('/') + "/"), token)
            : new NoSender(channel, "Slack is not configured: token.txt, or SPORTELLO__SLACK__TOKEN, must hold its token."),
        Channel.Jabber when settings.Xmpp is { } xmpp => new JabberSender(xmpp, log),
        Channel.Jabber => new NoSender(channel, "Jabber is not configured: config.ini needs a section [xmpp] with jid and password."),
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };
}
