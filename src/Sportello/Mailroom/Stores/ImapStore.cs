using Sportello.Settings;
using Sportello.Wire.Imap;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Mailroom.Stores;

internal sealed class ImapStore : IMailStore
{
    private readonly ImapClient _client;

    private ImapStore(ImapClient client, string box)
    {
        _client = client;
        Box = box;
    }

    public string Box { get; }

    /// <summary>How often we had to wait for the server.</summary>
    public int RoundTrips => _client.RoundTrips;

    public static async Task<ImapStore> Connect(MailStoreSettings settings, Action<string> warn, CancellationToken stop)
    {
        var client = await ImapClient.ConnectAsync(EndpointOf(settings, warn), cancellation: stop);
        try
        {
            if (!client.IsSignedIn)
            {
                // Without encryption only where the settings say so, or towards this very machine.
                await client.SignInAsync(SaslCredentials.Password(settings.User, settings.Password), allowInClear: settings.Security == LineSecurity.None, stop);
            }

            return new ImapStore(client, MailStores.BoxOf(settings));
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public async Task<IMailFolder> Open(string folder, bool forReading, CancellationToken stop)
    {
        var mailbox = forReading ? await _client.ExamineAsync(folder, stop) : await _client.SelectAsync(folder, stop);
        return mailbox switch
        {
            { UidValidity: 0 } => throw new StoreRefusedException($"The server gives the folder {folder} no UIDVALIDITY, so nothing can be remembered of it."),
            { IsReadOnly: true } when !forReading => throw new StoreRefusedException($"The folder {folder} can only be read; numbers cannot be written into its subjects."),
            _ => new ImapStoreFolder(_client, mailbox),
        };
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _client.LogoutAsync();
        }
        catch (Exception e) when (StoreTrouble.Is(e) || e is ObjectDisposedException or InvalidOperationException)
        {
            // Who cannot be said goodbye to is left without.
        }

        await _client.DisposeAsync();
    }

    private static WireEndpoint EndpointOf(MailStoreSettings settings, Action<string> warn)
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

internal sealed class ImapStoreFolder(ImapClient client, ImapMailbox mailbox) : IMailFolder
{
    public string Name => mailbox.Name;

    public long UidValidity => mailbox.UidValidity;

    public async Task<HashSet<long>> Standing(CancellationToken stop) =>
        mailbox.Exists == 0 ? [] : [.. (await client.SearchAsync(ImapSearch.Undeleted, stop)).Select(uid => (long)uid)];

    public async IAsyncEnumerable<LetterHead> Heads(
        IReadOnlyCollection<long> uids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var message in client.FetchHeadersAsync(SetOf(uids), cancellation: stop))
        {
            yield return new LetterHead(message.Uid, message.Header, message.Size, new Marks(message.Flags, message.ArrivedAt));
        }
    }

    public async IAsyncEnumerable<(long Uid, Stream Bytes)> Bodies(
        IReadOnlyCollection<long> uids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var body in client.FetchBodiesAsync(SetOf(uids), stop))
        {
            yield return (body.Uid, body.Content);
        }
    }

    public async Task<Dictionary<long, Marks>> MarksOf(IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        var marks = new Dictionary<long, Marks>();
        await foreach (var message in client.FetchHeadersAsync(SetOf(uids), fields: [], cancellation: stop))
        {
            marks[message.Uid] = new Marks(message.Flags, message.ArrivedAt);
        }

        return marks;
    }

    public async Task<long?> Append(Stream message, Marks marks, CancellationToken stop)
    {
        var appended = await client.AppendAsync(mailbox.Name, message, message.Length, marks.Flags, marks.ArrivedAt, stop);
        return appended is { } known && known.UidValidity == mailbox.UidValidity ? known.Uid : null;
    }

    public async Task Remove(IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        await client.StoreAsync(SetOf(uids), ImapFlagChange.Add, [ImapFlags.Deleted], cancellation: stop);

        // A plain EXPUNGE would also take away what others have marked, so without UIDPLUS the mark has to do.
        if (client.Capabilities.Has("UIDPLUS"))
        {
            await client.ExpungeAsync(SetOf(uids), stop);
        }
    }

    public async Task MoveTo(string other, IReadOnlyCollection<long> uids, CancellationToken stop)
    {
        if ((await client.ListAsync(other, stop)).Count == 0)
        {
            await client.CreateAsync(other, stop);
        }

        await client.MoveAsync(SetOf(uids), other, stop);
    }

    private static UidSet SetOf(IReadOnlyCollection<long> uids) => UidSet.Of(uids.Select(uid => (uint)uid));
}
