namespace Sportello.Wire.Mime;

/// <summary>Base64 as it is found in encoded words: with white space, without its padding, cut off, or two glued together.</summary>
internal static class LooseBase64
{
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        var bits = 0;
        var count = 0;
        foreach (var c in text)
        {
            var value = c < 0x80 ? Base64Alphabet.Value((byte)c) : -1;
            if (value < 0)
            {
                // Padding ends a group of four: what follows starts anew.
                if (c == '=') count = 0;
                continue;
            }

            bits = (bits << 6) | value;
            if (++count == 1) continue;

            bytes[length++] = (byte)(bits >> (8 - (2 * count)));
            if (count == 4) count = 0;
        }

        return bytes[..length];
    }
}
