using System.Security.Cryptography;

namespace Sportello.Wire.Sasl;

/// <summary>The hash a SCRAM mechanism is built on.</summary>
internal sealed record ScramHash(string Mechanism, HashAlgorithmName Algorithm, int Octets)
{
    public static ScramHash Sha1 { get; } = new("SCRAM-SHA-1", HashAlgorithmName.SHA1, 20);

    public static ScramHash Sha256 { get; } = new("SCRAM-SHA-256", HashAlgorithmName.SHA256, 32);

    // SHA-1 is weak against collisions, which neither HMAC nor PBKDF2 depends on; RFC 5802 prescribes it.
    public byte[] Hash(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(Algorithm, data);

    public byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(Algorithm, key, data);

    public byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, Algorithm, Octets);
}
