using Sportello.Settings;
using Sportello.Wire.Imap;

namespace Sportello.Mailroom.Stores;

/// <summary>The one place that knows that there are two kinds of store.</summary>
internal static class MailStores
{
    /// <summary>The store that the settings name; nothing is asked of it before the first folder is.</summary>
    public static IMailStore Of(MailStoreSettings settings, TimeProvider clock, Action<string> warn) =>
        settings.Maildir is { } folder ? MaildirStore.At(folder, clock) : new ImapStore(settings, warn);

    public static string BoxOf(MailStoreSettings settings) =>
        settings.Maildir is { } folder ? $"maildir:{folder}" : $"imap:{settings.User}@{settings.Host}";

    /// <summary>A folder as config.ini names it, plain or already in modified UTF-7, as people read it.</summary>
    public static string PlainName(string configured) => ModifiedUtf7.Decode(configured);
}
