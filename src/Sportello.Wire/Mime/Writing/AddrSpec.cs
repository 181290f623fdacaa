using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// An address as it is written into headers and envelopes (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
/// The domain is written in ASCII (IDNA), so only a local part beyond ASCII asks for SMTPUTF8.
/// </summary>
internal static class AddrSpec
{
    // RFC 5321 section 4.5.3.1: 256 octets with the angle brackets.
    private const int Longest = 254;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static SearchValues<char> AtomText { get; } =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~");

    /// <summary>The address with its domain in ASCII, or null when it is no address.</summary>
    public static string? TryNormalize(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || !IsLocalPart(address.AsSpan(0, at)) || Domain(address[(at + 1)..]) is not { } domain)
        {
            return null;
        }

        var whole = $"{address.AsSpan(0, at)}@{domain}";
        return Encoding.UTF8.GetByteCount(whole) <= Longest ? whole : null;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local is ['"', .. var quoted, '"'])
        {
            return IsQuotedContent(quoted);
        }

        foreach (var range in local.Split('.'))
        {
            if (!IsAtom(local[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAtom(ReadOnlySpan<char> atom)
    {
        if (atom.IsEmpty)
        {
            return false;
        }

        foreach (var rune in atom.EnumerateRunes())
        {
            var fits = rune.IsAscii ? AtomText.Contains((char)rune.Value) : IsLetterLike(rune);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetterLike(Rune rune) =>
        rune != Rune.ReplacementChar && !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune);

    private static bool IsQuotedContent(ReadOnlySpan<char> quoted)
    {
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] is < ' ' or > '~' or '"' || (quoted[i] == '\\' && (++i == quoted.Length || quoted[i] is < ' ' or > '~')))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Domain(string domain)
    {
        if (domain is ['[', .. var literal, ']'])
        {
            return IsLiteral(literal) ? domain : null;
        }

        try
        {
            return domain.EndsWith('.') ? null : Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLiteral(string literal) => IPAddress.TryParse(
        literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? literal.AsSpan(5) : literal, out _);
}
