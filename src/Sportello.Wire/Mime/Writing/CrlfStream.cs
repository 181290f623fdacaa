using System.Buffers;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// Makes every line end CRLF (RFC 5322 section 2.3): a bare LF and a bare CR both count as a line's end,
/// so that no server further on can see another end of the message than we do.
/// </summary>
internal sealed class CrlfStream(Stream inner) : EncodingStream(inner)
{
    private bool _afterCr;

    /// <summary>True before the first byte and after a line's end.</summary>
    public bool AtLineStart { get; private set; } = true;

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            var length = input.IndexOfAny((byte)'\r', (byte)'\n');
            if (length != 0)
            {
                var text = length < 0 ? input : input[..length];
                output.Write(text);
                AtLineStart = false;
                _afterCr = false;
                input = input[text.Length..];
                continue;
            }

            if (input[0] == '\r' || !_afterCr)
            {
                output.Write("\r\n"u8);
                AtLineStart = true;
            }

            _afterCr = input[0] == '\r';
            input = input[1..];
        }
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
    }
}
