using System.Buffers;

namespace Sportello.Wire.Mime;

/// <summary>A stretch of the message, decoded while it is read. Forward only; two of one message cannot be read in turns unless each read seeks.</summary>
internal sealed class ContentStream(Stream source, long start, long end, TransferDecoder decoder) : Stream
{
    private const int ChunkBytes = 64 * 1024;

    private byte[] raw = [];
    private byte[] decoded = [];
    private int available;
    private int taken;
    private long at = start;
    private bool isDone;

    public delegate ValueTask Sink(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The length of decoded content is known when it has been read.");

    public override long Position
    {
        get => throw new NotSupportedException("Decoded content is read forward only.");
        set => throw new NotSupportedException("Decoded content is read forward only.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;

        while (taken == available)
        {
            if (!await DecodeNextAsync(cancellationToken).ConfigureAwait(false)) return 0;
        }

        var count = Math.Min(buffer.Length, available - taken);
        decoded.AsSpan(taken, count).CopyTo(buffer.Span);
        taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Gives what is left, up to a number of bytes, to the sink without a copy in between.</summary>
    public async Task<long> PumpAsync(Sink sink, CancellationToken cancellationToken, long atMost = long.MaxValue)
    {
        long total = 0;
        do
        {
            var count = (int)Math.Min(available - taken, atMost - total);
            if (count == 0) continue;

            await sink(decoded.AsMemory(taken, count), cancellationToken).ConfigureAwait(false);
            total += count;
            taken += count;
        }
        while (total < atMost && await DecodeNextAsync(cancellationToken).ConfigureAwait(false));

        return total;
    }

    /// <summary>Goes forward without handing out; returns false if the content ends before.</summary>
    public async Task<bool> SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > available - taken)
        {
            count -= available - taken;
            taken = available;
            if (!await DecodeNextAsync(cancellationToken).ConfigureAwait(false)) return false;
        }

        taken += (int)count;
        return true;
    }

    private async ValueTask<bool> DecodeNextAsync(CancellationToken cancellationToken)
    {
        if (isDone) return false;

        Rent();
        taken = available = 0;
        source.Position = at;
        var wanted = (int)Math.Min(ChunkBytes, end - at);
        var read = wanted <= 0 ? 0 : await source.ReadAsync(raw.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
        at += read;
        if (read > 0)
        {
            available = decoder.Decode(raw.AsSpan(0, read), decoded);
            return true;
        }

        isDone = true;
        available = decoder.Finish(decoded);
        return available > 0;
    }

    private void Rent()
    {
        if (raw.Length > 0) return;

        var chunk = (int)Math.Clamp(end - at, 16, ChunkBytes);
        raw = ArrayPool<byte>.Shared.Rent(chunk);
        decoded = ArrayPool<byte>.Shared.Rent(raw.Length + TransferDecoder.Slack);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && raw.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(raw);
            ArrayPool<byte>.Shared.Return(decoded);
            raw = decoded = [];
            isDone = true;
            taken = available = 0;
        }

        if (disposing) decoder.Dispose();
        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Content is read asynchronously only.");

    public override void Flush() => throw new NotSupportedException("Content cannot be written.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Decoded content is read forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("Content cannot be written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Content cannot be written.");
}
