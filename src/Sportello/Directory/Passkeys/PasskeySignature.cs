using System.Security.Cryptography;

namespace Sportello.Directory.Passkeys;

/// <summary>The two kinds of keys that all holders of passkeys know one of.</summary>
internal static class PasskeySignature
{
    /// <summary>ECDSA on P-256 with SHA-256, and RSA with SHA-256, by their numbers in COSE (RFC 9053 section 2.1, RFC 8812 section 2).</summary>
    public const int Es256 = -7, Rs256 = -257;

    private const int CurveBits = 256;
    private const int LeastRsaBits = 2048;

    public static bool IsKey(byte[] publicKey, int algorithm)
    {
        try
        {
            return Open(publicKey, algorithm, (curve, rsa) => curve?.KeySize == CurveBits || rsa?.KeySize >= LeastRsaBits);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static bool Fits(byte[] publicKey, int algorithm, byte[] signed, byte[] signature)
    {
        try
        {
            return Open(publicKey, algorithm, (curve, rsa) =>
                curve?.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ?? rsa?.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ?? false);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool Open(byte[] publicKey, int algorithm, Func<ECDsa?, RSA?, bool> ask)
    {
        switch (algorithm)
        {
            case Es256:
                using (var curve = ECDsa.Create())
                {
                    curve.ImportSubjectPublicKeyInfo(publicKey, out var read);
                    return read == publicKey.Length && string.Equals(curve.ExportParameters(false).Curve.Oid.Value, ECCurve.NamedCurves.nistP256.Oid.Value, StringComparison.Ordinal) && ask(curve, null);
                }

            case Rs256:
                using (var rsa = RSA.Create())
                {
                    rsa.ImportSubjectPublicKeyInfo(publicKey, out var read);
                    return read == publicKey.Length && ask(null, rsa);
                }

            default:
                return false;
        }
    }
}
