using System.Buffers;
using System.Buffers.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>base64 in lines of 76 characters (RFC 2045 section 6.8). The last line is left without its end.</summary>
internal sealed class Base64Stream(Stream inner) : EncodingStream(inner)
{
    private const int BytesPerLine = 57;

    private readonly byte[] _line = new byte[BytesPerLine];
    private int _held;
    private bool _anyLine;

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            var taken = Math.Min(BytesPerLine - _held, input.Length);
            input[..taken].CopyTo(_line.AsSpan(_held));
            _held += taken;
            input = input[taken..];
            if (_held == BytesPerLine)
            {
                WriteLine(output);
            }
        }
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
        if (_held > 0)
        {
            WriteLine(output);
        }
    }

    private void WriteLine(IBufferWriter<byte> output)
    {
        if (_anyLine)
        {
            output.Write("\r\n"u8);
        }

        _anyLine = true;
        Base64.EncodeToUtf8(_line.AsSpan(0, _held), output.GetSpan(76), out _, out var written);
        output.Advance(written);
        _held = 0;
    }
}
