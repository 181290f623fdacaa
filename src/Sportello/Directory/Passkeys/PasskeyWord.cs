using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sportello.Words;

namespace Sportello.Directory.Passkeys;

/// <summary>What a browser says of a passkey, in base64url, and what of it must be true (Web Authentication Level 3, sections 7.1 and 7.2).</summary>
/// <param name="Id">The name of the key.</param>
/// <param name="ClientData">What the browser knows: for what, for whom, where.</param>
/// <param name="AuthenticatorData">What the holder of the key knows.</param>
public abstract record PasskeyWord(string? Id, string? ClientData, string? AuthenticatorData)
{
    /// <summary>Somebody was there, and showed who they are: by finger, face or PIN.</summary>
    private const byte There = 1, Known = 4;

    private const int HashOctets = 32;
    private const int Counter = 33;
    private const int FixedOctets = 37;

    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    internal static Refusal Wrong() => Refusal.Denied(Said.Of("passkey.wrong"));

    /// <summary>Base64url, or a refusal: all of it comes from outside.</summary>
    internal static byte[] Octets(string? text)
    {
        const int Longest = 16 * 1024;
        try
        {
            return text is { Length: > 0 and <= Longest } ? Base64Url.DecodeFromChars(text) : throw Wrong();
        }
        catch (FormatException)
        {
            throw Wrong();
        }
    }

    /// <summary>Whether it is about this challenge at this site, and somebody showed who they are.</summary>
    /// <returns>The holder's data, and how often it says that the key was used.</returns>
    private protected (byte[] Holder, uint Count) Demand(string kind, Challenge challenge, Site site)
    {
        if (!Fits(Octets(ClientData), kind, challenge, site))
        {
            throw Wrong();
        }

        var holder = Octets(AuthenticatorData);
        if (holder.Length < FixedOctets
            || !CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(site.Host)), holder.AsSpan(0, HashOctets))
            || (holder[HashOctets] & (There | Known)) != (There | Known))
        {
            throw Wrong();
        }

        return (holder, BinaryPrimitives.ReadUInt32BigEndian(holder.AsSpan(Counter)));
    }

    private static bool Fits(byte[] clientData, string kind, Challenge challenge, Site site)
    {
        try
        {
            using var document = JsonDocument.Parse(clientData, Once);
            var said = document.RootElement;
            return Is(said, "type", kind) && Is(said, "challenge", challenge.Random) && Is(said, "origin", site.Origin)
                && !(said.TryGetProperty("crossOrigin", out var cross) && cross.ValueKind == JsonValueKind.True);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Is(JsonElement said, string name, string value) =>
        said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);
}

/// <summary>A key that was just made.</summary>
/// <param name="PublicKey">Its public part (SubjectPublicKeyInfo).</param>
/// <param name="Algorithm">By its number in COSE.</param>
public sealed record MadePasskey(string? Id, string? ClientData, string? AuthenticatorData, string? PublicKey, int Algorithm) : PasskeyWord(Id, ClientData, AuthenticatorData)
{
    private const byte HasKey = 64;
    private const int LongestId = 1023;
    private const int IdLength = 53;
    private const int IdBegin = 55;

    /// <returns>How often the key was used, by its holder's count.</returns>
    internal uint Demand(Challenge challenge, Site site)
    {
        var (holder, count) = Demand("webauthn.create", challenge, site);
        var id = Octets(Id);
        var named = holder.Length > IdBegin && (holder[32] & HasKey) != 0 ? BinaryPrimitives.ReadUInt16BigEndian(holder.AsSpan(IdLength)) : 0;
        if (id.Length > LongestId || named != id.Length || holder.Length < IdBegin + named || !holder.AsSpan(IdBegin, named).SequenceEqual(id) || !PasskeySignature.IsKey(Octets(PublicKey), Algorithm))
        {
            throw Wrong();
        }

        return count;
    }
}

/// <summary>A key that was used.</summary>
/// <param name="Signature">Over the holder's data and the hash of what the browser says.</param>
/// <param name="UserHandle">Whose it is, as we called them when it was made.</param>
public sealed record UsedPasskey(string? Id, string? ClientData, string? AuthenticatorData, string? Signature, string? UserHandle) : PasskeyWord(Id, ClientData, AuthenticatorData)
{
    internal uint Demand(Challenge challenge, Site site, byte[] publicKey, int algorithm)
    {
        var (holder, count) = Demand("webauthn.get", challenge, site);
        return PasskeySignature.Fits(publicKey, algorithm, [.. holder, .. SHA256.HashData(Octets(ClientData))], Octets(Signature)) ? count : throw Wrong();
    }
}
