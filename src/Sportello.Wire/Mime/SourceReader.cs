using System.Buffers;

namespace Sportello.Wire.Mime;

/// <summary>A window that moves over a stream: the bytes at hand, and where in the stream they are.</summary>
internal sealed class SourceReader : IDisposable
{
    private const int WindowBytes = 128 * 1024;

    private readonly Stream source;
    private readonly long limit;
    private byte[] buffer;
    private int start;
    private int end;
    private long bufferOffset;

    public SourceReader(Stream source, long limit)
    {
        this.source = source;
        this.limit = Math.Min(limit, source.Length);
        buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(this.limit + 1, 256, WindowBytes));
        source.Position = 0;
    }

    public ReadOnlySpan<byte> Window => buffer.AsSpan(start, end - start);

    /// <summary>The offset in the stream of the window's first byte.</summary>
    public long Offset => bufferOffset + start;

    /// <summary>The window reaches the end of what is read.</summary>
    public bool IsFinal { get; private set; }

    public void Advance(int count) => start += count;

    public void Seek(long offset)
    {
        source.Position = offset;
        bufferOffset = offset;
        start = end = 0;
        IsFinal = false;
    }

    /// <summary>Adds bytes to the window, which grows if it is full; does nothing at the end.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (IsFinal) return;

        MakeRoom();
        var wanted = (int)Math.Min(buffer.Length - end, limit - bufferOffset - end);
        var read = wanted <= 0 ? 0 : await source.ReadAsync(buffer.AsMemory(end, wanted), cancellationToken).ConfigureAwait(false);
        end += read;
        IsFinal = read == 0 || bufferOffset + end >= limit;
    }

    private void MakeRoom()
    {
        if (start > 0)
        {
            Window.CopyTo(buffer);
            bufferOffset += start;
            end -= start;
            start = 0;
        }

        if (end < buffer.Length) return;

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Window.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
