using System.Globalization;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>The server's first message: the joint nonce, the salt and the iteration count (RFC 5802 section 7).</summary>
internal sealed record ScramChallenge(string Nonce, byte[] Salt, int Iterations)
{
    // RFC 7677 section 4. Fewer would let whoever listens try passwords cheaply; the upper end keeps a server from occupying us for minutes.
    private const int FewestIterations = 4096;
    private const int MostIterations = 5_000_000;

    public static ScramChallenge Parse(string text, string clientNonce)
    {
        var parts = text.Split(',');
        if (parts.Length < 3 || Value(parts[0], "r=") is not { } nonce || Value(parts[1], "s=") is not { } salt || Value(parts[2], "i=") is not { } count)
            throw new AuthenticationFailedException("The server's SCRAM challenge cannot be understood.");
        if (!nonce.StartsWith(clientNonce, StringComparison.Ordinal) || nonce.Length == clientNonce.Length)
            throw new AuthenticationFailedException("The server's SCRAM challenge does not belong to this exchange.");
        if (FromBase64(salt) is not { Length: > 0 } saltOctets || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
            throw new AuthenticationFailedException("The server's SCRAM challenge cannot be understood.");
        if (iterations is < FewestIterations or > MostIterations)
            throw new AuthenticationFailedException($"The server asks for {iterations} iterations; between {FewestIterations} and {MostIterations} are accepted.");
        return new(nonce, saltOctets, iterations);
    }

    public static byte[]? FromBase64(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var count) ? octets[..count] : null;
    }

    private static string? Value(string part, string name) => part.StartsWith(name, StringComparison.Ordinal) ? part[2..] : null;
}
