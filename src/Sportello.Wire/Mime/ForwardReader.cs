using System.Buffers.Binary;

namespace Sportello.Wire.Mime;

/// <summary>Reads little-endian numbers and stretches of bytes from decoded content, counting where it is.</summary>
internal sealed class ForwardReader(ContentStream content)
{
    private readonly byte[] number = new byte[4];

    public long Position { get; private set; }

    /// <summary>The next four bytes as a number; -1 at the end of the content.</summary>
    public async ValueTask<long> ReadUInt32Async(CancellationToken cancellationToken) =>
        await FillAsync(number, cancellationToken).ConfigureAwait(false) ? BinaryPrimitives.ReadUInt32LittleEndian(number) : -1;

    public async ValueTask<int> ReadByteAsync(CancellationToken cancellationToken) =>
        await FillAsync(number.AsMemory(0, 1), cancellationToken).ConfigureAwait(false) ? number[0] : -1;

    /// <summary>The next bytes, fewer at the end of the content.</summary>
    public async ValueTask<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = await NestedHeader.ReadBytesAsync(content, count, cancellationToken).ConfigureAwait(false);
        Position += bytes.Length;
        return bytes;
    }

    public async ValueTask<bool> SkipAsync(long count, CancellationToken cancellationToken)
    {
        if (count <= 0) return count == 0;

        Position += count;
        return await content.SkipAsync(count, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> FillAsync(Memory<byte> bytes, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < bytes.Length)
        {
            var read = await content.ReadAsync(bytes[filled..], cancellationToken).ConfigureAwait(false);
            if (read == 0) return false;
            filled += read;
            Position += read;
        }

        return true;
    }
}
