using System.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// Encoded words (RFC 2047) in UTF-8: each is at most 75 characters long and holds whole characters.
/// Only the letters, digits and marks that are safe in a name (section 5 rule 3) stay as they are.
/// </summary>
internal static class EncodedWordWriter
{
    private const int Longest = 75;
    private const int Frame = 12; // "=?utf-8?B?" and "?="
    private const int LeastRoom = Frame + 24;

    /// <summary>Encodes text; the first word fits <paramref name="firstRoom"/> columns if that is room enough at all.</summary>
    public static List<string> Encode(string text, int firstRoom)
    {
        var quoted = QuotedLength(text) <= Base64Length(Encoding.UTF8.GetByteCount(text));
        var room = firstRoom < LeastRoom ? Longest : Math.Min(firstRoom, Longest);
        var words = new List<string>();
        var chunk = new StringBuilder();
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var added = quoted ? QuotedLength(rune) : rune.Utf8SequenceLength;
            var total = quoted ? width + added : Base64Length(width + added);
            if (total > room - Frame)
            {
                words.Add(Word(chunk.ToString(), quoted));
                chunk.Clear();
                width = 0;
                room = Longest;
            }

            chunk.Append(rune.ToString());
            width += added;
        }

        words.Add(Word(chunk.ToString(), quoted));
        return words;
    }

    /// <summary>True when a reader could take the text for an encoded word.</summary>
    public static bool Resembles(string text) => text.Contains("=?", StringComparison.Ordinal);

    private static string Word(string chunk, bool quoted) => quoted
        ? $"=?utf-8?Q?{Quote(chunk)}?="
        : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(chunk))}?=";

    private static string Quote(string chunk)
    {
        var quoted = new StringBuilder(chunk.Length * 2);
        foreach (var octet in Encoding.UTF8.GetBytes(chunk))
        {
            if (octet == ' ')
            {
                quoted.Append('_');
            }
            else if (IsSafe(octet))
            {
                quoted.Append((char)octet);
            }
            else
            {
                quoted.Append('=').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
            }
        }

        return quoted.ToString();
    }

    private static int QuotedLength(string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            length += QuotedLength(rune);
        }

        return length;
    }

    private static int QuotedLength(Rune rune) =>
        rune.Value == ' ' || IsSafe(rune.Value) ? 1 : 3 * rune.Utf8SequenceLength;

    private static int Base64Length(int octets) => (octets + 2) / 3 * 4;

    private static bool IsSafe(int value) =>
        value < 128 && (char.IsAsciiLetterOrDigit((char)value) || value is '!' or '*' or '+' or '-' or '/');
}
