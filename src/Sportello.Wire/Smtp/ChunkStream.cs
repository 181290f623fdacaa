using System.Buffers;
using Sportello.Wire.Mime.Writing;

namespace Sportello.Wire.Smtp;

/// <summary>Cuts a letter into BDAT chunks (RFC 3030): full ones are handed over as they fill, the last is left in <see cref="Rest"/>.</summary>
internal sealed class ChunkStream(int octets, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> send) : EncodingStream(Null)
{
    private readonly byte[] _chunk = new byte[octets];
    private int _held;

    public ReadOnlyMemory<byte> Rest => _chunk.AsMemory(0, _held);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            // A full chunk waits until more comes, so that the last one is never empty.
            if (_held == _chunk.Length)
            {
                await send(Rest, cancellationToken);
                _held = 0;
            }

            var taken = Math.Min(buffer.Length, _chunk.Length - _held);
            buffer[..taken].CopyTo(_chunk.AsMemory(_held));
            _held += taken;
            buffer = buffer[taken..];
        }
    }

    protected override void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
    }

    protected override void Finish(IBufferWriter<byte> output)
    {
    }
}
