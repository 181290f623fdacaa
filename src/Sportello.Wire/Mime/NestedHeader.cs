namespace Sportello.Wire.Mime;

/// <summary>The header of a message within a message.</summary>
internal static class NestedHeader
{
    private const int MaxBytes = 64 * 1024;

    public static async Task<HeaderList> ReadAsync(MimeEntity leaf, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(leaf, MaxBytes, cancellationToken).ConfigureAwait(false);
        return ToList(bytes, HeaderBlock.Read(bytes, final: true, isRoot: true, new BoundaryStack())!);
    }

    public static HeaderList ToList(ReadOnlySpan<byte> bytes, HeaderBlock block)
    {
        var fields = new List<HeaderField>(block.Fields.Count);
        foreach (var range in block.Fields)
        {
            fields.Add(new HeaderField(bytes[range.Start..range.End].ToArray(), range.NameLength, range.ValueStart - range.Start));
        }

        return new HeaderList(fields);
    }

    /// <summary>The first bytes of a leaf's decoded content.</summary>
    public static async Task<byte[]> ReadBytesAsync(MimeEntity leaf, int atMost, CancellationToken cancellationToken)
    {
        await using var content = leaf.Open();
        return await ReadBytesAsync(content, atMost, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<byte[]> ReadBytesAsync(ContentStream content, int atMost, CancellationToken cancellationToken)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        await content.PumpAsync(
            (piece, _) =>
            {
                System.Buffers.BuffersExtensions.Write(bytes, piece.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken,
            atMost).ConfigureAwait(false);
        return bytes.WrittenSpan.ToArray();
    }
}
