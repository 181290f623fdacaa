using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sportello.Settings;

namespace Sportello.Directory.OpenId;

/// <summary>What a browser carries, closed, while it is at the provider: by it we know that the one who comes back is the one who went.</summary>
internal sealed record SignInTicket(string State, string Nonce, string Verifier, string Then, DateTime Ends)
{
    public const int Minutes = 10;

    /// <summary>For a client that proves itself (RFC 7636 section 4.2).</summary>
    public string Challenge => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInTicket New(string then, DateTime now) => new(Random(), Random(), Random(), then, now.AddMinutes(Minutes));

    /// <summary>None where it was not written by us, is over, or belongs to another way back.</summary>
    public static SignInTicket? Open(ISeal seal, string? closed, string? state, DateTime now)
    {
        if (closed is null || state is null || seal.Open(closed) is not { } text || JsonSerializer.Deserialize<SignInTicket>(text) is not { } ticket)
        {
            return null;
        }

        return ticket.Ends > now && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ticket.State), Encoding.UTF8.GetBytes(state)) ? ticket : null;
    }

    public string Close(ISeal seal) => seal.Close(JsonSerializer.Serialize(this));

    private static string Random() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
