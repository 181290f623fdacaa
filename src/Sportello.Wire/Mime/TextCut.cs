namespace Sportello.Wire.Mime;

/// <summary>Where a text that is too long can be cut without harm.</summary>
internal static class TextCut
{
    /// <summary>The number of bytes to keep: up to a line end, else up to the start of a character of UTF-8.</summary>
    public static int Before(ReadOnlySpan<byte> text)
    {
        var line = text.LastIndexOf((byte)'\n') + 1;
        if (line > text.Length / 2) return line % 2 == 1 && HasZeros(text) ? line + 1 : line;

        // Four bytes are the longest character of UTF-8, two units of UTF-16 and one of UTF-32.
        var length = text.Length & ~3;
        if (HasZeros(text)) return length;

        while (length > text.Length - 8 && length > 0 && (text[length - 1] & 0x80) != 0) length--;
        return length > text.Length - 8 ? length : BeforeLead(text);
    }

    private static int BeforeLead(ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        for (var back = 1; back <= 4 && back <= length; back++)
        {
            if ((text[^back] & 0xC0) == 0xC0) return length - back;
        }

        return length;
    }

    private static bool HasZeros(ReadOnlySpan<byte> text) => text[..Math.Min(text.Length, 256)].Contains((byte)0);
}
