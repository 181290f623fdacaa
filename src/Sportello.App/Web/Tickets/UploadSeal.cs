using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Sportello.Access;
using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

/// <summary>The word by which whoever sent a file brings it back; nobody else can, and nobody can make one up.</summary>
internal sealed class UploadSeal
{
    private readonly IDataProtector _seal;

    private UploadSeal(IDataProtector seal) => _seal = seal;

    public static UploadSeal Of(HttpContext http, Actor actor) =>
        new(http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("upload", $"user {actor.UserId}"));

    public string Write(StoredFile file) => _seal.Protect(JsonSerializer.Serialize(file));

    /// <summary>None where the word is not of this person.</summary>
    public StoredFile? Read(string word)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredFile>(_seal.Unprotect(word));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
