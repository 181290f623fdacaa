using Sportello.Wire.Transport;

namespace Sportello.Wire.Imap;

/// <summary>
/// A client of one mail server (RFC 9051, and RFC 3501 servers with their extensions). One call at a time; an enumeration counts as a call until it ends.
/// Every call may throw <see cref="CommandRefusedException"/> (the next call may follow) or
/// <see cref="ConversationBrokenException"/> (dispose and connect again).
/// </summary>
public sealed partial class ImapClient : IAsyncDisposable
{
    private const int MostAlerts = 20;

    private readonly ImapConversation _conversation;
    private readonly List<string> _alerts = [];
    private readonly TimeProvider _clock;
    private int _isBusy;

    private ImapClient(WireConnection connection, ImapLimits limits, TimeProvider clock)
    {
        _conversation = new ImapConversation(connection, limits) { Overhears = Overhear };
        _clock = clock;
    }

    /// <summary>What the server says it can do, by now.</summary>
    public ImapCapabilities Capabilities => _conversation.Capabilities;

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn { get; private set; }

    /// <summary>Whether the conversation is over, so that nothing is left but to dispose and connect again.</summary>
    public bool IsBroken => _conversation.IsBroken;

    /// <summary>The selected folder, if any.</summary>
    public ImapMailbox? Selected { get; private set; }

    /// <summary>How often the client had to sit still until the server's answer came, the greeting included.</summary>
    public int RoundTrips => _conversation.RoundTrips + 1;

    /// <summary>Octets received and sent so far.</summary>
    public (long Received, long Sent) Octets => (_conversation.Connection.OctetsReceived, _conversation.Connection.OctetsSent);

    /// <summary>What the server wants a person to read (RFC 9051 section 7.1, ALERT); the first twenty of a session.</summary>
    public IReadOnlyList<string> Alerts => _alerts;

    /// <summary>Connects, makes the connection secure as the endpoint demands, and learns what the server can do.</summary>
    /// <exception cref="ConversationBrokenException">The server cannot be reached, turned us away, or does not offer the security demanded.</exception>
    /// <exception cref="CertificateNotTrustedException">The certificate does not meet the policy.</exception>
    public static async Task<ImapClient> ConnectAsync(
        WireEndpoint endpoint, IWireLog? log = null, ImapLimits? limits = null, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        limits ??= ImapLimits.Default;
        var connection = await WireConnection.ConnectAsync(endpoint, log, limits.Wire, clock, cancellation);
        return await GreetAsync(connection, limits, clock, cancellation);
    }

    /// <summary>Begins a session over a connection that was opened elsewhere; the client owns it from here on.</summary>
    public static async Task<ImapClient> GreetAsync(
        WireConnection connection, ImapLimits? limits = null, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        var client = new ImapClient(connection, limits ?? ImapLimits.Default, clock ?? TimeProvider.System);
        try
        {
            await client.HearGreetingAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for nothing, so that the server can tell what is new and does not fall asleep.</summary>
    public async Task NoopAsync(CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        await RunAsync(new ImapCommand("NOOP"), collect: null, cancellation);
    }

    /// <summary>Tells the server who we are and learns who it is (RFC 2971); empty where that is not offered.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> IdentifyAsync(string name, string version, CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        var answer = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!Capabilities.Has("ID"))
            return answer;
        var command = new ImapCommand("ID").Raw(" (\"name\" ").String(name).Raw(" \"version\" ").String(version).Raw(")");
        await RunAsync(command, item => ReadIdentity(item, answer), cancellation);
        return answer;
    }

    /// <summary>Says goodbye. The client is of no use afterwards.</summary>
    public async Task LogoutAsync(CancellationToken cancellation = default)
    {
        using var turn = TakeTurn();
        _conversation.IsLeaving = true;
        await RunAsync(new ImapCommand("LOGOUT"), collect: null, cancellation);
    }

    /// <summary>Closes the connection, with or without a goodbye before.</summary>
    public ValueTask DisposeAsync() => _conversation.DisposeAsync();

    private async Task HearGreetingAsync(CancellationToken cancellation)
    {
        var greeting = await _conversation.NextAsync(cancellation);
        if (greeting is not { Kind: ImapEventKind.Status, Status: ImapStatus.Ok or ImapStatus.PreAuth })
            throw new ConversationBrokenException($"{_conversation.Connection.Endpoint} does not greet like an IMAP server: {greeting.Text}");
        IsSignedIn = greeting.Status == ImapStatus.PreAuth;
        if (_conversation.Connection.Endpoint.Security == ConnectionSecurity.StartTls)
            await StartTlsAsync(cancellation);
        if (!Capabilities.AreKnown)
            await AskCapabilitiesAsync(cancellation);
    }

    private async Task StartTlsAsync(CancellationToken cancellation)
    {
        // A session that is signed in already cannot be secured any more (RFC 9051 section 7.1.4); somebody may have wanted just that.
        if (IsSignedIn)
            throw new ConversationBrokenException("The server signed us in before the connection was secure; somebody may be interfering.");
        if (!Capabilities.AreKnown)
            await AskCapabilitiesAsync(cancellation);
        if (!Capabilities.Has("STARTTLS"))
            throw new ConversationBrokenException($"{_conversation.Connection.Endpoint} does not offer STARTTLS, and the settings demand it.");
        await RunAsync(new ImapCommand("STARTTLS"), collect: null, cancellation);
        await _conversation.Connection.UpgradeToTlsAsync(cancellation);
        // What was said in the clear may have been said by anybody.
        Capabilities.Forget();
    }

    private Task<ImapEvent> AskCapabilitiesAsync(CancellationToken cancellation) => RunAsync(new ImapCommand("CAPABILITY"), collect: null, cancellation);

    private Task<ImapEvent> RunAsync(ImapCommand command, Action<ImapEvent>? collect, CancellationToken cancellation) =>
        _conversation.RunAsync(command, collect, cancellation);

    private void Overhear(ImapEvent item)
    {
        if (item.Code is { Name: "ALERT" } && _alerts.Count < MostAlerts)
            _alerts.Add(item.Text);
        Selected?.Hear(item, _conversation.Limits.Depth);
    }

    private void ReadIdentity(ImapEvent item, Dictionary<string, string?> answer)
    {
        if (!item.IsData("ID"))
            return;
        var scanner = item.Scan(_conversation.Limits.Depth);
        if (!scanner.TryTake('('))
            return;
        while (!scanner.TryTake(')') && !scanner.AtEnd)
            answer[scanner.StringText() ?? throw scanner.Fail()] = scanner.StringText();
    }

    private Turn TakeTurn()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
            throw new InvalidOperationException("An IMAP client does one thing at a time; finish the call or the enumeration that is going on.");
        return new Turn(this);
    }

    private readonly struct Turn(ImapClient client) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref client._isBusy, 0);
    }
}
