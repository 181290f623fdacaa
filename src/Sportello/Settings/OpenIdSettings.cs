namespace Sportello.Settings;

/// <summary>A provider that signs people in (OpenID Connect).</summary>
public sealed record OpenIdSettings
{
    /// <summary>Its address, under which it describes itself.</summary>
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary>What the button calls it.</summary>
    public required string Name { get; init; }

    public string Scopes { get; init; } = "openid email profile";

    /// <summary>Where it sends people back to: the address of this house, with the path.</summary>
    public required string ReturnTo { get; init; }

    /// <summary>The claim that new accounts take their names from.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Whether its mail addresses count as made sure of where it does not say so.</summary>
    public bool TrustAddresses { get; init; }

    public Newcomers NewUsers { get; init; }
}
