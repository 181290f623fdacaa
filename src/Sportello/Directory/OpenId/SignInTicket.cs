using System.Security.Cryptography;
using System.Text;
using Sportello.Directory.Guarding;

namespace Sportello.Directory.OpenId;

/// <summary>What a browser carries, closed, while it is at the provider: by it we know that the one who comes back is the one who went.</summary>
internal sealed record SignInTicket(string State, string Nonce, string Verifier, string Then, DateTime Ends)
{
    public const int Minutes = 10;

    /// <summary>For a client that proves itself (RFC 7636 section 4.2).</summary>
    public string Challenge => System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInTicket New(string then, DateTime now) => new(Random(), Random(), Random(), then, now.AddMinutes(Minutes));

    /// <summary>Opens it and uses it up; none where it was not written by us, is over, was used, or belongs to another way back.</summary>
    public static SignInTicket? Take(House house, string? closed, string? state) =>
        state is not null && Carried.Open<SignInTicket>(house, closed) is { } ticket
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ticket.State), Encoding.UTF8.GetBytes(state)) && house.Once.UseUp(ticket.State, ticket.Ends)
            ? ticket
            : null;

    private static string Random() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
