namespace Sportello.Wire.Mime;

/// <summary>Quoted-printable (RFC 2045 section 6.7). An equals sign that escapes nothing is kept as it is.</summary>
internal sealed class QuotedPrintableDecoder : TransferDecoder
{
    /// <summary>An escape of which the end has not come yet: the equals sign and, for a soft line break, its white space.</summary>
    private readonly byte[] escape = new byte[4];
    private int held;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = 0;
        var at = 0;
        while (at < input.Length)
        {
            if (held > 0)
            {
                at += Continue(input[at], output, ref written);
                continue;
            }

            var rest = input[at..];
            var sign = rest.IndexOf((byte)'=');
            var plain = sign < 0 ? rest : rest[..sign];
            plain.CopyTo(output[written..]);
            written += plain.Length;
            at += plain.Length;
            if (sign < 0) break;

            if (TryHex(rest[sign..], out output[written]))
            {
                written++;
                at += 3;
            }
            else
            {
                escape[held++] = input[at++];
            }
        }

        return written;
    }

    private static bool TryHex(ReadOnlySpan<byte> escaped, out byte value)
    {
        value = 0;
        if (escaped.Length < 3 || !IsHex(escaped[1]) || !IsHex(escaped[2])) return false;

        value = (byte)((Hex(escaped[1]) << 4) | Hex(escaped[2]));
        return true;
    }

    /// <summary>Takes one more byte of an escape; returns 0 if that byte is not part of it.</summary>
    private int Continue(byte next, Span<byte> output, ref int written)
    {
        if (held == 1 && next is (byte)'\r' or (byte)' ' or (byte)'\t' || (held == 1 && IsHex(next)))
        {
            escape[held++] = next;
            return 1;
        }

        if (held == 1 && next == '\n')
        {
            held = 0;
            return 1;
        }

        if (held == 2 && IsHex(escape[1])) return EndHex(next, output, ref written);
        if (held == 2) return EndSoftBreak(next, output, ref written);

        Release(output, ref written);
        return 0;
    }

    private int EndHex(byte next, Span<byte> output, ref int written)
    {
        if (!IsHex(next))
        {
            Release(output, ref written);
            return 0;
        }

        output[written++] = (byte)((Hex(escape[1]) << 4) | Hex(next));
        held = 0;
        return 1;
    }

    /// <summary>White space may stand between the sign and the line end (section 6.7, rule 3).</summary>
    private int EndSoftBreak(byte next, Span<byte> output, ref int written)
    {
        if (next == '\n')
        {
            held = 0;
            return 1;
        }

        if (next is (byte)' ' or (byte)'\t' or (byte)'\r' && escape[1] != '\r')
        {
            escape[1] = next;
            return 1;
        }

        if (escape[1] == '\r') held = 0;
        else Release(output, ref written);
        return 0;
    }

    private void Release(Span<byte> output, ref int written)
    {
        escape.AsSpan(0, held).CopyTo(output[written..]);
        written += held;
        held = 0;
    }

    public override int Finish(Span<byte> output)
    {
        var written = 0;
        if (held == 2 && escape[1] is (byte)'\r' or (byte)' ' or (byte)'\t') held = 0;
        else if (held == 1) held = 0;
        Release(output, ref written);
        return written;
    }

    private static bool IsHex(byte c) => char.IsAsciiHexDigit((char)c);

    private static int Hex(byte c) => char.IsAsciiDigit((char)c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
