using System.Buffers;

namespace Sportello.Wire.Mime;

/// <summary>Undoes a second encoding on the way to the sink.</summary>
internal sealed class InnerDecoder(TransferDecoder decoder, ContentStream.Sink sink) : IDisposable
{
    private byte[] buffer = [];
    private long total;

    public async ValueTask DecodeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (buffer.Length < bytes.Length + TransferDecoder.Slack) Rent(bytes.Length + TransferDecoder.Slack);

        await SendAsync(decoder.Decode(bytes.Span, buffer), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what was held back; returns the number of bytes of the whole.</summary>
    public async ValueTask<long> FinishAsync(CancellationToken cancellationToken)
    {
        if (buffer.Length == 0) Rent(TransferDecoder.Slack);

        await SendAsync(decoder.Finish(buffer), cancellationToken).ConfigureAwait(false);
        return total;
    }

    private async ValueTask SendAsync(int count, CancellationToken cancellationToken)
    {
        if (count == 0) return;

        await sink(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        total += count;
    }

    private void Rent(int length)
    {
        Return();
        buffer = ArrayPool<byte>.Shared.Rent(length);
    }

    private void Return()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    public void Dispose()
    {
        Return();
        decoder.Dispose();
    }
}
