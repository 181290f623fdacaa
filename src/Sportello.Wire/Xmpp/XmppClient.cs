using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

/// <summary>
/// Sends messages by Jabber (RFC 6120, 6121, 7590). It never sends presence, so nobody sees it online and nobody's message is routed to it.
/// One call at a time. Calls may throw <see cref="CommandRefusedException"/> or <see cref="ConversationBrokenException"/> (dispose and connect again).
/// </summary>
public sealed partial class XmppClient : IAsyncDisposable
{
    private readonly XmppStream _stream;
    private readonly Jid _account;
    private readonly XmppLimits _limits;
    private readonly TimeProvider _clock;
    private bool _isManaged;
    private uint _sent;
    private uint _received;
    private int _questions;

    private XmppClient(WireConnection connection, Jid account, XmppLimits limits, TimeProvider clock)
    {
        _stream = new XmppStream(connection, account.Domain, limits);
        _account = account;
        _limits = limits;
        _clock = clock;
    }

    /// <summary>Our full address, as the server gave it.</summary>
    public Jid Address { get; private set; } = null!;

    /// <summary>Whether the server acknowledges stanzas (XEP-0198); otherwise an answer to a ping tells that it took them.</summary>
    public bool IsManaged => _isManaged;

    /// <summary>Whether the next message may follow.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Connects to one of the servers, in their order, and signs in.</summary>
    /// <param name="account">Who we are; the resource is ours to propose.</param>
    /// <param name="password">The account's password.</param>
    /// <param name="endpoints">The servers, from <see cref="XmppServers"/> or from the settings.</param>
    /// <param name="log">Hears the conversation.</param>
    /// <param name="limits">Times and sizes.</param>
    /// <param name="clock">Measures the times.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="ConversationBrokenException">No server can be reached, or the last one does not offer the security demanded.</exception>
    /// <exception cref="CertificateNotTrustedException">The certificate does not meet the policy. No other server is tried then.</exception>
    /// <exception cref="AuthenticationFailedException">The server does not accept the name and the password, or cannot prove itself.</exception>
    /// <exception cref="XmppRefusedException">The server does not begin a session.</exception>
    public static async Task<XmppClient> ConnectAsync(
        Jid account, string password, IReadOnlyList<WireEndpoint> endpoints, IWireLog? log = null, XmppLimits? limits = null,
        TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        limits ??= XmppLimits.Default;
        for (var i = 0; i < endpoints.Count; i++)
        {
            try
            {
                var connection = await WireConnection.ConnectAsync(endpoints[i], log, limits.Wire, clock, cancellation);
                return await SignInAsync(connection, account, password, limits, clock, allowInClear: false, cancellation);
            }
            catch (ConversationBrokenException problem) when (problem is not CertificateNotTrustedException && i < endpoints.Count - 1)
            {
                log?.Client($"# {problem.Message}");
            }
        }

        throw new ConversationBrokenException($"{account.Domain} names no server.");
    }

    /// <summary>Begins a session over a connection that was opened elsewhere; the client owns it from here on.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="account">Who we are; the resource is ours to propose.</param>
    /// <param name="password">The account's password.</param>
    /// <param name="limits">Times and sizes.</param>
    /// <param name="clock">Measures the times.</param>
    /// <param name="allowInClear">Whether the password may travel readable over a line that others can read.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <inheritdoc cref="ConnectAsync" path="/exception" />
    public static async Task<XmppClient> SignInAsync(
        WireConnection connection, Jid account, string password, XmppLimits? limits = null, TimeProvider? clock = null, bool allowInClear = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        var client = new XmppClient(connection, account, limits ?? XmppLimits.Default, clock ?? TimeProvider.System);
        try
        {
            await client.BeginAsync(SaslCredentials.Password(account.Local, password), allowInClear, cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the stream and waits a little for the server's end (RFC 6120 section 4.4). The client is of no use afterwards.</summary>
    public async Task CloseAsync(CancellationToken cancellation = default)
    {
        IsOpen = false;
        await _stream.WriteAsync("</stream:stream>", cancellation);
        using var late = new CancellationTokenSource(_limits.Closing, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            while (await _stream.ReadAsync(both.Token) is not null)
            {
            }
        }
        catch (Exception problem) when (problem is ConversationBrokenException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Everything that mattered was answered before; how the line ends is the server's affair.
            _stream.Connection.Log?.Client($"# {problem.Message}");
        }
    }

    /// <summary>Closes the connection, with or without a goodbye before.</summary>
    public ValueTask DisposeAsync()
    {
        IsOpen = false;
        return _stream.DisposeAsync();
    }

    private string NextQuestion() => string.Create(CultureInfo.InvariantCulture, $"q{++_questions}");

    // The other side's program may tell messages apart by it, of all our sessions.
    private static string NewMessageId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>Reads until the stanza asked for comes, and does what others ask of us meanwhile.</summary>
    private async Task<T> WaitAsync<T>(Func<XElement, T?> recognize, CancellationToken cancellation)
        where T : class
    {
        for (var between = 0; between < _limits.StanzasInBetween; between++)
        {
            var stanza = await _stream.ReadAsync(cancellation)
                ?? throw new ConversationBrokenException($"{_stream.Connection.Endpoint} closed the stream.");
            if (stanza.Name.Namespace == XmppNames.Client)
                _received++;
            if (recognize(stanza) is { } found)
                return found;
            await ObligeAsync(stanza, cancellation);
        }

        throw new ConversationBrokenException($"{_stream.Connection.Endpoint} talks of everything but what it was asked.");
    }

    private async ValueTask ObligeAsync(XElement stanza, CancellationToken cancellation)
    {
        if (stanza.Name == XmppNames.Management + "r")
        {
            await _stream.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"<a xmlns='urn:xmpp:sm:3' h='{_received}'/>"), cancellation);
        }
        else if (stanza.Name == XmppNames.Client + "iq" && (string?)stanza.Attribute("type") is "get" or "set")
        {
            // Every question must be answered (RFC 6120 section 8.2.3).
            var id = XmppNames.Escape((string?)stanza.Attribute("id") ?? "");
            var to = (string?)stanza.Attribute("from") is { } from ? $" to='{XmppNames.Escape(from)}'" : "";
            await _stream.WriteAsync(
                stanza.Element(XmppNames.Ping + "ping") is not null
                    ? $"<iq type='result' id='{id}'{to}/>"
                    : $"<iq type='error' id='{id}'{to}><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
                cancellation);
            _sent++;
        }
    }
}
