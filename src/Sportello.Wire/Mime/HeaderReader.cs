namespace Sportello.Wire.Mime;

/// <summary>Reads the header at the reader's place and leaves the reader at the body.</summary>
internal sealed class HeaderReader(SourceReader reader, BoundaryStack boundaries, Problems problems, MimeLimits limits)
{
    private int budget = limits.HeaderBytes;

    public bool LoneCr { get; private set; }

    public async ValueTask<HeaderList> ReadAsync(bool isRoot, CancellationToken cancellationToken)
    {
        if (reader.Window.IsEmpty) await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        HeaderBlock? block;
        while ((block = HeaderBlock.Read(reader.Window, reader.IsFinal, isRoot, boundaries)) is null)
        {
            if (reader.Window.Length > limits.HeaderBytes) return await ReadLongAsync(isRoot, cancellationToken).ConfigureAwait(false);
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var list = Keep(block, isRoot);
        reader.Advance(block.BodyStart);
        return list;
    }

    /// <summary>A header without end: its start is kept, the rest is passed over line by line.</summary>
    private async ValueTask<HeaderList> ReadLongAsync(bool isRoot, CancellationToken cancellationToken)
    {
        problems.Add($"A header is longer than {limits.HeaderBytes} bytes; its end was not read.");
        var block = HeaderBlock.Read(reader.Window[..WholeLines(reader.Window[..limits.HeaderBytes])], final: true, isRoot, boundaries)!;
        var list = Keep(block, isRoot);
        reader.Advance(block.BodyStart);
        while (HeaderBlock.Read(reader.Window, reader.IsFinal, isRoot: false, boundaries) is var rest)
        {
            reader.Advance(rest?.BodyStart ?? WholeLines(reader.Window));
            if (rest is not null) break;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return list;
    }

    /// <summary>A piece of a header must not begin within a line, or the line's end would look like an empty line.</summary>
    private static int WholeLines(ReadOnlySpan<byte> window)
    {
        var lines = window.LastIndexOf((byte)'\n') + 1;
        return lines > 0 ? lines : window.Length;
    }

    private HeaderList Keep(HeaderBlock block, bool isRoot)
    {
        LoneCr = block.LoneCr;
        problems.Add(block.Problems, isRoot);
        if (block.Fields.Count == 0) return isRoot ? new HeaderList([]) : HeaderList.Empty;

        var count = Math.Min(block.Fields.Count, limits.HeaderFields);
        while (count > 0 && block.Fields[count - 1].End - block.Fields[0].Start > budget) count--;
        if (count < block.Fields.Count) problems.Add("There are more header fields than are read.");
        return count == 0 ? HeaderList.Empty : Copy(block.Fields, count);
    }

    private HeaderList Copy(IReadOnlyList<HeaderBlock.FieldRange> ranges, int count)
    {
        var start = ranges[0].Start;
        var bytes = reader.Window[start..ranges[count - 1].End].ToArray();
        budget -= bytes.Length;
        var fields = new List<HeaderField>(count);
        for (var i = 0; i < count; i++)
        {
            var range = ranges[i];
            var raw = bytes.AsMemory(range.Start - start, range.End - range.Start);
            fields.Add(new HeaderField(raw, range.NameLength, range.ValueStart - range.Start));
        }

        return new HeaderList(fields);
    }
}
