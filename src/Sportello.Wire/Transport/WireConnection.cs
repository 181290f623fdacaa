using System.Net;
using System.Net.Sockets;

namespace Sportello.Wire.Transport;

/// <summary>
/// One conversation with a server: lines and octets over a TCP connection or any other stream, with deadlines, limits and a log.
/// One reader and one writer may be at work at the same time. Once anything has failed, every further call fails.
/// </summary>
public sealed partial class WireConnection : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private Stream _stream;

    /// <summary>Speaks over a stream that is already open; the connection owns and closes it.</summary>
    /// <param name="stream">A stream that can be read and written at the same time.</param>
    /// <param name="endpoint">Whom the stream leads to; its host is what a certificate is checked against.</param>
    /// <param name="log">Hears the conversation.</param>
    /// <param name="limits">Deadlines and sizes.</param>
    /// <param name="clock">Measures the deadlines.</param>
    public WireConnection(Stream stream, WireEndpoint endpoint, IWireLog? log = null, WireLimits? limits = null, TimeProvider? clock = null)
    {
        _stream = stream;
        _clock = clock ?? TimeProvider.System;
        Endpoint = endpoint;
        Log = log;
        Limits = limits ?? WireLimits.Default;
        _reading = new Deadline(this, _clock, "The server was silent for too long");
        _writing = new Deadline(this, _clock, "The server took in nothing for too long");
    }

    /// <summary>Whom this connection was opened to.</summary>
    public WireEndpoint Endpoint { get; }

    /// <summary>Hears the conversation, if anybody does.</summary>
    public IWireLog? Log { get; }

    /// <summary>Deadlines and sizes.</summary>
    public WireLimits Limits { get; }

    /// <summary>Whether TLS is in force.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>Whether the other end is on this machine, so that nobody listens in between.</summary>
    public bool IsLoopback { get; private init; }

    /// <summary>Octets received so far, after decryption.</summary>
    public long OctetsReceived { get; private set; }

    /// <summary>Octets sent so far, before encryption.</summary>
    public long OctetsSent { get; private set; }

    /// <summary>
    /// Connects, and with <see cref="ConnectionSecurity.Tls"/> also makes the connection secure.
    /// With <see cref="ConnectionSecurity.StartTls"/> the protocol asks the server first and then calls <see cref="UpgradeToTlsAsync"/>.
    /// </summary>
    /// <exception cref="ConversationBrokenException">The server cannot be reached.</exception>
    /// <exception cref="CertificateNotTrustedException">The certificate does not meet the policy.</exception>
    public static async Task<WireConnection> ConnectAsync(
        WireEndpoint endpoint, IWireLog? log = null, WireLimits? limits = null, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        limits ??= WireLimits.Default;
        clock ??= TimeProvider.System;
        var socket = await OpenSocketAsync(endpoint, limits.ConnectTimeout, clock, cancellation);
        var remote = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        var connection = new WireConnection(new NetworkStream(socket, ownsSocket: true), endpoint, log, limits, clock)
        {
            IsLoopback = remote is not null && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote),
        };
        if (endpoint.Security != ConnectionSecurity.Tls)
            return connection;
        try
        {
            await connection.UpgradeToTlsAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the connection without a word; saying goodbye is the protocol's business.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _reading.Dispose();
        _writing.Dispose();
    }

    private static async Task<Socket> OpenSocketAsync(WireEndpoint endpoint, TimeSpan timeout, TimeProvider clock, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var late = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, both.Token);
            return socket;
        }
        catch (Exception problem)
        {
            socket.Dispose();
            if (cancellation.IsCancellationRequested)
                throw new OperationCanceledException(cancellation);
            if (late.IsCancellationRequested)
                throw new ConversationBrokenException($"{endpoint} did not answer within {timeout.TotalSeconds:0} seconds.", problem);
            throw new ConversationBrokenException($"{endpoint} cannot be reached: {problem.Message}", problem);
        }
    }
}
