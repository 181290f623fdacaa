using System.Buffers;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// Quoted-printable (RFC 2045 section 6.7) for text whose line ends are CRLF already. Lines stay within 76 characters;
/// blanks at a line's end, and a dot or an F at its start, are quoted: mail stores and SMTP servers change those on the way
/// (a dot alone, "From ").
/// </summary>
internal sealed class QuotedPrintableStream(Stream inner) : EncodingStream(inner)
{
    private const int LongestLine = 76;

    // A blank cannot be written before it is known whether the line ends after it.
    private byte _blank;
    private bool _afterCr;
    private int _column;

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        foreach (var octet in input)
        {
            if (_afterCr && octet == '\n')
            {
                EndLine(output);
            }
            else if (octet == '\r' && !_afterCr)
            {
                _afterCr = true;
            }
            else
            {
                Continue(octet, output);
            }
        }
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
        QuoteBlank(output);
        if (_afterCr)
        {
            Quote((byte)'\r', output);
            _afterCr = false;
        }
    }

    private void EndLine(IBufferWriter<byte> output)
    {
        QuoteBlank(output);
        output.Write("\r\n"u8);
        _column = 0;
        _afterCr = false;
    }

    private void Continue(byte octet, IBufferWriter<byte> output)
    {
        if (_blank != 0)
        {
            Plain(_blank, output);
            _blank = 0;
        }

        if (_afterCr)
        {
            Quote((byte)'\r', output);
            _afterCr = false;
        }

        if (octet is (byte)' ' or (byte)'\t')
        {
            _blank = octet;
        }
        else if (octet is > 32 and < 127 and not (byte)'=')
        {
            Plain(octet, output);
        }
        else
        {
            Quote(octet, output);
        }
    }

    private void QuoteBlank(IBufferWriter<byte> output)
    {
        if (_blank != 0)
        {
            Quote(_blank, output);
            _blank = 0;
        }
    }

    private void Plain(byte octet, IBufferWriter<byte> output)
    {
        MakeRoom(1, output);
        if (_column == 0 && (octet is (byte)'.' or (byte)'F'))
        {
            Quote(octet, output);
            return;
        }

        var span = output.GetSpan(1);
        span[0] = octet;
        output.Advance(1);
        _column++;
    }

    private void Quote(byte octet, IBufferWriter<byte> output)
    {
        MakeRoom(3, output);
        var span = output.GetSpan(3);
        span[0] = (byte)'=';
        span[1] = HexDigit(octet >> 4);
        span[2] = HexDigit(octet & 15);
        output.Advance(3);
        _column += 3;
    }

    // One column is kept for the "=" of a soft line break.
    private void MakeRoom(int width, IBufferWriter<byte> output)
    {
        if (_column + width < LongestLine)
        {
            return;
        }

        output.Write("=\r\n"u8);
        _column = 0;
    }

    private static byte HexDigit(int value) => (byte)"0123456789ABCDEF"[value];
}
