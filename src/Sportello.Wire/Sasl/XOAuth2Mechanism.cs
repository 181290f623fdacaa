using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>Name and bearer token in one message. A refusal comes as a challenge holding JSON, which has to be answered with nothing before the server says no.</summary>
internal sealed class XOAuth2Mechanism(SaslCredentials credentials) : SaslMechanism(credentials)
{
    private bool _sent;

    public override string Name => "XOAUTH2";

    public override bool RevealsSecret => true;

    public override byte[] InitialResponse()
    {
        if ((Credentials.User + Credentials.Secret).Contains('\u0001', StringComparison.Ordinal))
            throw new AuthenticationFailedException("XOAUTH2 cannot carry a name or a token with a control character in it.");
        _sent = true;
        IsComplete = true;
        return Encoding.UTF8.GetBytes($"user={Credentials.User}\u0001auth=Bearer {Credentials.Secret}\u0001\u0001");
    }

    public override byte[] Respond(ReadOnlySpan<byte> challenge) => _sent ? [] : InitialResponse();
}
