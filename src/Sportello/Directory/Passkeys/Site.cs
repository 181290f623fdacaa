using Sportello.Settings;

namespace Sportello.Directory.Passkeys;

/// <summary>Where a browser believes to be: a passkey is made for one site and works nowhere else.</summary>
/// <param name="Origin">Scheme, host and port, as the browser says them.</param>
/// <param name="Host">The host alone, which the key is bound to.</param>
public sealed record Site(string Origin, string Host)
{
    /// <summary>By the settings, else by what the request says. None where browsers know no passkeys: without TLS, but for this very machine, and under a bare address.</summary>
    public static Site? Of(HouseSettings settings, string scheme, string host)
    {
        if (!Uri.TryCreate(settings.Work.Url ?? $"{scheme}://{host}", UriKind.Absolute, out var address) || address.HostNameType != UriHostNameType.Dns)
        {
            return null;
        }

        var local = string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return address.Scheme is "https" || local ? new($"{address.Scheme}://{address.IdnHost}{(address.IsDefaultPort ? "" : FormattableString.Invariant($":{address.Port}"))}", address.IdnHost) : null;
    }
}
