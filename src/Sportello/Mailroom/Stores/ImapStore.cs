using Sportello.Settings;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Mailroom.Stores;

/// <summary>An account on an IMAP server, over as many connections as it takes. A server that cannot be reached at all is asked once, not once for each folder.</summary>
internal sealed class ImapStore : IMailStore
{
    private static readonly ImapReconnecting Patience = ImapReconnecting.Default with { Tries = 4 };

    private readonly MailStoreSettings _settings;
    private readonly Action<string> _warn;
    private readonly ImapSession _session;
    private ImapClient? _client;
    private int _roundTripsBefore;
    private Exception? _shut;

    public ImapStore(MailStoreSettings settings, Action<string> warn)
    {
        _settings = settings;
        _warn = warn;
        _session = new ImapSession(Connect, Patience);
    }

    public string Box => MailStores.BoxOf(_settings);

    /// <summary>How often we had to wait for the server.</summary>
    public int RoundTrips => _roundTripsBefore + (_client?.RoundTrips ?? 0);

    public async Task<T> In<T>(string folder, bool forReading, Func<IMailFolder, CancellationToken, Task<T>> work, CancellationToken stop)
    {
        if (_shut is { } before)
        {
            throw new StoreRefusedException(before.Message);
        }

        try
        {
            return await Once(folder, forReading, work, stop);
        }
        catch (ImapFolderReplacedException)
        {
            // The folder is another one under the same name; the work begins anew and finds its letters by what they are.
            return await Once(folder, forReading, work, stop);
        }
        catch (Exception e) when (StoreTrouble.IsBroken(e) && _client is null)
        {
            _shut = e;
            throw;
        }
    }

    public Task<string?> Find(string folder, CancellationToken stop) =>
        _session.RunAsync("INBOX", (client, _, stopping) => ImapPlaces.Find(client, folder, stopping), readOnly: true, stop);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_client?.LogoutAsync() ?? Task.CompletedTask);
        }
        catch (Exception e) when (StoreTrouble.Is(e) || e is ObjectDisposedException or InvalidOperationException)
        {
            // Who cannot be said goodbye to is left without.
        }

        await _session.DisposeAsync();
    }

    private Task<T> Once<T>(string folder, bool forReading, Func<IMailFolder, CancellationToken, Task<T>> work, CancellationToken stop) =>
        _session.RunAsync(
            folder,
            (client, mailbox, stopping) => mailbox switch
            {
                { UidValidity: 0 } => throw new StoreRefusedException($"The server gives the folder {folder} no UIDVALIDITY, so nothing can be remembered of it."),
                { IsReadOnly: true } when !forReading => throw new StoreRefusedException($"The folder {folder} can only be read; numbers cannot be written into its subjects."),
                _ => work(new ImapStoreFolder(client, mailbox), stopping),
            },
            forReading,
            stop);

    private async Task<ImapClient> Connect(CancellationToken stop)
    {
        _roundTripsBefore = RoundTrips;
        _client = null;
        return _client = await SignedIn(_settings, _warn, null, stop);
    }

    /// <summary>A connection, signed in; its dialogue is told to the log where there is one.</summary>
    public static async Task<ImapClient> SignedIn(MailStoreSettings settings, Action<string> warn, IWireLog? log, CancellationToken stop)
    {
        var client = await ImapClient.ConnectAsync(Endpoint(settings, warn), log, cancellation: stop);
        try
        {
            if (!client.IsSignedIn)
            {
                // Without encryption only where the settings say so, or towards this very machine.
                await client.SignInAsync(SaslCredentials.Password(settings.User, settings.Password), allowInClear: settings.Security == LineSecurity.None, stop);
            }
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }

        return client;
    }

    private static WireEndpoint Endpoint(MailStoreSettings settings, Action<string> warn)
    {
        var security = settings.Security switch
        {
            LineSecurity.Tls => ConnectionSecurity.Tls,
            LineSecurity.StartTls => ConnectionSecurity.StartTls,
            _ => ConnectionSecurity.None,
        };
        var port = settings.Port ?? (security == ConnectionSecurity.Tls ? 993 : 143);
        return new WireEndpoint(settings.Host!, port, security, settings.CheckCertificate ? CertificatePolicy.Checked : CertificatePolicy.Unchecked(warn));
    }
}
