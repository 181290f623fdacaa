using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Sportello.Directory;

/// <summary>Passwords as they are stored: PBKDF2 with SHA-256, salt and rounds beside it, so that rounds can grow later.</summary>
internal sealed class Passwords(int rounds)
{
    /// <summary>Long enough is what makes a password good; no rule about digits and signs.</summary>
    public const int LeastLength = 8;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha256${rounds}${Base64Url.EncodeToString(salt)}${Base64Url.EncodeToString(Derive(password, salt, rounds))}");
    }

    public bool Matches(string stored, string password)
    {
        if (stored.Split('$') is not ["pbkdf2-sha256", var storedRounds, var salt, var hash])
        {
            // As slow as a real comparison: whether an account has a password must not be told by the clock.
            Derive(password, new byte[SaltBytes], rounds);
            return false;
        }

        var derived = Derive(password, Base64Url.DecodeFromChars(salt), int.Parse(storedRounds, CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Base64Url.DecodeFromChars(hash));
    }

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
