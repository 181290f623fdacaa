using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Sportello.Settings;

namespace Sportello.App;

/// <summary>Secrets are closed with the same keys as sessions; they lie beside the database, in <c>keys</c>, and not in it.</summary>
internal sealed class DataProtectionSeal(string dataFolder) : ISeal
{
    // Made when the first secret is met: most commands meet none.
    private readonly Lazy<IDataProtector> _protector = new(() =>
        DataProtectionProvider.Create(Keys(dataFolder), Configure).CreateProtector("setting"));

    /// <summary>AES-GCM closes and checks in one pass: each page opens a session and makes a token for its forms.</summary>
    public static void Configure(IDataProtectionBuilder protection) => protection
        .SetApplicationName("sportello")
        .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });

    public static DirectoryInfo Keys(string dataFolder) => new(Path.Combine(dataFolder, "keys"));

    public string Close(string secret) => _protector.Value.Protect(secret);

    public string? Open(string closed)
    {
        try
        {
            return _protector.Value.Unprotect(closed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
