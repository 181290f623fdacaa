namespace Sportello.Wire.Mime;

/// <summary>Uuencode: lines whose first character says how many bytes they hold, between <c>begin</c> and <c>end</c>.</summary>
internal sealed class UuDecoder : TransferDecoder
{
    /// <summary>The longest line there can be: a length, 63 bytes as 84 characters, a checksum some add.</summary>
    private readonly byte[] line = new byte[100];
    private int length;
    private bool hasEnded;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = 0;
        while (!input.IsEmpty && !hasEnded)
        {
            var end = input.IndexOf((byte)'\n');
            var piece = end < 0 ? input : input[..end];
            var taken = Math.Min(piece.Length, line.Length - length);
            piece[..taken].CopyTo(line.AsSpan(length));
            length += taken;
            if (end < 0) return written;

            written += DecodeLine(line.AsSpan(0, length).TrimEnd((byte)'\r'), output[written..]);
            length = 0;
            input = input[(end + 1)..];
        }

        return written;
    }

    public override int Finish(Span<byte> output)
    {
        var written = hasEnded ? 0 : DecodeLine(line.AsSpan(0, length).TrimEnd((byte)'\r'), output);
        length = 0;
        return written;
    }

    private int DecodeLine(ReadOnlySpan<byte> encoded, Span<byte> output)
    {
        if (encoded.SequenceEqual("end"u8)) hasEnded = true;
        if (!IsDataLine(encoded)) return 0;

        var count = (encoded[0] - 32) & 63;
        for (var i = 0; i < count; i++)
        {
            var group = 1 + (i / 3 * 4);
            output[i] = (i % 3) switch
            {
                0 => (byte)((At(encoded, group) << 2) | (At(encoded, group + 1) >> 4)),
                1 => (byte)((At(encoded, group + 1) << 4) | (At(encoded, group + 2) >> 2)),
                _ => (byte)((At(encoded, group + 2) << 6) | At(encoded, group + 3)),
            };
        }

        return count;
    }

    /// <summary>Whether a line is as long as its first character says; some spaces at its end may have been lost, but never more than it decodes to.</summary>
    public static bool IsDataLine(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty || encoded[0] is < 32 or > 96) return false;

        var count = (encoded[0] - 32) & 63;
        var characters = 1 + ((count + 2) / 3 * 4);
        return encoded.Length <= characters + 2 && encoded.Length > count
            && encoded.IndexOfAnyExceptInRange((byte)32, (byte)96) < 0;
    }

    private static int At(ReadOnlySpan<byte> encoded, int index) => index < encoded.Length ? (encoded[index] - 32) & 63 : 0;
}
