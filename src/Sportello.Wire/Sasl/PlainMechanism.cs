using System.Text;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>RFC 4616: the identity to act as, the name and the password, parted by NUL.</summary>
internal sealed class PlainMechanism(SaslCredentials credentials) : SaslMechanism(credentials)
{
    public override string Name => "PLAIN";

    public override bool RevealsSecret => true;

    public override byte[] InitialResponse()
    {
        IsComplete = true;
        string[] parts = [Credentials.ActAs, Credentials.User, Credentials.Secret];
        if (Array.Exists(parts, part => part.Contains('\0', StringComparison.Ordinal)))
            throw new AuthenticationFailedException("PLAIN cannot carry a name or a password with a NUL in it.");
        return Encoding.UTF8.GetBytes(string.Join('\0', parts));
    }

    // A server that cannot take the initial response sends an empty challenge first.
    public override byte[] Respond(ReadOnlySpan<byte> challenge) => InitialResponse();
}
