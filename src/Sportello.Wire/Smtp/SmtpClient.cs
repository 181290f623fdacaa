using System.Net;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

/// <summary>
/// Hands letters to one mail server (RFC 5321). One call at a time; any number of letters over one connection.
/// Calls may throw <see cref="CommandRefusedException"/> (the next call may follow) or <see cref="ConversationBrokenException"/>
/// (dispose and connect again; nothing was taken, since what may have been taken is a result and no exception).
/// </summary>
public sealed partial class SmtpClient : IAsyncDisposable
{
    private readonly WireConnection _connection;
    private readonly SmtpLimits _limits;
    private readonly SmtpReplyReader _reader;
    private readonly string _name;
    private bool _needsReset;

    private SmtpClient(WireConnection connection, string name, SmtpLimits limits)
    {
        _connection = connection;
        _limits = limits;
        _name = name;
        _reader = new SmtpReplyReader(connection, limits);
    }

    /// <summary>What the server offers, by now.</summary>
    public SmtpOffers Offers { get; private set; } = SmtpOffers.None;

    /// <summary>Whether the next letter may follow over this connection.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Connects, makes the connection secure as the endpoint demands, and learns what the server offers.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="name">Our own name for EHLO: a domain name, or an address in brackets such as <c>[192.0.2.1]</c>.</param>
    /// <param name="log">Hears the conversation; letters are <c>[N octets]</c>.</param>
    /// <param name="limits">Times and sizes.</param>
    /// <param name="clock">Measures the times.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="ConversationBrokenException">The server cannot be reached or does not offer the security demanded.</exception>
    /// <exception cref="CertificateNotTrustedException">The certificate does not meet the policy.</exception>
    /// <exception cref="SmtpRefusedException">The server turned us away, for now or for good.</exception>
    /// <exception cref="FormatException">Our own name cannot be sent.</exception>
    public static async Task<SmtpClient> ConnectAsync(
        WireEndpoint endpoint, string name, IWireLog? log = null, SmtpLimits? limits = null, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        ThrowUnlessName(name);
        limits ??= SmtpLimits.Default;
        var connection = await WireConnection.ConnectAsync(endpoint, log, limits.Wire, clock, cancellation);
        return await GreetAsync(connection, name, limits, cancellation);
    }

    /// <summary>Begins a session over a connection that was opened elsewhere; the client owns it from here on.</summary>
    /// <inheritdoc cref="ConnectAsync" path="/exception" />
    public static async Task<SmtpClient> GreetAsync(
        WireConnection connection, string name, SmtpLimits? limits = null, CancellationToken cancellation = default)
    {
        ThrowUnlessName(name);
        var client = new SmtpClient(connection, name, limits ?? SmtpLimits.Default);
        try
        {
            await client.BeginAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for nothing, to see whether the server is still there.</summary>
    public async Task NoopAsync(CancellationToken cancellation = default) => Ensure("NOOP", await AskAsync("NOOP", cancellation));

    /// <summary>Says goodbye. The client is of no use afterwards.</summary>
    public async Task QuitAsync(CancellationToken cancellation = default)
    {
        await AskAsync("QUIT", cancellation);
        IsOpen = false;
    }

    /// <summary>Closes the connection, with or without a goodbye before.</summary>
    public ValueTask DisposeAsync()
    {
        IsOpen = false;
        return _connection.DisposeAsync();
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        Ensure("the connection", await ReadAsync(cancellation));
        await HelloAsync(cancellation);
        if (_connection.Endpoint.Security != ConnectionSecurity.StartTls)
            return;
        if (!Offers.Has("STARTTLS"))
            throw new ConversationBrokenException($"{_connection.Endpoint} does not offer STARTTLS, and the settings demand it.");
        Ensure("STARTTLS", await AskAsync("STARTTLS", cancellation));
        await _connection.UpgradeToTlsAsync(cancellation);

        // What was said in the clear may have been said by anybody (RFC 3207 section 4.2).
        await HelloAsync(cancellation);
    }

    private async Task HelloAsync(CancellationToken cancellation)
    {
        var ehlo = await AskAsync($"EHLO {_name}", cancellation);
        Offers = ehlo.IsPositive ? SmtpOffers.Read(ehlo) : SmtpOffers.None;

        // Servers that never heard of extensions (RFC 5321 section 3.2).
        if (ehlo.Code is 500 or 501 or 502 or 504 or 550)
            ehlo = await AskAsync($"HELO {_name}", cancellation);
        Ensure("EHLO", ehlo);
    }

    private async ValueTask<SmtpReply> AskAsync(string line, CancellationToken cancellation, string? logAs = null)
    {
        ThrowIfOver();
        await GuardAsync(async () =>
        {
            await _connection.WriteLineAsync(line, cancellation, logAs);
            await _connection.FlushAsync(cancellation);
        });
        return await ReadAsync(cancellation);
    }

    private async ValueTask<SmtpReply> ReadAsync(CancellationToken cancellation, TimeSpan? timeout = null)
    {
        SmtpReply? reply = null;
        await GuardAsync(async () => reply = await _reader.ReadAsync(cancellation, timeout));
        if (reply!.IsGoodbye)
            IsOpen = false;
        return reply;
    }

    // Whatever goes wrong in the middle leaves the conversation where no next command can follow.
    private async ValueTask GuardAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch
        {
            IsOpen = false;
            throw;
        }
    }

    private void ThrowIfOver()
    {
        if (!IsOpen)
            throw new ConversationBrokenException($"The conversation with {_connection.Endpoint} is over; connect again.");
    }

    private static void Ensure(string command, SmtpReply reply)
    {
        if (!reply.IsPositive)
            throw new SmtpRefusedException(command, reply);
    }

    private static void ThrowUnlessName(string name)
    {
        var isLiteral = name is ['[', .. var inner, ']']
            && IPAddress.TryParse(inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inner[5..] : inner, out _);
        if (!isLiteral && (name.Length is 0 or > 255 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
            throw new FormatException("The name said in EHLO is a domain name or an address in brackets.");
    }
}
