namespace Sportello.Wire.Mime.Writing;

/// <summary>Something sent along with a letter: a file, an image within the HTML, or another letter.</summary>
public sealed class OutgoingFile
{
    private readonly Func<CancellationToken, ValueTask<Stream>> _open;

    /// <summary>Describes content that is opened anew each time the letter is measured or written.</summary>
    /// <param name="mediaType">
    /// The type such as <c>image/png</c>, with a charset parameter if there is one. A type that cannot be written, and any
    /// <c>multipart/*</c> or <c>message/*</c> but <c>message/rfc822</c>, becomes <c>application/octet-stream</c>.
    /// </param>
    /// <param name="name">The file's name, in any script; control characters become spaces, those at its ends go.</param>
    /// <param name="open">Opens the content; the stream is read once and disposed.</param>
    public OutgoingFile(string mediaType, string name, Func<CancellationToken, ValueTask<Stream>> open)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(open);
        MediaType = WritableMediaType.Of(mediaType);
        Name = DisplayText.Clean(name).Trim();
        _open = open;
    }

    /// <summary>The media type as it will be written.</summary>
    public string MediaType { get; }

    /// <summary>The file's name as it will be written.</summary>
    public string Name { get; }

    /// <summary>
    /// The Content-ID (RFC 2392) by which the HTML names this image (<c>cid:…</c>), without angle brackets. Null for an attachment.
    /// </summary>
    public string? ContentId
    {
        get;
        init => field = value is null || MessageIdWriter.TryFormat(value) is not null
            ? value
            : throw new FormatException("A Content-ID is visible ASCII without angle brackets.");
    }

    /// <summary>Content held in memory.</summary>
    public static OutgoingFile FromBytes(string mediaType, string name, ReadOnlyMemory<byte> content, string? contentId = null) =>
        new(mediaType, name, _ => ValueTask.FromResult<Stream>(new MemoryStream(content.ToArray(), writable: false)))
        {
            ContentId = contentId,
        };

    /// <summary>Content streamed from a file each time the letter is written.</summary>
    public static OutgoingFile FromFile(string mediaType, string name, string path, string? contentId = null) =>
        new(mediaType, name, _ => ValueTask.FromResult<Stream>(File.OpenRead(path))) { ContentId = contentId };

    internal bool IsLetter => string.Equals(MediaType, WritableMediaType.Letter, StringComparison.Ordinal);

    internal ValueTask<Stream> OpenAsync(CancellationToken cancellation) => _open(cancellation);
}
