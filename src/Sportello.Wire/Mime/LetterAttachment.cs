namespace Sportello.Wire.Mime;

/// <summary>A file that came with a letter.</summary>
public sealed class LetterAttachment
{
    private readonly Func<ContentStream> open;

    internal LetterAttachment(Func<ContentStream> open, string name, string mediaType)
    {
        this.open = open;
        Name = name;
        MediaType = mediaType;
    }

    /// <summary>A file name without folders; never empty.</summary>
    public string Name { get; internal set; }

    /// <summary>Type and subtype in lower case.</summary>
    public string MediaType { get; }

    /// <summary>Bytes of the decoded content.</summary>
    public long Size { get; internal set; }

    /// <summary>SHA-256 of the decoded content, lower-case hexadecimal.</summary>
    public string Sha256 { get; internal set; } = "";

    /// <summary>True if the HTML shows it in its place (<c>cid:</c>, RFC 2392).</summary>
    public bool Inline { get; internal set; }

    /// <summary>The id by which the HTML refers to it, without brackets; or null.</summary>
    public string? ContentId { get; internal init; }

    /// <summary>Bytes of the decoded stream to pass over, and of those to take.</summary>
    internal (long Skip, long Length) Range { get; init; } = (0, long.MaxValue);

    /// <summary>An encoding within the decoded content: uuencode in a text.</summary>
    internal string InnerEncoding { get; init; } = TransferEncodings.None;

    /// <summary>Writes the decoded content to a stream; the stream the letter was read from must still be open.</summary>
    public async Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await PumpAsync(destination.WriteAsync, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<long> PumpAsync(ContentStream.Sink sink, CancellationToken cancellationToken)
    {
        await using var content = open();
        if (Range.Skip > 0 && !await content.SkipAsync(Range.Skip, cancellationToken).ConfigureAwait(false)) return 0;

        if (InnerEncoding.Length == 0) return await content.PumpAsync(sink, cancellationToken, Range.Length).ConfigureAwait(false);

        using var inner = new InnerDecoder(TransferDecoder.For(InnerEncoding), sink);
        await content.PumpAsync(inner.DecodeAsync, cancellationToken, Range.Length).ConfigureAwait(false);
        return await inner.FinishAsync(cancellationToken).ConfigureAwait(false);
    }
}
