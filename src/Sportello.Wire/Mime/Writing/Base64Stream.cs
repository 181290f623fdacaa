using System.Buffers;
using System.Buffers.Text;

namespace Sportello.Wire.Mime.Writing;

/// <summary>base64 in lines of 76 characters (RFC 2045 section 6.8). The last line is left without its end.</summary>
internal sealed class Base64Stream : EncodingStream
{
    private const int BytesPerLine = 57;

    private readonly byte[] line = new byte[BytesPerLine];
    private int held;
    private bool anyLine;

    public Base64Stream(Stream inner)
        : base(inner)
    {
    }

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            var taken = Math.Min(BytesPerLine - held, input.Length);
            input[..taken].CopyTo(line.AsSpan(held));
            held += taken;
            input = input[taken..];
            if (held == BytesPerLine)
            {
                WriteLine(output);
            }
        }
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
        if (held > 0)
        {
            WriteLine(output);
        }
    }

    private void WriteLine(IBufferWriter<byte> output)
    {
        if (anyLine)
        {
            output.Write("\r\n"u8);
        }

        anyLine = true;
        Base64.EncodeToUtf8(line.AsSpan(0, held), output.GetSpan(76), out _, out var written);
        output.Advance(written);
        held = 0;
    }
}
