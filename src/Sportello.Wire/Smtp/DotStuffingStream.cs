using System.Buffers;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Smtp;

/// <summary>Doubles a dot at a line's start (RFC 5321 section 4.5.2), in text whose line ends are CRLF already.</summary>
internal sealed class DotStuffingStream(Stream inner) : EncodingStream(inner)
{
    private bool _atLineStart = true;

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            if (_atLineStart && input[0] == '.')
                output.Write("."u8);
            var end = input.IndexOf((byte)'\n');
            var line = end < 0 ? input : input[..(end + 1)];
            output.Write(line);
            _atLineStart = end >= 0;
            input = input[line.Length..];
        }
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
    }
}
