using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Xmpp;

/// <summary>Finds the servers of a domain (RFC 6120 section 3.2, XEP-0368).</summary>
public static class XmppServers
{
    private const int StandardPort = 5222;
    private const int MostServers = 10;

    /// <summary>
    /// The servers to try, in order, each with the domain as the name its certificate must carry.
    /// Without SRV records, or when no name server answers, it is the domain itself at port 5222 with STARTTLS.
    /// </summary>
    /// <param name="domain">The account's domain.</param>
    /// <param name="certificates">What is demanded of the certificates; checked when not given.</param>
    /// <param name="nameServers">Whom to ask; those of the machine when not given.</param>
    /// <param name="clock">Measures the time.</param>
    /// <param name="cancellation">Calls it off.</param>
    /// <exception cref="ConversationBrokenException">The domain says that it has no such servers.</exception>
    public static async Task<IReadOnlyList<WireEndpoint>> FindAsync(
        string domain, CertificatePolicy? certificates = null, IReadOnlyList<IPEndPoint>? nameServers = null, TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var ascii = new IdnMapping().GetAscii(domain);
        var lookup = new SrvLookup(nameServers ?? await OfThisMachineAsync(cancellation), clock ?? TimeProvider.System);
        var upgraded = await lookup.FindAsync($"_xmpp-client._tcp.{ascii}", cancellation);
        var direct = await lookup.FindAsync($"_xmpps-client._tcp.{ascii}", cancellation);
        var found = InOrder([.. Marked(upgraded, ConnectionSecurity.StartTls), .. Marked(direct, ConnectionSecurity.Tls)]);
        if (found.Count == 0)
            return [new WireEndpoint(ascii, StandardPort, ConnectionSecurity.StartTls, certificates) { CertificateName = ascii }];

        // A root as the only target means "decidedly not here" (RFC 2782).
        var real = found.Where(pair => pair.Record.Target.Length > 0 && pair.Record.Port > 0).Take(MostServers).ToList();
        return real.Count > 0
            ? [.. real.Select(pair => new WireEndpoint(pair.Record.Target, pair.Record.Port, pair.Security, certificates) { CertificateName = ascii })]
            : throw new ConversationBrokenException($"{domain} has no Jabber server.");
    }

    private static IEnumerable<(SrvRecord Record, ConnectionSecurity Security)> Marked(IReadOnlyList<SrvRecord>? records, ConnectionSecurity security) =>
        (records ?? []).Select(record => (record, security));

    // Lower priorities first; within one the weights are chances: -ln(random) / weight, smallest first.
    private static List<(SrvRecord Record, ConnectionSecurity Security)> InOrder(List<(SrvRecord Record, ConnectionSecurity Security)> records) =>
    [
        .. records
            .Select(pair => (pair, Chance: -Math.Log((RandomNumberGenerator.GetInt32(1_000_000) + 1) / 1_000_001.0) / Math.Max(pair.Record.Weight, 0.01)))
            .OrderBy(item => item.pair.Record.Priority)
            .ThenBy(item => item.Chance)
            .Select(item => item.pair),
    ];

    private static async Task<IReadOnlyList<IPEndPoint>> OfThisMachineAsync(CancellationToken cancellation)
    {
        const string Path = "/etc/resolv.conf";
        if (!File.Exists(Path))
            return [];
        var lines = await File.ReadAllLinesAsync(Path, cancellation);
        return
        [
            .. lines
                .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words is ["nameserver", _, ..])
                .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
                .OfType<IPAddress>()
                .Take(3)
                .Select(address => new IPEndPoint(address, 53)),
        ];
    }
}
