using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sportello.Directory.OpenId;

/// <summary>What a provider says of somebody, signed (OpenID Connect Core 1.0 section 2; RFC 7515 and 7519).</summary>
internal sealed class IdToken
{
    private const int LongestToken = 64 * 1024;
    private const int LongestSubject = 255;

    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly JsonElement _header;

    private IdToken(string head, string body, string signature)
    {
        _signed = Encoding.ASCII.GetBytes($"{head}.{body}");
        _signature = Base64Url.DecodeFromChars(signature);
        _header = Json(head);
        Claims = Json(body);
    }

    /// <summary>Nothing of it is to be believed before <see cref="Demand"/>.</summary>
    public JsonElement Claims { get; }

    private string? KeyId => Text(_header, "kid");

    /// <exception cref="OpenIdFault">It is none.</exception>
    public static IdToken Read(string token)
    {
        try
        {
            return token.Length <= LongestToken && token.Split('.') is [var head, var body, var signature]
                ? new IdToken(head, body, signature)
                : throw new OpenIdFault("The provider's token is none that can be read.");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new OpenIdFault("The provider's token is none that can be read.", e);
        }
    }

    public static string? Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether one of the keys may have signed it; where none may, the provider has perhaps newer ones.</summary>
    public bool Knows(IReadOnlyList<SigningKey> keys) => Candidates(keys).Any();

    /// <exception cref="OpenIdFault">Something of it is not as it must be.</exception>
    public void Demand(IReadOnlyList<SigningKey> keys, string issuer, string client, string nonce, DateTime now)
    {
        var algorithm = Text(_header, "alg") ?? "";
        Demand(!_header.TryGetProperty("crit", out _), "asks for something that is not understood here");
        Demand(Candidates(keys).Any(k => k.Signed(algorithm, _signed, _signature)), $"is not signed by a key of the provider (algorithm {algorithm})");
        Demand(string.Equals(Text(Claims, "iss"), issuer, StringComparison.Ordinal), "is of another provider");
        DemandAudience(client);
        Demand(Moment("exp") is { } ends && ends + Skew > now, "has expired");
        Demand(Moment("iat") is { } made && made - Skew <= now, "is of the future");
        Demand(Moment("nbf") is not { } begins || begins - Skew <= now, "does not hold yet");
        Demand(Same(Text(Claims, "nonce"), nonce), "belongs to another sign-in");
        Demand(Text(Claims, "sub") is { Length: > 0 and <= LongestSubject }, "says not who it is about");
    }

    private static void Demand(bool holds, string fault)
    {
        if (!holds)
        {
            throw new OpenIdFault($"The provider's token {fault}.");
        }
    }

    private static bool Same(string? one, string other) => one is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    private static JsonElement Json(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Once);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new FormatException("A part of the token is no object.");
    }

    private void DemandAudience(string client)
    {
        var audiences = Claims.TryGetProperty("aud", out var aud) switch
        {
            true when aud.ValueKind == JsonValueKind.String => [aud.GetString()],
            true when aud.ValueKind == JsonValueKind.Array => aud.EnumerateArray().Select(a => a.ValueKind == JsonValueKind.String ? a.GetString() : null).ToList(),
            _ => new List<string?>(),
        };
        var party = Text(Claims, "azp");
        Demand(
            audiences.Contains(client, StringComparer.Ordinal) && (party is null ? audiences.Count == 1 : string.Equals(party, client, StringComparison.Ordinal)),
            "is for somebody else");
    }

    private IEnumerable<SigningKey> Candidates(IReadOnlyList<SigningKey> keys) => KeyId is { } id ? keys.Where(k => string.Equals(k.Id, id, StringComparison.Ordinal)) : keys;

    private DateTime? Moment(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTime.UnixEpoch.AddSeconds(seconds)
            : null;
}
