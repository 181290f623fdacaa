using System.Globalization;

namespace Sportello.Wire.Imap;

/// <summary>The machine-readable part of a status response, such as <c>[UIDNEXT 17]</c> (RFC 9051 section 7.1, RFC 5530).</summary>
/// <param name="Name">The code in capitals.</param>
/// <param name="Argument">What follows it, as written; empty when nothing does.</param>
public sealed record ImapCode(string Name, string Argument)
{
    internal uint? Number => uint.TryParse(Argument.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal ulong? LongNumber => ulong.TryParse(Argument.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal string[] Words => Argument.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Takes the code off the beginning of a status text.</summary>
    internal static (ImapCode? Code, string Text) Split(string text)
    {
        text = text.TrimStart(' ');
        if (!text.StartsWith('[') || End(text) is not (> 0 and var end))
            return (null, text);
        var inside = text[1..end];
        var space = inside.IndexOf(' ', StringComparison.Ordinal);
        var code = space < 0
            ? new ImapCode(inside.ToUpperInvariant(), "")
            : new ImapCode(inside[..space].ToUpperInvariant(), inside[(space + 1)..]);
        return (code, text[(end + 1)..].TrimStart(' '));
    }

    // A bracket in quotes or in a list does not close the code: flags and charsets may contain one.
    private static int End(string text)
    {
        var (quoted, depth) = (false, 0);
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    quoted = !quoted;
                    break;
                case '(' when !quoted:
                    depth++;
                    break;
                case ')' when !quoted:
                    depth--;
                    break;
                case ']' when !quoted && depth <= 0:
                    return i;
            }
        }
        return text.IndexOf(']', StringComparison.Ordinal);
    }
}
