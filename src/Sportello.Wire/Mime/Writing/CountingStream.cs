using System.Buffers;

namespace Sportello.Wire.Mime.Writing;

/// <summary>Passes everything on and counts it.</summary>
internal sealed class CountingStream(Stream inner) : EncodingStream(inner)
{
    public long Count { get; private set; }

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        Count += input.Length;
        output.Write(input);
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
    }
}
