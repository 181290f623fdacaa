namespace Sportello.Settings;

/// <summary>The provider that signs people in.</summary>
public sealed partial class SettingsReader
{
    private OpenIdSettings? OpenIdOf()
    {
        var issuer = Text("openid", "issuer");
        var client = Text("openid", "clientId");
        var usual = new OpenIdSettings { Issuer = "", ClientId = "", Name = "", ReturnTo = "" };
        var settings = usual with
        {
            Issuer = issuer ?? "",
            ClientId = client ?? "",
            ClientSecret = Text("openid", "clientSecret"),
            Name = Text("openid", "name") ?? "OpenID Connect",
            Scopes = Text("openid", "scopes") ?? usual.Scopes,
            NameClaim = Text("openid", "nameClaim") ?? usual.NameClaim,
            TrustAddresses = Switch("openid", "trustAddresses") ?? false,
            NewUsers = NewcomersOf("openid"),
            ReturnTo = Text("work", "url")?.TrimEnd('/') + "/sign-in/openid/return",
        };
        if (issuer is null && client is null)
        {
            return null;
        }

        if (issuer is null || !Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !(address.Scheme is "https" || (address.Scheme is "http" && address.IsLoopback)))
        {
            Fail("openid", "issuer", "the address of the provider is needed, which begins with https://, such as https://login.example.com/realms/office.");
        }

        if (client is null)
        {
            Fail("openid", "clientId", "the name is needed under which the provider knows this house.");
        }

        if (!settings.Scopes.Split(' ').Contains("openid", StringComparer.Ordinal))
        {
            Fail("openid", "scopes", $"“{settings.Scopes}” will not do; openid must be among them, as in “openid email profile”.");
        }

        if (Text("work", "url") is null)
        {
            Fail("work", "url", "with [openid] the address of this house is needed, such as https://help.example.com: the provider sends people back there.");
        }

        return settings;
    }
}
