using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Finds the parts of a message in one pass (RFC 2046 section 5.1).</summary>
internal sealed class MimeParser : IDisposable
{
    /// <summary>How often the parser goes back because a boundary was not the declared one.</summary>
    private const int MaxReturns = 4;

    private readonly Stream source;
    private readonly MimeLimits limits;
    private readonly SourceReader reader;
    private readonly BoundaryStack boundaries = new();
    private readonly Problems problems = new();
    private readonly BoundaryScanner scanner;
    private readonly HeaderReader headers;
    private int partCount;
    private int returns;
    private bool isOver;

    public MimeParser(Stream source, MimeLimits limits)
    {
        this.source = source;
        this.limits = limits;
        reader = new SourceReader(source, limits.MessageBytes);
        scanner = new BoundaryScanner(reader, boundaries);
        headers = new HeaderReader(reader, boundaries, problems, limits);
    }

    public async Task<MimeMessage> ParseAsync(CancellationToken cancellationToken)
    {
        var list = await headers.ReadAsync(isRoot: true, cancellationToken).ConfigureAwait(false);
        scanner.LoneCr = headers.LoneCr;
        if (scanner.LoneCr) problems.Add("The lines of the message end with a carriage return alone.");

        var root = new MimeEntity(source, parent: null, list) { ContentStart = reader.Offset };
        await ReadContentAsync(root, depth: 0, cancellationToken).ConfigureAwait(false);
        HintCharset(root);
        return new MimeMessage(root, WhatIsBeyond(), problems.Sentences);
    }

    /// <summary>Reads up to the end of the entity and the delimiter line after it, if there is one.</summary>
    private async ValueTask<BoundaryHit> ReadContentAsync(MimeEntity entity, int depth, CancellationToken cancellationToken)
    {
        if (!entity.MediaType.StartsWith("multipart/", StringComparison.Ordinal)) return await ReadLeafAsync(entity, cancellationToken).ConfigureAwait(false);

        if (depth >= limits.Depth)
        {
            problems.Add($"Multiparts are nested deeper than {limits.Depth}; what is deeper is kept as one attachment.");
            return await ReadLeafAsync(entity, cancellationToken).ConfigureAwait(false);
        }

        var boundary = entity.Boundary;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > BoundaryStack.MaxLength)
        {
            problems.Add("A multipart names no boundary.");
            boundary = await SniffAsync(cancellationToken).ConfigureAwait(false);
        }

        var hit = boundary is null ? await ReadLeafAsync(entity, cancellationToken).ConfigureAwait(false)
            : await ReadPartsAsync(entity, boundary, depth, cancellationToken).ConfigureAwait(false);
        if (entity.Children.Count > 0 || entity.IsHollow) return hit;

        return await ReadWithoutPartsAsync(entity, hit, depth, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A declared boundary that never comes: look for the one that does, else the content is text.</summary>
    private async ValueTask<BoundaryHit> ReadWithoutPartsAsync(MimeEntity entity, BoundaryHit hit, int depth, CancellationToken cancellationToken)
    {
        if (returns < MaxReturns && !isOver)
        {
            returns++;
            reader.Seek(entity.ContentStart);
            if (await SniffAsync(cancellationToken).ConfigureAwait(false) is { } boundary)
            {
                problems.Add("A multipart names another boundary than the one it uses.");
                hit = await ReadPartsAsync(entity, boundary, depth, cancellationToken).ConfigureAwait(false);
                if (entity.Children.Count > 0) return hit;
            }
            else
            {
                hit = await ReadLeafAsync(entity, cancellationToken).ConfigureAwait(false);
            }
        }

        entity.IsHollow = entity.ContentEnd <= entity.ContentStart;
        if (!entity.IsHollow) problems.Add("A multipart has no parts; its content is read as text.");
        entity.TreatAs(MediaTypes.Plain);
        return hit;
    }

    private async ValueTask<BoundaryHit> ReadPartsAsync(MimeEntity entity, string boundary, int depth, CancellationToken cancellationToken)
    {
        var level = boundaries.Count;
        boundaries.Push(Encoding.Latin1.GetBytes(boundary));
        var hit = await scanner.FindAsync(cancellationToken).ConfigureAwait(false);
        entity.Preamble = (entity.ContentStart, hit.ContentEnd);
        var isClosed = hit.Level == level && hit.Closes;
        if (isClosed && hit.ContentEnd <= entity.ContentStart) Hollow(entity);
        while (hit.Level == level && !hit.Closes && !isOver)
        {
            if (partCount >= limits.Parts)
            {
                KeepTheRest(entity, hit.LineStart);
                break;
            }

            partCount++;
            hit = await ReadPartAsync(entity, depth, cancellationToken).ConfigureAwait(false);
            isClosed = hit.Level == level && hit.Closes;
        }

        boundaries.Pop();
        if (!entity.IsHollow) entity.ContentEnd = hit.ContentEnd;
        if (isOver) return hit;
        if (!isClosed) problems.Add("A multipart is not closed by its boundary.");
        return isClosed ? await ReadEpilogueAsync(entity, cancellationToken).ConfigureAwait(false) : hit;
    }

    /// <summary>A multipart that was opened and closed without a part in between.</summary>
    private static void Hollow(MimeEntity entity)
    {
        entity.IsHollow = true;
        entity.ContentEnd = entity.ContentStart;
        entity.TreatAs(MediaTypes.Plain);
    }

    private async ValueTask<BoundaryHit> ReadPartAsync(MimeEntity parent, int depth, CancellationToken cancellationToken)
    {
        var start = reader.Offset;
        var list = await headers.ReadAsync(isRoot: false, cancellationToken).ConfigureAwait(false);
        var type = parent.MediaType.Equals("multipart/digest", StringComparison.Ordinal) ? MediaTypes.Message : MediaTypes.Plain;
        var part = new MimeEntity(source, parent, list, type) { HeaderStart = start, ContentStart = reader.Offset };
        var hit = await ReadContentAsync(part, depth + 1, cancellationToken).ConfigureAwait(false);
        if (!part.IsHollow) parent.Add(part);
        return hit;
    }

    private async ValueTask<BoundaryHit> ReadLeafAsync(MimeEntity entity, CancellationToken cancellationToken)
    {
        var hit = await scanner.FindAsync(cancellationToken).ConfigureAwait(false);
        entity.ContentEnd = Math.Max(entity.ContentStart, hit.ContentEnd);
        if (entity.Headers.GetUnfolded("Content-Transfer-Encoding") is { } encoding && !TransferEncodings.IsKnown(encoding))
        {
            problems.Add("A part names a transfer encoding that nobody knows; it is kept as it was sent.");
        }

        return hit;
    }

    /// <summary>What follows the last part up to the delimiter of an outer multipart.</summary>
    private async ValueTask<BoundaryHit> ReadEpilogueAsync(MimeEntity entity, CancellationToken cancellationToken)
    {
        var start = reader.Offset;
        var hit = await scanner.FindAsync(cancellationToken).ConfigureAwait(false);
        entity.Epilogue = (start, Math.Max(start, hit.ContentEnd));
        return hit;
    }

    private void KeepTheRest(MimeEntity parent, long start)
    {
        isOver = true;
        problems.Add($"There are more than {limits.Parts} parts; the rest is kept as one attachment.");
        parent.Add(Rest(parent, start, Math.Min(source.Length, limits.MessageBytes), "remaining-parts.txt"));
    }

    private MimeEntity? WhatIsBeyond()
    {
        if (source.Length <= limits.MessageBytes) return null;

        problems.Add($"The message is longer than {limits.MessageBytes} bytes; the rest is kept as one attachment.");
        return Rest(parent: null, limits.MessageBytes, source.Length, "remaining-bytes.bin");
    }

    private MimeEntity Rest(MimeEntity? parent, long start, long end, string name) =>
        new(source, parent, HeaderList.Empty, MediaTypes.Unknown)
        {
            HeaderStart = start,
            ContentStart = start,
            ContentEnd = end,
            NameWhenNone = name,
        };

    private async ValueTask<string?> SniffAsync(CancellationToken cancellationToken)
    {
        while (!reader.IsFinal && reader.Window.Length < BoundarySniffer.WindowBytes) await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        return BoundarySniffer.Find(reader.Window, boundaries);
    }

    /// <summary>Raw 8-bit header fields are most likely in the charset of the first text that names one.</summary>
    private static void HintCharset(MimeEntity root)
    {
        var hint = FirstCharset(root);
        if (hint is not null) root.Headers.CharsetHint = hint;
    }

    private static string? FirstCharset(MimeEntity entity)
    {
        if (!entity.IsMultipart) return entity.MediaType.StartsWith("text/", StringComparison.Ordinal) ? entity.Charset : null;

        foreach (var child in entity.Children)
        {
            if (FirstCharset(child) is { } charset) return charset;
        }

        return null;
    }

    public void Dispose() => reader.Dispose();
}
