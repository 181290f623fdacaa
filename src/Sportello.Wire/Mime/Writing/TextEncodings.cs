using System.Text;

namespace Sportello.Wire.Mime.Writing;

internal enum TextEncoding
{
    SevenBit,
    QuotedPrintable,
    Base64,
}

/// <summary>Chooses the transfer encoding of a text (RFC 2045 section 6).</summary>
internal static class TextEncodings
{
    private const int LongestLine = 78;

    public static TextEncoding For(string text)
    {
        if (IsPlain(text))
        {
            return TextEncoding.SevenBit;
        }

        long quoted = 0;
        long octets = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            octets += rune.Utf8SequenceLength;
            quoted += rune.Value is (>= ' ' and <= '~' and not '=') or '\t' or '\r' or '\n' ? 1 : 3 * rune.Utf8SequenceLength;
        }

        return quoted <= octets * 4 / 3 ? TextEncoding.QuotedPrintable : TextEncoding.Base64;
    }

    // What passes every server unchanged: short lines of visible ASCII without blanks at their end.
    private static bool IsPlain(string text)
    {
        foreach (var range in text.AsSpan().SplitAny('\r', '\n'))
        {
            var line = text.AsSpan()[range];
            var delicate = line.Length > LongestLine
                || line.EndsWith(" ")
                || line.StartsWith(".")
                || line.StartsWith("From ")
                || !DisplayText.IsPrintableAscii(line);
            if (delicate)
            {
                return false;
            }
        }

        return true;
    }
}
