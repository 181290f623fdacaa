using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sportello.Directory.OpenId;

/// <summary>A public key that a provider signs with (RFC 7517).</summary>
/// <param name="Id">What it is called; none where the provider has one key.</param>
/// <param name="Kind">RSA, or the curve of an elliptic one.</param>
/// <param name="For">The only algorithm it is for, where the provider says so.</param>
internal sealed record SigningKey(string? Id, string Kind, string? For, RSAParameters Rsa, ECParameters Curve)
{
    private const int LeastRsaBits = 2048;

    /// <summary>Those of a set that can be used; of others, such as for encrypting, nothing is kept.</summary>
    public static IReadOnlyList<SigningKey> Of(JsonElement set) => set.ValueKind == JsonValueKind.Object && set.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
        ? [.. keys.EnumerateArray().Select(Read).OfType<SigningKey>()]
        : throw new OpenIdFault("The provider's keys are not there.");

    /// <summary>Whether the signature is of this key, by an algorithm that fits it. There is no algorithm without a key.</summary>
    public bool Signed(string algorithm, byte[] what, byte[] signature)
    {
        if (For is not null && !string.Equals(For, algorithm, StringComparison.Ordinal))
        {
            return false;
        }

        return (algorithm, Kind) switch
        {
            ("RS256", "RSA") => ByRsa(what, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            ("RS384", "RSA") => ByRsa(what, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            ("RS512", "RSA") => ByRsa(what, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            ("PS256", "RSA") => ByRsa(what, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            ("ES256", "P-256") => ByCurve(what, signature, HashAlgorithmName.SHA256),
            ("ES384", "P-384") => ByCurve(what, signature, HashAlgorithmName.SHA384),
            _ => false,
        };
    }

    private static SigningKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || Text(key, "use") is not (null or "sig"))
        {
            return null;
        }

        return (Text(key, "kty"), Text(key, "crv")) switch
        {
            ("RSA", _) => new(Text(key, "kid"), "RSA", Text(key, "alg"), new() { Modulus = Octets(key, "n"), Exponent = Octets(key, "e") }, default),
            ("EC", "P-256") => new(Text(key, "kid"), "P-256", Text(key, "alg"), default, Point(key, ECCurve.NamedCurves.nistP256)),
            ("EC", "P-384") => new(Text(key, "kid"), "P-384", Text(key, "alg"), default, Point(key, ECCurve.NamedCurves.nistP384)),
            _ => null,
        };
    }

    private static ECParameters Point(JsonElement key, ECCurve curve) => new() { Curve = curve, Q = new() { X = Octets(key, "x"), Y = Octets(key, "y") } };

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Octets(JsonElement of, string name) => Base64Url.DecodeFromChars(Text(of, name) ?? throw new FormatException($"A key of the provider has no {name}."));

    private bool ByRsa(byte[] what, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var rsa = RSA.Create(Rsa);
        return rsa.KeySize >= LeastRsaBits && rsa.VerifyData(what, signature, hash, padding);
    }

    private bool ByCurve(byte[] what, byte[] signature, HashAlgorithmName hash)
    {
        using var curve = ECDsa.Create(Curve);
        return curve.VerifyData(what, signature, hash);
    }
}
