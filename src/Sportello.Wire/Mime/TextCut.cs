namespace Sportello.Wire.Mime;

/// <summary>Where a text that is too long can be cut without harm.</summary>
internal static class TextCut
{
    /// <summary>The number of bytes to keep: up to a line end, else up to the start of a character of UTF-8.</summary>
    public static int Before(ReadOnlySpan<byte> text)
    {
        var line = text.LastIndexOf((byte)'\n') + 1;
        if (line > text.Length / 2) return line % 2 == 1 && HasZeros(text) ? line + 1 : line;

        // Four bytes are two units of UTF-16 and one of UTF-32.
        return HasZeros(text) ? text.Length & ~3 : BeforeIncomplete(text);
    }

    /// <summary>The last lead byte of UTF-8 tells whether all bytes of its character are there.</summary>
    private static int BeforeIncomplete(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= 4 && back <= text.Length; back++)
        {
            var value = text[^back];
            if (value < 0x80) break;
            if (value < 0xC0) continue;

            var needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
            return back >= needed ? text.Length : text.Length - back;
        }

        return text.Length;
    }

    private static bool HasZeros(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, 256)].Contains((byte)0);
}
