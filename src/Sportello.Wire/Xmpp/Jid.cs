using System.Globalization;
using System.Text;

namespace Sportello.Wire.Xmpp;

/// <summary>An address in Jabber: local@domain/resource (RFC 7622), without stringprep: only what could break a stanza or an address is refused.</summary>
public sealed record Jid
{
    private const int LongestPart = 1023;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private Jid(string local, string domain, string resource)
    {
        Local = local;
        Domain = domain;
        Resource = resource;
    }

    /// <summary>The part before the at sign; empty for a server.</summary>
    public string Local { get; }

    /// <summary>The domain.</summary>
    public string Domain { get; }

    /// <summary>The part after the slash; empty for a bare address.</summary>
    public string Resource { get; }

    /// <summary>The address without the resource.</summary>
    public string Bare => Local.Length == 0 ? Domain : $"{Local}@{Domain}";

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Jid Parse(string text) => TryParse(text) ?? throw new FormatException("This is not a Jabber address.");

    /// <summary>Reads an address; null when it is none.</summary>
    public static Jid? TryParse(string? text)
    {
        if (text is null)
            return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? text : text[..slash];
        var resource = slash < 0 ? "" : text[(slash + 1)..];
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        var local = at < 0 ? "" : bare[..at];
        var domain = bare[(at + 1)..];
        var isWhole = at != 0 && slash != text.Length - 1 && IsPart(local, " \"&'/:<>@") && IsPart(resource, "") && IsDomain(domain);
        return isWhole ? new Jid(local.ToLowerInvariant(), domain.ToLowerInvariant(), resource) : null;
    }

    /// <inheritdoc />
    public override string ToString() => Resource.Length == 0 ? Bare : $"{Bare}/{Resource}";

    private static bool IsPart(string part, string forbidden) =>
        Encoding.UTF8.GetByteCount(part) <= LongestPart
        && part.AsSpan().IndexOfAny(forbidden) < 0
        && !part.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);

    private static bool IsDomain(string domain)
    {
        try
        {
            return Idn.GetAscii(domain).Length is > 0 and < 254;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
