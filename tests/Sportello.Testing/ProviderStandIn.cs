using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Sportello.Testing;

/// <summary>
/// A small OpenID Connect provider over real HTTP: it signs everybody in as <see cref="Person"/> without asking, holds its clients to PKCE and their
/// secret, and signs for real. What it says can be bent before and after it is signed.
/// </summary>
public sealed class ProviderStandIn : IDisposable
{
    public const string Client = "sportello";
    public const string Secret = "a secret: of+ours";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, NameValueCollection> _codes = new();
    private readonly TimeProvider _clock;

    public ProviderStandIn(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Issuer = $"http://127.0.0.1:{ServerProcess.FreePort()}/office";
        _listener.Prefixes.Add(Issuer + "/");
        _listener.Start();
        _ = _listener.Serve(Answer);
    }

    public string Issuer { get; }

    /// <summary>What it says of whoever signs in.</summary>
    public Dictionary<string, object?> Person { get; } = new() { ["sub"] = "248289761001", ["email"] = "luisa@ours.example", ["email_verified"] = true, ["preferred_username"] = "luisa" };

    /// <summary>Whether the address is told by the other address only.</summary>
    public bool TellsApart { get; set; }

    /// <summary>Whether it takes secrets as a field alone.</summary>
    public bool SecretInForm { get; set; }

    /// <summary>RS256 or ES256, or what else is to stand there.</summary>
    public string Algorithm { get; set; } = "RS256";

    /// <summary>Bends the claims before they are signed.</summary>
    public Action<Dictionary<string, object?>>? Bend { get; set; }

    /// <summary>Bends the token after it was signed.</summary>
    public Func<string, string>? Forge { get; set; }

    /// <summary>What it refuses sign-ins with, if it does.</summary>
    public string? Refuses { get; set; }

    public int KeysAsked { get; private set; }

    public int Redeemed { get; private set; }

    private RSA Rsa { get; set; } = RSA.Create(2048);

    private ECDsa Curve { get; set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private int Generation { get; set; } = 1;

    /// <summary>New keys take the place of the old ones.</summary>
    public void Rotate() => (Rsa, Curve, Generation) = (RSA.Create(2048), ECDsa.Create(ECCurve.NamedCurves.nistP256), Generation + 1);

    /// <summary>The public key, in letters: some let it pass for a secret (the old mistake of HS256).</summary>
    public byte[] PublicKey => Encoding.ASCII.GetBytes(Rsa.ExportSubjectPublicKeyInfoPem());

    /// <summary>Signs claims with a key of one's own under the name of the provider's.</summary>
    public string SignedByAnother(string token)
    {
        var body = token.Split('.')[1];
        using var other = RSA.Create(2048);
        var head = Part(new { alg = "RS256", kid = $"rsa-{Generation}" });
        return $"{head}.{body}.{Base64Url.EncodeToString(other.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public static string Part(object what) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(what));

    public void Dispose() => _listener.Close();

    private async Task Answer(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var form = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        var path = context.Request.Url!.AbsolutePath["/office".Length..];
        if (path == "/authorize")
        {
            context.Response.StatusCode = 302;
            context.Response.RedirectLocation = Authorize(HttpUtility.ParseQueryString(context.Request.Url.Query));
            context.Response.Close();
            return;
        }

        object? answer = path switch
        {
            "/.well-known/openid-configuration" => new
            {
                issuer = Issuer,
                authorization_endpoint = Issuer + "/authorize",
                token_endpoint = Issuer + "/token",
                userinfo_endpoint = Issuer + "/people",
                jwks_uri = Issuer + "/keys",
                token_endpoint_auth_methods_supported = new[] { SecretInForm ? "client_secret_post" : "client_secret_basic" },
            },
            "/keys" => Keys(),
            "/token" => Redeem(form, context.Request.Headers["Authorization"]),
            "/people" when context.Request.Headers["Authorization"] == "Bearer open" => Person,
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 400 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer ?? new { error = "invalid_request" }));
        context.Response.Close();
    }

    private string Authorize(NameValueCollection asked)
    {
        var back = $"{asked["redirect_uri"]}?state={Uri.EscapeDataString(asked["state"] ?? "")}";
        if (Refuses is not null)
        {
            return $"{back}&error={Refuses}";
        }

        if (asked["client_id"] != Client || asked["response_type"] != "code" || asked["code_challenge_method"] != "S256" || !(asked["scope"] ?? "").Split(' ').Contains("openid"))
        {
            return $"{back}&error=invalid_request";
        }

        var code = Guid.NewGuid().ToString("N");
        _codes[code] = asked;
        return $"{back}&code={code}";
    }

    private object Keys()
    {
        KeysAsked++;
        var (rsa, point) = (Rsa.ExportParameters(false), Curve.ExportParameters(false).Q);
        return new
        {
            keys = new object[]
            {
                new { kty = "RSA", kid = $"rsa-{Generation}", use = "sig", alg = "RS256", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
                new { kty = "EC", kid = $"ec-{Generation}", use = "sig", crv = "P-256", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) },
                new { kty = "OKP", kid = "other", crv = "Ed25519", x = "AAAA" },
            },
        };
    }

    private object? Redeem(NameValueCollection form, string? authorization)
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Client}:{Uri.EscapeDataString(Secret)}"));
        if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"] ?? "", out var asked) || form["redirect_uri"] != asked["redirect_uri"]
            || (SecretInForm ? form["client_secret"] != Secret : authorization != basic)
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? ""))) != asked["code_challenge"])
        {
            return null;
        }

        Redeemed++;
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?> { ["iss"] = Issuer, ["aud"] = Client, ["iat"] = now, ["exp"] = now + 300, ["nonce"] = asked["nonce"], ["sub"] = Person["sub"] };
        foreach (var (name, value) in Person.Where(_ => !TellsApart))
        {
            claims[name] = value;
        }

        Bend?.Invoke(claims);
        var token = Sign(claims);
        return new { access_token = "open", token_type = "Bearer", id_token = Forge?.Invoke(token) ?? token };
    }

    private string Sign(Dictionary<string, object?> claims)
    {
        var elliptic = Algorithm.StartsWith("ES", StringComparison.Ordinal);
        var signed = $"{Part(new { alg = Algorithm, typ = "JWT", kid = elliptic ? $"ec-{Generation}" : $"rsa-{Generation}" })}.{Part(claims)}";
        var octets = Encoding.ASCII.GetBytes(signed);
        var signature = elliptic ? Curve.SignData(octets, HashAlgorithmName.SHA256) : Rsa.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
