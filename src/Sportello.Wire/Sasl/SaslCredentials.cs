namespace Sportello.Wire.Sasl;

/// <summary>Who signs in, and with what.</summary>
public sealed class SaslCredentials
{
    private SaslCredentials(string user, string secret, bool isToken)
    {
        User = user;
        Secret = secret;
        IsToken = isToken;
    }

    /// <summary>The account's name (the authentication identity of RFC 4422).</summary>
    public string User { get; }

    /// <summary>The account to act as, where it is not the user's own (the authorization identity); empty otherwise.</summary>
    public string ActAs { get; init; } = "";

    /// <summary>Whether the secret is an OAuth 2 access token and not a password.</summary>
    public bool IsToken { get; }

    internal string Secret { get; }

    /// <summary>A name and a password.</summary>
    public static SaslCredentials Password(string user, string password) => new(user, password, isToken: false);

    /// <summary>A name and an OAuth 2 access token.</summary>
    public static SaslCredentials AccessToken(string user, string token) => new(user, token, isToken: true);

    /// <summary>The user's name only; the secret never appears in texts.</summary>
    public override string ToString() => User;
}
