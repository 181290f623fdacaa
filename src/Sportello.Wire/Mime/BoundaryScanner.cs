namespace Sportello.Wire.Mime;

/// <summary>Where a content ended.</summary>
/// <param name="Level">Index of the boundary that was found, or -1 at the end of the message.</param>
/// <param name="Closes">The delimiter is the last of its multipart.</param>
/// <param name="ContentEnd">Offset after the content; the line end before a delimiter belongs to the delimiter.</param>
/// <param name="LineStart">Offset of the delimiter line.</param>
internal readonly record struct BoundaryHit(int Level, bool Closes, long ContentEnd, long LineStart);

/// <summary>Runs over content to the next delimiter line of any open multipart.</summary>
internal sealed class BoundaryScanner(SourceReader reader, BoundaryStack boundaries)
{
    /// <summary>Longest delimiter line: two dashes, the boundary, two dashes, some padding, the line end.</summary>
    private const int MaxLine = BoundaryStack.MaxLength + 64;

    public bool LoneCr { get; set; }

    /// <summary>Moves the reader behind the next delimiter line, or to the end of the message.</summary>
    public async ValueTask<BoundaryHit> FindAsync(CancellationToken cancellationToken)
    {
        var isAtLineStart = true;
        while (true)
        {
            if (Scan(ref isAtLineStart, out var hit)) return hit;
            await reader.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks through the window; returns false if more bytes are needed.</summary>
    private bool Scan(ref bool isAtLineStart, out BoundaryHit hit)
    {
        hit = default;
        var window = reader.Window;
        var at = 0;
        if (isAtLineStart)
        {
            if (!TryDelimiter(window, 0, out var known, out hit)) isAtLineStart = !known;
            else return true;
            if (!known) return false;
        }

        while (boundaries.Count > 0)
        {
            var found = window[at..].IndexOf(LoneCr ? "\r--"u8 : "\n--"u8);
            if (found < 0) break;

            at += found + 1;
            if (TryDelimiter(window, at, out var known, out hit)) return true;
            if (known) continue;

            // Keep the line end before the line, and the CR before that.
            reader.Advance(Math.Max(0, at - 2));
            return false;
        }

        if (reader.IsFinal)
        {
            reader.Advance(window.Length);
            hit = new BoundaryHit(-1, Closes: false, reader.Offset, reader.Offset);
            return true;
        }

        reader.Advance(Math.Max(0, window.Length - 4));
        return false;
    }

    private bool TryDelimiter(ReadOnlySpan<byte> window, int at, out bool known, out BoundaryHit hit)
    {
        hit = default;
        var line = window[at..];
        var end = line[..Math.Min(line.Length, MaxLine)].IndexOf(LoneCr ? (byte)'\r' : (byte)'\n');
        known = end >= 0 || line.Length >= MaxLine || reader.IsFinal;
        if (!known || (end < 0 && line.Length >= MaxLine)) return false;

        var level = boundaries.Match(end < 0 ? line : line[..end], out var closes);
        if (level < 0) return false;

        var contentEnd = at;
        if (contentEnd > 0 && window[contentEnd - 1] is (byte)'\n' or (byte)'\r') contentEnd--;
        if (!LoneCr && contentEnd > 0 && window[contentEnd - 1] == '\r') contentEnd--;
        hit = new BoundaryHit(level, closes, reader.Offset + contentEnd, reader.Offset + at);
        reader.Advance(end < 0 ? window.Length : at + end + 1);
        return true;
    }
}
