using Sportello.Jobs;
using Sportello.Settings;
using Sportello.Words;

namespace Sportello.Messaging;

internal static class Senders
{
    public static ISender For(Channel channel, HouseSettings settings, ProgramLog log) => channel switch
    {
        Channel.Slack => settings.Slack.Token is { } token
            ? new SlackSender(new Uri(settings.Slack.Url.TrimEnd('/') + "/"), token)
            : new NoSender(channel, Said.Of("post.slack.not-set-up")),
        Channel.Jabber when settings.Xmpp is { } xmpp => new JabberSender(xmpp, log),
        Channel.Jabber => new NoSender(channel, Said.Of("post.jabber.not-set-up")),
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };
}
