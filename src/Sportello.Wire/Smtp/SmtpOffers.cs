using System.Globalization;

namespace Sportello.Wire.Smtp;

/// <summary>What the server offered in its answer to EHLO (RFC 5321 section 4.1.1.1).</summary>
public sealed class SmtpOffers
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _mechanisms = new(StringComparer.OrdinalIgnoreCase);

    private SmtpOffers()
    {
    }

    /// <summary>Names of the SASL mechanisms (RFC 4954).</summary>
    public IReadOnlyCollection<string> Mechanisms => _mechanisms;

    /// <summary>The largest letter taken, in octets (RFC 1870); null when the server does not say.</summary>
    public long? Size =>
        _keywords.TryGetValue("SIZE", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    internal static SmtpOffers None { get; } = new();

    /// <summary>Whether an extension is offered, such as <c>PIPELINING</c>.</summary>
    public bool Has(string keyword) => _keywords.ContainsKey(keyword);

    internal static SmtpOffers Read(SmtpReply ehlo)
    {
        var offers = new SmtpOffers();
        foreach (var line in ehlo.Text.Split('\n').Skip(1))
        {
            // Some old servers write AUTH=LOGIN besides, or instead.
            var words = line.Replace('=', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0)
                continue;
            offers._keywords.TryAdd(words[0], string.Join(' ', words[1..]));
            if (string.Equals(words[0], "AUTH", StringComparison.OrdinalIgnoreCase))
                offers._mechanisms.UnionWith(words[1..]);
        }

        return offers;
    }
}
