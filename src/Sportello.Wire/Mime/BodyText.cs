using System.Buffers;

namespace Sportello.Wire.Mime;

/// <summary>The bytes of a body's text, up to a limit, without the files that are written into it.</summary>
/// <param name="Bytes">The text.</param>
/// <param name="Files">The uuencoded files in it.</param>
/// <param name="CutAt">Offset in the decoded content of what did not fit, or -1.</param>
internal sealed record BodyText(byte[] Bytes, IReadOnlyList<UuBlock> Files, long CutAt)
{
    public static async Task<BodyText> ReadAsync(MimeEntity leaf, int limit, CancellationToken cancellationToken)
    {
        var bytes = await NestedHeader.ReadBytesAsync(leaf, limit + 1, cancellationToken).ConfigureAwait(false);
        if (leaf.MediaType is MediaTypes.Plain && MayHoldFiles(bytes))
        {
            var files = await FindFilesAsync(leaf, cancellationToken).ConfigureAwait(false);
            if (files.Count > 0) return await ReadAroundAsync(leaf, files, limit, cancellationToken).ConfigureAwait(false);
        }

        if (bytes.Length <= limit) return new BodyText(bytes, [], -1);

        var cut = TextCut.Before(bytes.AsSpan(0, limit));
        return new BodyText(bytes[..cut], [], cut);
    }

    private static bool MayHoldFiles(ReadOnlySpan<byte> bytes) => bytes.StartsWith("begin "u8) || bytes.IndexOf("\nbegin "u8) >= 0;

    private static async Task<IReadOnlyList<UuBlock>> FindFilesAsync(MimeEntity leaf, CancellationToken cancellationToken)
    {
        var blocks = new UuBlocks();
        await using var content = leaf.Open();
        await content.PumpAsync(
            (piece, _) =>
            {
                blocks.Feed(piece.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return blocks.Finish();
    }

    /// <summary>Reads the stretches between the files.</summary>
    private static async Task<BodyText> ReadAroundAsync(MimeEntity leaf, IReadOnlyList<UuBlock> files, int limit, CancellationToken cancellationToken)
    {
        var text = new ArrayBufferWriter<byte>();
        var taken = new List<UuBlock>();
        await using var content = leaf.Open();
        long at = 0;
        foreach (var next in files.Append(new UuBlock(long.MaxValue, 0, long.MaxValue, "")))
        {
            var room = limit - text.WrittenCount;
            var wanted = Math.Min(next.Start - at, room + 1L);
            var read = await NestedHeader.ReadBytesAsync(content, (int)wanted, cancellationToken).ConfigureAwait(false);
            if (read.Length > room)
            {
                var cut = TextCut.Before(read.AsSpan(0, room));
                text.Write(read.AsSpan(0, cut));
                return new BodyText(text.WrittenSpan.ToArray(), taken, at + cut);
            }

            text.Write(read);
            if (next.Start == long.MaxValue) break;

            taken.Add(next);
            await content.SkipAsync(next.End - next.Start, cancellationToken).ConfigureAwait(false);
            at = next.End;
        }

        return new BodyText(text.WrittenSpan.ToArray(), taken, -1);
    }
}
