using System.Buffers.Text;
using System.Security.Cryptography;
using Sportello.Directory.Guarding;
using Sportello.Words;

namespace Sportello.Directory.Passkeys;

/// <summary>What a browser is given to sign: a number that nobody knew before, closed with whom it is for, good once and not for long.</summary>
/// <param name="Random">The number.</param>
/// <param name="User">Whose new key it is for; none = for signing in.</param>
/// <param name="Ends">How long it holds.</param>
internal sealed record Challenge(string Random, long? User, DateTime Ends)
{
    public const int Minutes = 5;

    public static ChallengeView New(House house, long? user)
    {
        var challenge = new Challenge(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), user, house.Now.AddMinutes(Minutes));
        return new(challenge.Random, Carried.Close(house, challenge));
    }

    /// <summary>Opens it and uses it up.</summary>
    /// <exception cref="Refusal">It is over, was used, or is not for this.</exception>
    public static Challenge Take(House house, string? closed, long? user) =>
        Carried.Open<Challenge>(house, closed) is { } challenge && challenge.User == user && house.Once.UseUp(challenge.Random, challenge.Ends)
            ? challenge
            : throw Refusal.Denied(Said.Of("passkey.late", ("n", Minutes)));
}

/// <param name="Random">What is to be signed.</param>
/// <param name="Ticket">The same, closed, to be brought back.</param>
public sealed record ChallengeView(string Random, string Ticket);
