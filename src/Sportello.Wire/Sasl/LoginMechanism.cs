using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>The server asks twice; whatever words it asks with, the first answer is the name and the second the password.</summary>
internal sealed class LoginMechanism(SaslCredentials credentials) : SaslMechanism(credentials)
{
    private int _asked;

    public override string Name => "LOGIN";

    public override bool RevealsSecret => true;

    public override byte[]? InitialResponse() => null;

    public override byte[] Respond(ReadOnlySpan<byte> challenge)
    {
        _asked++;
        IsComplete = _asked >= 2;
        return _asked switch
        {
            1 => Encoding.UTF8.GetBytes(Credentials.User),
            2 => Encoding.UTF8.GetBytes(Credentials.Secret),
            _ => throw new AuthenticationFailedException("The server asked a third question in a LOGIN exchange, which has two."),
        };
    }
}
