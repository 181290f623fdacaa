using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sportello.Settings;

namespace Sportello.Directory.OpenId;

/// <summary>What a provider says of itself (OpenID Connect Discovery 1.0 section 3), and its keys.</summary>
internal sealed record ProviderFacts(string Issuer, Uri Authorize, Uri Token, Uri? People, Uri KeySet, bool SecretInForm, IReadOnlyList<SigningKey> Keys, DateTime At);

/// <summary>The provider: describes itself, takes a code, says who somebody is. What it says of itself is asked for once an hour, and its keys whenever one is unknown.</summary>
internal sealed class OpenIdProvider : IDisposable
{
    private const int MostOctets = 1 << 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    private readonly OpenIdSettings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private volatile ProviderFacts? _facts;

    public OpenIdProvider(OpenIdSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = MostOctets };
    }

    public OpenIdSettings Settings => _settings;

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <exception cref="OpenIdFault">It does not answer, or not as a provider does.</exception>
    public async Task<ProviderFacts> Facts(bool anew, CancellationToken stop)
    {
        if (!anew && _facts is { } known && known.At + Fresh > Now)
        {
            return known;
        }

        var said = await Get(new Uri(_settings.Issuer.TrimEnd('/') + "/.well-known/openid-configuration"), null, stop);
        var issuer = IdToken.Text(said, "issuer");
        if (!string.Equals(issuer?.TrimEnd('/'), _settings.Issuer.TrimEnd('/'), StringComparison.Ordinal))
        {
            throw new OpenIdFault($"The provider calls itself {issuer}, and the settings call it {_settings.Issuer}; the two must be the same.");
        }

        var keySet = Address(said, "jwks_uri")!;
        return _facts = new(
            issuer!,
            Address(said, "authorization_endpoint")!,
            Address(said, "token_endpoint")!,
            Address(said, "userinfo_endpoint", needed: false),
            keySet,
            said.TryGetProperty("token_endpoint_auth_methods_supported", out var ways) && ways.ValueKind == JsonValueKind.Array && !ways.EnumerateArray().Any(w => w.ValueKind == JsonValueKind.String && w.ValueEquals("client_secret_basic")),
            await Believe(async () => SigningKey.Of(await Get(keySet, null, stop)), stop),
            Now);
    }

    /// <summary>Who it is that a code was given for: what the provider has signed, with what it says besides where the address is not in it.</summary>
    /// <exception cref="OpenIdFault">It is not to be believed, or the provider does not answer.</exception>
    public async Task<(JsonElement Claims, JsonElement? More)> Redeem(string code, string verifier, string nonce, CancellationToken stop)
    {
        var facts = await Facts(anew: false, stop);
        var answer = await Send(Redeeming(facts, code, verifier), stop);
        var token = IdToken.Read(IdToken.Text(answer, "id_token") ?? throw new OpenIdFault("The provider gave no token that says who it is."));
        if (!token.Knows(facts.Keys))
        {
            facts = await Facts(anew: true, stop);
        }

        await Believe(() =>
        {
            token.Demand(facts.Keys, facts.Issuer, _settings.ClientId, nonce, Now);
            return Task.FromResult(true);
        });
        if (token.Claims.TryGetProperty("email", out _) || facts.People is not { } people || IdToken.Text(answer, "access_token") is not { } access)
        {
            return (token.Claims, null);
        }

        var more = await Get(people, access, stop);
        return string.Equals(IdToken.Text(more, "sub"), IdToken.Text(token.Claims, "sub"), StringComparison.Ordinal)
            ? (token.Claims, more)
            : throw new OpenIdFault("The provider says of somebody else than it has signed.");
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Redeeming(ProviderFacts facts, string code, string verifier)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = _settings.ReturnTo, ["client_id"] = _settings.ClientId, ["code_verifier"] = verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, facts.Token);
        if (_settings.ClientSecret is { } secret && facts.SecretInForm)
        {
            fields["client_secret"] = secret;
        }
        else if (_settings.ClientSecret is { } closed)
        {
            // RFC 6749 section 2.3.1: both are encoded as in a form before they are joined.
            var pair = $"{Uri.EscapeDataString(_settings.ClientId)}:{Uri.EscapeDataString(closed)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        request.Content = new FormUrlEncodedContent(fields);
        return request;
    }

    private Uri? Address(JsonElement said, string name, bool needed = true)
    {
        if (!Uri.TryCreate(IdToken.Text(said, name), UriKind.Absolute, out var address))
        {
            return needed ? throw new OpenIdFault($"The provider does not say its {name}.") : null;
        }

        var ours = new Uri(_settings.Issuer);
        return address.Scheme is "https" || (ours.Scheme is "http" && address.Scheme is "http" && address.IsLoopback)
            ? address
            : throw new OpenIdFault($"The provider's {name} is not protected: {address}.");
    }

    private Task<JsonElement> Get(Uri address, string? access, CancellationToken stop)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Authorization = access is null ? null : new AuthenticationHeaderValue("Bearer", access);
        return Send(request, stop);
    }

    private async Task<JsonElement> Send(HttpRequestMessage request, CancellationToken stop)
    {
        using (request)
        {
            return await Believe(async () =>
            {
                using var answer = await _http.SendAsync(request, stop);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new OpenIdFault($"{request.RequestUri?.GetLeftPart(UriPartial.Path)} answered with status {(int)answer.StatusCode}.");
                }

                using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop), Once);
                return document.RootElement.Clone();
            }, stop);
        }
    }

    private static async Task<T> Believe<T>(Func<Task<T>> what, CancellationToken stop = default)
    {
        try
        {
            return await what();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or FormatException or System.Security.Cryptography.CryptographicException
            || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw new OpenIdFault($"The provider does not answer as one does: {e.Message}", e);
        }
    }
}
