using System.Buffers;
using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Changes one field of a message's header and leaves every other byte as it was.</summary>
public static class HeaderRewriter
{
    private const int LineLength = 78;
    private const int CopyBytes = 64 * 1024;

    /// <summary>Longest header that is searched; a field after it counts as missing.</summary>
    private const int MaxHeader = 16 * 1024 * 1024;

    /// <summary>Bytes at the end of a subject that nobody sees: space, DEL and the controls.</summary>
    private static readonly SearchValues<byte> Blanks = SearchValues.Create([.. Enumerable.Range(0, 33).Select(code => (byte)code), 0x7F]);

    /// <summary>
    /// Copies a message and puts a field in the place of the first one of that name; if there is none, at the end of the header.
    /// </summary>
    /// <param name="source">The message; a stream that can seek.</param>
    /// <param name="destination">Where the changed message is written.</param>
    /// <param name="headerName">The name of the field, in any case.</param>
    /// <param name="rawFieldIncludingFolding">The whole new field: name, colon, value, folding, line end.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public static async Task ReplaceAsync(
        Stream source,
        Stream destination,
        string headerName,
        ReadOnlyMemory<byte> rawFieldIncludingFolding,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var place = await FindAsync(source, headerName, cancellationToken).ConfigureAwait(false);
        await CopyAsync(source, destination, 0, place.Start, cancellationToken).ConfigureAwait(false);
        if (place.LacksLineEnd) await destination.WriteAsync("\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(rawFieldIncludingFolding, cancellationToken).ConfigureAwait(false);
        await CopyAsync(source, destination, place.End, source.Length, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The Subject field with an ASCII suffix at its end. The bytes of the field stay as they are (blanks at its end
    /// go), so that it reads as the old subject and the suffix in every mail program; a new line is begun where the last one would pass 78.
    /// </summary>
    /// <param name="headers">The header with the subject, which may be missing or empty.</param>
    /// <param name="suffix">What is added, beginning with a space, such as <c> DPR:12345</c>.</param>
    public static byte[] AppendToSubject(HeaderList headers, string suffix)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (!Ascii.IsValid(suffix) || !suffix.StartsWith(' ')) throw new ArgumentException("The suffix is ASCII and begins with a space.", nameof(suffix));

        var old = headers.Find("Subject") is { } field ? field.Raw : "Subject:"u8.ToArray();
        var lineEnd = LineEnd(old.Span, headers);
        var kept = old.Span[..(old.Span.LastIndexOfAnyExcept(Blanks) + 1)];
        var changed = new ArrayBufferWriter<byte>(old.Length + suffix.Length + 8);
        changed.Write(kept);
        var isEmpty = kept[^1] == ':' && kept.IndexOf((byte)':') == kept.Length - 1;
        var returnsToAscii = EndsShifted(kept);
        if (returnsToAscii) changed.Write("\e(B"u8);

        var lastLine = kept.Length - (kept.LastIndexOfAny((byte)'\n', (byte)'\r') + 1);
        if (!isEmpty && lastLine + suffix.Length > LineLength) changed.Write(lineEnd);
        changed.Write(Encoding.ASCII.GetBytes(suffix));
        changed.Write(lineEnd);
        return changed.WrittenSpan.ToArray();
    }

    private readonly record struct Place(long Start, long End, bool LacksLineEnd);

    private static async Task<Place> FindAsync(Stream source, string headerName, CancellationToken cancellationToken)
    {
        using var reader = new SourceReader(source, Math.Min(MaxHeader, source.Length));
        var noBoundaries = new BoundaryStack();
        HeaderBlock? block;
        do
        {
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
            block = HeaderBlock.Read(reader.Window, reader.IsFinal, isRoot: true, noBoundaries);
        }
        while (block is null);

        foreach (var field in block.Fields)
        {
            var name = reader.Window.Slice(field.Start, field.NameLength);
            if (Ascii.EqualsIgnoreCase(name, headerName)) return new Place(field.Start, field.End, LacksLineEnd: false);
        }

        var before = reader.Window[..block.End];
        return new Place(block.End, block.End, before.Length > 0 && before[^1] is not ((byte)'\n' or (byte)'\r'));
    }

    /// <summary>The line end this field has, else the one the header has.</summary>
    private static ReadOnlySpan<byte> LineEnd(ReadOnlySpan<byte> field, HeaderList headers)
    {
        if (!HasLineEnd(field) && headers.Count > 0) field = headers[0].Raw.Span;
        if (field.EndsWith("\r\n"u8) || !HasLineEnd(field)) return "\r\n"u8;
        return field[^1] == '\n' ? "\n"u8 : "\r"u8;
    }

    private static bool HasLineEnd(ReadOnlySpan<byte> field) => field.Length > 0 && field[^1] is (byte)'\n' or (byte)'\r';

    /// <summary>Raw ISO-2022 that does not return to ASCII would swallow the suffix.</summary>
    private static bool EndsShifted(ReadOnlySpan<byte> value)
    {
        var escape = value.LastIndexOf((byte)0x1B);
        return escape >= 0 && value[(escape + 1)..] is [(byte)'$', (byte)'B' or (byte)'@', ..];
    }

    private static async Task CopyAsync(Stream source, Stream destination, long start, long end, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            source.Position = start;
            while (start < end)
            {
                var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(CopyBytes, end - start)), cancellationToken).ConfigureAwait(false);
                if (read == 0) return;
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                start += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
