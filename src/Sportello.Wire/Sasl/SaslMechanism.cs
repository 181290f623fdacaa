using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>
/// One exchange of one SASL mechanism (RFC 4422), without the protocol that carries it: octets in, octets out, no base64.
/// An instance serves one attempt.
/// </summary>
public abstract class SaslMechanism
{
    private protected SaslMechanism(SaslCredentials credentials) => Credentials = credentials;

    /// <summary>The registered name, as sent in AUTH and AUTHENTICATE.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a listener on the line would learn the password or the token.</summary>
    public virtual bool RevealsSecret => false;

    /// <summary>Whether nothing is left to do for the client: the server may report success now, and not before.</summary>
    public bool IsComplete { get; private protected set; }

    private protected SaslCredentials Credentials { get; }

    /// <summary>What the client says first, for protocols that allow it together with the command; null for mechanisms in which the server speaks first.</summary>
    /// <exception cref="AuthenticationFailedException">The name or password holds characters the mechanism cannot carry.</exception>
    public abstract byte[]? InitialResponse();

    /// <summary>
    /// Answers a challenge. Data that comes together with the server's success (RFC 4422 section 3.6) is given here too, its answer is empty and not sent.
    /// </summary>
    /// <exception cref="AuthenticationFailedException">The challenge is not what the mechanism expects, or the server could not prove itself. Close the connection.</exception>
    public abstract byte[] Respond(ReadOnlySpan<byte> challenge);

    /// <summary>To be called when the server reported success.</summary>
    /// <exception cref="AuthenticationFailedException">The server reported success without having proved that it knows the password. Close the connection.</exception>
    public void EnsureComplete()
    {
        if (!IsComplete)
            throw new AuthenticationFailedException($"The server ended the {Name} exchange too early and did not prove who it is.");
    }

    /// <summary>PLAIN (RFC 4616).</summary>
    public static SaslMechanism Plain(SaslCredentials credentials) => new PlainMechanism(credentials);

    /// <summary>LOGIN, never standardized (draft-murchison-sasl-login).</summary>
    public static SaslMechanism Login(SaslCredentials credentials) => new LoginMechanism(credentials);

    /// <summary>SCRAM-SHA-1 (RFC 5802).</summary>
    public static SaslMechanism ScramSha1(SaslCredentials credentials) => new ScramMechanism(credentials, ScramHash.Sha1);

    /// <summary>SCRAM-SHA-256 (RFC 7677).</summary>
    public static SaslMechanism ScramSha256(SaslCredentials credentials) => new ScramMechanism(credentials, ScramHash.Sha256);

    /// <summary>XOAUTH2, as Google and Microsoft describe it.</summary>
    public static SaslMechanism XOAuth2(SaslCredentials credentials) => new XOAuth2Mechanism(credentials);
}
