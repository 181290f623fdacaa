using System.Buffers;
using Sportello.Wire.Mime.Writing;
using Sportello.Wire.Transport;

namespace Sportello.Wire.Smtp;

/// <summary>The connection's outgoing side as a stream; what passes is counted for the log, not shown in it.</summary>
internal sealed class ConnectionStream(WireConnection connection) : EncodingStream(Null)
{
    public long Count { get; private set; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count += buffer.Length;
        return connection.WriteAsync(buffer, cancellationToken);
    }

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
    }
}
