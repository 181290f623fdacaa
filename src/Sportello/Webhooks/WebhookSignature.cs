using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sportello.Webhooks;

/// <summary>Tells a receiver that a message is ours and not an old one: an HMAC with SHA-256 (RFC 2104) over the moment, a dot and the body.</summary>
internal static class WebhookSignature
{
    public static string Of(string secret, DateTime at, byte[] body)
    {
        var seconds = new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] said = [.. Encoding.ASCII.GetBytes(seconds + "."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), said))}";
    }
}
