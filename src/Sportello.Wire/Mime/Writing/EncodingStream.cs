using System.Buffers;

namespace Sportello.Wire.Mime.Writing;

/// <summary>
/// A write-only stream that changes what passes through it. Memory is one small buffer, however much is written.
/// <see cref="FinishAsync"/> writes what the encoding still holds back; the stream beneath is neither closed nor flushed.
/// </summary>
internal abstract class EncodingStream(Stream inner) : Stream
{
    private const int SliceLength = 2048;

    private readonly ArrayBufferWriter<byte> _output = new(SliceLength * 4);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var slice = buffer[..Math.Min(SliceLength, buffer.Length)];
            Encode(slice.Span, _output);
            await SpillAsync(cancellationToken);
            buffer = buffer[slice.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public virtual async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        Finish(_output);
        await SpillAsync(cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("This stream is written asynchronously only.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("This stream is written asynchronously only.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected abstract void Encode(ReadOnlySpan<byte> input, IBufferWriter<byte> output);

    protected abstract void Finish(IBufferWriter<byte> output);

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        if (_output.WrittenCount == 0)
        {
            return;
        }

        await inner.WriteAsync(_output.WrittenMemory, cancellationToken);
        _output.ResetWrittenCount();
    }
}
