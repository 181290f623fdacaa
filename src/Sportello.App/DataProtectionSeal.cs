using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Sportello.Settings;

namespace Sportello.App;

/// <summary>Secrets are closed with the same keys as sessions; they lie beside the database, in <c>keys</c>, and not in it.</summary>
internal sealed class DataProtectionSeal(string dataFolder) : ISeal
{
    public const string Application = "sportello";

    // Made when the first secret is met: most commands meet none.
    private readonly Lazy<IDataProtector> _protector = new(() =>
        DataProtectionProvider.Create(Keys(dataFolder), o => o.SetApplicationName(Application)).CreateProtector("setting"));

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
