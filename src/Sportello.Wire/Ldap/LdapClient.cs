using System.Formats.Asn1;
using Sportello.Wire.Sasl;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Ldap;

/// <summary>
/// Asks a directory server (LDAPv3, RFC 4511): StartTLS, simple bind, search. One call at a time.
/// Calls may throw <see cref="CommandRefusedException"/> (the next call may follow) or <see cref="ConversationBrokenException"/> (dispose and connect again).
/// </summary>
public sealed class LdapClient : IAsyncDisposable
{
    // RFC 4511 section 4.14.1.
    private const string StartTls = "1.3.6.1.4.1.1466.20037";

    private const int BindRequest = 0;
    private const int BindResponse = 1;
    private const int SearchRequest = 3;
    private const int SearchEntry = 4;
    private const int SearchDone = 5;
    private const int SearchReference = 19;
    private const int ExtendedRequest = 23;
    private const int ExtendedResponse = 24;

    private readonly WireConnection _connection;
    private readonly LdapMessages _messages;

    private LdapClient(WireConnection connection)
    {
        _connection = connection;
        _messages = new LdapMessages(connection);
    }

    /// <summary>Connects and makes the connection secure as the endpoint demands.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="log">Hears the conversation; passwords are <c>***</c>.</param>
    /// <param name="limits">Times.</param>
    /// <param name="clock">Measures the times.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="ConversationBrokenException">The server cannot be reached or does not offer the security demanded.</exception>
    /// <exception cref="CertificateNotTrustedException">The certificate does not meet the policy.</exception>
    public static async Task<LdapClient> ConnectAsync(
        WireEndpoint endpoint, IWireLog? log = null, WireLimits? limits = null, TimeProvider? clock = null, CancellationToken cancellation = default) =>
        await BeginAsync(await WireConnection.ConnectAsync(endpoint, log, limits, clock, cancellation), cancellation);

    /// <summary>Begins over a connection that was opened elsewhere; the client owns it from here on.</summary>
    /// <inheritdoc cref="ConnectAsync" path="/exception" />
    public static async Task<LdapClient> BeginAsync(WireConnection connection, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var client = new LdapClient(connection);
        try
        {
            if (connection.Endpoint.Security == ConnectionSecurity.StartTls)
                await client.SecureAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs in by name and password (simple bind, RFC 4513 section 5.1.3).</summary>
    /// <param name="name">The distinguished name, or what else the server takes for one.</param>
    /// <param name="password">Never empty: a server takes an empty one as asking for nobody's rights and says yes (RFC 4513 section 5.1.2).</param>
    /// <param name="allowInClear">Whether the password may travel readable, when the connection is neither encrypted nor on this machine.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="AuthenticationFailedException">Name and password do not fit, or must not be sent over this line.</exception>
    /// <exception cref="LdapRefusedException">The server says something else.</exception>
    /// <exception cref="ArgumentException">Name or password is empty.</exception>
    public async Task BindAsync(string name, string password, bool allowInClear = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (!SaslChoice.MayRevealSecret(_connection, allowInClear))
            throw new AuthenticationFailedException($"The connection to {_connection.Endpoint} is not encrypted, so no password is sent over it.");
        var number = await _messages.SendAsync(
            writer =>
            {
                using (writer.PushSequence(LdapMessages.Application(BindRequest)))
                {
                    writer.WriteInteger(3);
                    LdapMessages.Write(writer, name);
                    LdapMessages.Write(writer, password, new Asn1Tag(TagClass.ContextSpecific, 0));
                }
            },
            $"bind {name} ***",
            cancellation);
        var (code, diagnostic) = LdapMessages.Result(await _messages.ReadAsync(number, BindResponse, cancellation));
        _connection.Log?.Server(LdapCode.Describe(code));
        if (code == LdapCode.InvalidCredentials)
            throw new AuthenticationFailedException($"The server did not accept {name} and the password.");
        if (code != LdapCode.Success)
            throw new LdapRefusedException($"the sign-in as {name}", code, diagnostic);
    }

    /// <summary>Looks for entries. Where the server leads to another one, it is not followed.</summary>
    /// <param name="top">The distinguished name to begin at.</param>
    /// <param name="scope">How deep.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="attributes">What is wanted of each; none = only names.</param>
    /// <param name="most">How many entries at most.</param>
    /// <param name="cancellation">Calls the conversation off.</param>
    /// <exception cref="LdapRefusedException">The server says no.</exception>
    public async Task<LdapFound> SearchAsync(string top, LdapScope scope, LdapFilter filter, IReadOnlyCollection<string> attributes, int most, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(top);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        var number = await _messages.SendAsync(writer => WriteSearch(writer, top, scope, filter, attributes, most), $"search {top} {filter}", cancellation);
        var entries = new List<LdapEntry>();
        while (true)
        {
            var (tag, content) = await _messages.ReadAsync(number, cancellation);
            switch (tag)
            {
                case SearchEntry when entries.Count < most:
                    entries.Add(LdapMessages.Entry(content));
                    break;
                case SearchReference or SearchEntry:
                    break;
                case SearchDone:
                    var (code, diagnostic) = LdapMessages.Result(content);
                    _connection.Log?.Server($"{entries.Count} found, {LdapCode.Describe(code)}");
                    return code is LdapCode.Success or LdapCode.SizeLimitExceeded
                        ? new(entries, code == LdapCode.Success)
                        : throw new LdapRefusedException($"the search in {(top.Length == 0 ? "the root" : top)}", code, diagnostic);
                default:
                    throw _messages.Unexpected(tag);
            }
        }
    }

    /// <summary>Closes the connection; in LDAP that is the goodbye.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task SecureAsync(CancellationToken cancellation)
    {
        var number = await _messages.SendAsync(
            writer =>
            {
                using (writer.PushSequence(LdapMessages.Application(ExtendedRequest)))
                    LdapMessages.Write(writer, StartTls, new Asn1Tag(TagClass.ContextSpecific, 0));
            },
            "StartTLS",
            cancellation);
        var (code, diagnostic) = LdapMessages.Result(await _messages.ReadAsync(number, ExtendedResponse, cancellation));
        if (code != LdapCode.Success)
            throw new ConversationBrokenException(new LdapRefusedException("StartTLS, which the settings demand", code, diagnostic).Message);
        await _connection.UpgradeToTlsAsync(cancellation);
    }

    private static void WriteSearch(AsnWriter writer, string top, LdapScope scope, LdapFilter filter, IReadOnlyCollection<string> attributes, int most)
    {
        using (writer.PushSequence(LdapMessages.Application(SearchRequest)))
        {
            LdapMessages.Write(writer, top);
            LdapMessages.WriteEnumerated(writer, (byte)scope);
            LdapMessages.WriteEnumerated(writer, 0);
            writer.WriteInteger(most);
            writer.WriteInteger(0);
            writer.WriteBoolean(false);
            filter.Write(writer);
            using (writer.PushSequence())
            {
                // Without attributes named, all would come (RFC 4511 section 4.5.1.8).
                foreach (var attribute in attributes.DefaultIfEmpty("1.1"))
                    LdapMessages.Write(writer, attribute);
            }
        }
    }
}
