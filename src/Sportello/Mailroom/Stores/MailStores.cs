using Sportello.Settings;
using Sportello.Wire.Imap;

namespace Sportello.Mailroom.Stores;

/// <summary>The one place that knows that there are two kinds of store.</summary>
internal static class MailStores
{
    public static async Task<IMailStore> Open(MailStoreSettings settings, TimeProvider clock, Action<string> warn, CancellationToken stop) =>
        settings.Maildir is { } folder ? MaildirStore.At(folder, clock) : await ImapStore.Connect(settings, warn, stop);

    public static string BoxOf(MailStoreSettings settings) =>
        settings.Maildir is { } folder ? $"maildir:{folder}" : $"imap:{settings.User}@{settings.Host}";

    /// <summary>A folder as config.ini names it, plain or already in modified UTF-7, as people read it.</summary>
    public static string PlainName(string configured) => ModifiedUtf7.Decode(configured);
}
