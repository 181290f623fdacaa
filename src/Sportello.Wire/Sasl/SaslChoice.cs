using Sportello.Wire.Transport;

namespace Sportello.Wire.Sasl;

/// <summary>Chooses among what a server offers.</summary>
public static class SaslChoice
{
    /// <summary>Whether a secret may travel readable over this connection: it is encrypted, or does not leave the machine.</summary>
    public static bool MayRevealSecret(WireConnection connection, bool allowInClear = false) =>
        connection.IsEncrypted || connection.IsLoopback || allowInClear;

    /// <summary>The strongest mechanism both sides know. Mechanisms that reveal the secret come last, and only where a listener is out of the question.</summary>
    /// <param name="offered">Names the server announced, in any order and case.</param>
    /// <param name="credentials">Who signs in.</param>
    /// <param name="mayRevealSecret">See <see cref="MayRevealSecret"/>.</param>
    /// <exception cref="AuthenticationFailedException">Nothing in common, or nothing that is safe here; the message says which.</exception>
    public static SaslMechanism Strongest(IEnumerable<string> offered, SaslCredentials credentials, bool mayRevealSecret)
    {
        var names = offered.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (Find(names, credentials, mayRevealSecret) is { } mechanism)
            return mechanism;
        if (Find(names, credentials, mayRevealSecret: true) is null)
            throw new AuthenticationFailedException($"The server offers no way of signing in that is known here (it offers: {List(names)}).");
        throw new AuthenticationFailedException(
            $"The server only offers ways of signing in that show the password to listeners (it offers: {List(names)}), and the connection is not encrypted.");
    }

    /// <summary>As <see cref="Strongest"/>, but null when there is none.</summary>
    public static SaslMechanism? Find(IEnumerable<string> offered, SaslCredentials credentials, bool mayRevealSecret)
    {
        var names = offered.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Array.Find(Known(credentials), mechanism => names.Contains(mechanism.Name) && (mayRevealSecret || !mechanism.RevealsSecret));
    }

    private static SaslMechanism[] Known(SaslCredentials credentials) => credentials.IsToken
        ? [SaslMechanism.XOAuth2(credentials)]
        : [SaslMechanism.ScramSha256(credentials), SaslMechanism.ScramSha1(credentials), SaslMechanism.Plain(credentials), SaslMechanism.Login(credentials)];

    private static string List(HashSet<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names.Order(StringComparer.Ordinal));
}
