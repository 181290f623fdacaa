using Sportello.Wire.Text;

namespace Sportello.Wire.Mime;

/// <summary>One node of a message: the message itself, a multipart or a leaf (RFC 2045 section 2.4). It holds offsets, not content.</summary>
public sealed class MimeEntity
{
    private readonly Stream source;
    private readonly List<MimeEntity> children = [];
    private readonly string defaultType;
    private HeaderParameters? contentType;
    private HeaderParameters? disposition;
    private bool isRead;

    internal MimeEntity(Stream source, MimeEntity? parent, HeaderList headers, string defaultType = MediaTypes.Plain)
    {
        this.source = source;
        this.defaultType = defaultType;
        Parent = parent;
        Headers = headers;
        MediaType = MediaTypes.Normalize(ContentType?.Value, defaultType);
    }

    /// <summary>The multipart this is a part of; null for the message itself.</summary>
    public MimeEntity? Parent { get; }

    /// <summary>The fields of this part.</summary>
    public HeaderList Headers { get; }

    /// <summary>Type and subtype in lower case, such as <c>text/plain</c>, which is also what is assumed when nothing is said.</summary>
    public string MediaType { get; private set; }

    /// <summary>The declared charset, or null.</summary>
    public string? Charset => ContentType?.Get("charset");

    /// <summary>What stands in Content-Disposition before the parameters, in lower case; empty if nothing does (RFC 2183).</summary>
    public string Disposition => ContentDisposition?.Value.ToLowerInvariant() ?? "";

    /// <summary>The file name of Content-Disposition, else the name of Content-Type, decoded (RFC 2231, RFC 2047), as the sender wrote it; or null.</summary>
    public string? FileName => NonEmpty(ContentDisposition?.Get("filename")) ?? NonEmpty(ContentType?.Get("name"));

    /// <summary>The Content-ID without its brackets, or null (RFC 2392).</summary>
    public string? ContentId => Headers.GetUnfolded("Content-ID") is { } value ? NonEmpty(value.Trim('<', '>', ' ')) : null;

    /// <summary>The parts of a multipart in order; empty for a leaf.</summary>
    public IReadOnlyList<MimeEntity> Children => children;

    /// <summary>True if this is a multipart that has parts.</summary>
    public bool IsMultipart => children.Count > 0;

    /// <summary>Offset in the source of the first byte of the content, as transferred.</summary>
    public long ContentStart { get; internal set; }

    /// <summary>Offset in the source of the byte after the content.</summary>
    public long ContentEnd { get; internal set; }

    /// <summary>Offset in the source of the first byte of this part's header.</summary>
    public long HeaderStart { get; internal init; }

    /// <summary>What stands before the first part, which old mail programs showed.</summary>
    internal (long Start, long End) Preamble { get; set; }

    /// <summary>What stands after the last part.</summary>
    internal (long Start, long End) Epilogue { get; set; }

    /// <summary>A multipart of which there is nothing but its header.</summary>
    internal bool IsHollow { get; set; }

    internal string? NameWhenNone { get; init; }

    private HeaderParameters? ContentType => Read().contentType;

    private HeaderParameters? ContentDisposition => Read().disposition;

    /// <summary>A parameter of Content-Type as a person reads it, or null.</summary>
    public string? GetParameter(string name) => ContentType?.Get(name);

    /// <summary>The boundary's bytes, as characters of Latin-1.</summary>
    internal string? Boundary => ContentType?.GetRaw("boundary")?.TrimEnd(' ', '\t');

    internal string TransferEncoding => TransferEncodings.Normalize(Headers.GetUnfolded("Content-Transfer-Encoding"));

    /// <summary>
    /// Opens the content, its transfer encoding (base64, quoted-printable, uuencode) undone on the way.
    /// It reads from the message's own stream, so only one content can be read at a time.
    /// </summary>
    public Stream OpenContent() => Open();

    internal ContentStream Open() => new(source, ContentStart, ContentEnd, TransferDecoder.For(TransferEncoding));

    /// <summary>Writes the decoded content to a stream; returns the number of bytes.</summary>
    public async Task<long> CopyContentToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await using var content = Open();
        return await content.PumpAsync(destination.WriteAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the content as it was transferred.</summary>
    internal ContentStream OpenRaw((long Start, long End) range) => new(source, range.Start, range.End, TransferDecoder.For(TransferEncodings.None));

    internal void Add(MimeEntity child) => children.Add(child);

    internal void TreatAs(string mediaType) => MediaType = mediaType;

    private MimeEntity Read()
    {
        if (isRead) return this;

        isRead = true;
        contentType = HeaderParameters.Find(Headers, "Content-Type");
        disposition = HeaderParameters.Find(Headers, "Content-Disposition");
        return this;
    }

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
