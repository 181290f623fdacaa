using System.Buffers;

namespace Sportello.Wire.Mime;

/// <summary>Where the header at the start of some bytes ends, and its fields, offsets counted from the start of those bytes.</summary>
internal sealed class HeaderBlock
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        [.. Enumerable.Range(33, 94).Where(code => code != ':').Select(code => (byte)code)]);

    private readonly List<FieldRange> fields = [];

    /// <summary>A field: its first byte, the length of its name, the first byte after the colon, the byte after its last.</summary>
    public readonly record struct FieldRange(int Start, int NameLength, int ValueStart, int End);

    public IReadOnlyList<FieldRange> Fields => fields;

    /// <summary>The byte after the last line of the header: where a further field would be put.</summary>
    public int End { get; private set; }

    /// <summary>The first byte of the body: after the empty line, or where the header stops without one.</summary>
    public int BodyStart { get; private set; }

    /// <summary>What had to be mended.</summary>
    public HeaderProblems Problems { get; private set; }

    /// <summary>True if the line end of this header is a lone CR.</summary>
    public bool LoneCr { get; private init; }

    /// <summary>Reads the header; null if it does not end within these bytes and more may come.</summary>
    /// <param name="data">The bytes from the first line of the header on.</param>
    /// <param name="final">No bytes follow these.</param>
    /// <param name="isRoot">The header of the message itself, which may have a mailbox's line or empty lines before it.</param>
    /// <param name="boundaries">Delimiters that end a header that forgot its empty line.</param>
    public static HeaderBlock? Read(ReadOnlySpan<byte> data, bool final, bool isRoot, BoundaryStack boundaries)
    {
        var block = new HeaderBlock { LoneCr = !data.Contains((byte)'\n') && data.Contains((byte)'\r') };
        return block.Walk(data, final, isRoot, boundaries) ? block : null;
    }

    private bool Walk(ReadOnlySpan<byte> data, bool final, bool isRoot, BoundaryStack boundaries)
    {
        var at = isRoot ? SkipLinesBefore(data) : 0;
        while (at < data.Length)
        {
            if (!TryLine(data[at..], final, out var length)) return false;

            var line = TrimLineEnd(data.Slice(at, length));
            var next = at + length;
            if (line.IsEmpty) return Stop(at, next);
            if (line[0] == '-' && boundaries.Match(line, out _) >= 0) return Stop(at, at);

            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (line.Trim(" \t"u8).IsEmpty && !Continues(data[next..], final, orFolds: true, out var known))
                {
                    if (!known) return false;
                    Problems |= HeaderProblems.BlankSeparator;
                    return Stop(at, next);
                }

                Extend(next);
            }
            else if (NameLength(line, out var valueStart) is var nameLength and > 0)
            {
                fields.Add(new(at, nameLength, at + valueStart, next));
            }
            else if (isRoot && fields.Count == 0 && IsMailboxLine(line))
            {
                Problems |= HeaderProblems.MailboxLine;
            }
            else if (Continues(data[next..], final, orFolds: false, out var decided))
            {
                Problems |= HeaderProblems.Junk;
                Extend(next);
            }
            else
            {
                if (!decided) return false;
                Problems |= HeaderProblems.NoSeparator;
                return Stop(at, at);
            }

            at = next;
        }

        return final && Stop(data.Length, data.Length);
    }

    private bool Stop(int end, int bodyStart)
    {
        End = end;
        BodyStart = bodyStart;
        return true;
    }

    /// <summary>A folded line, or one that lost its indent, belongs to the field before it.</summary>
    private void Extend(int end)
    {
        if (fields.Count > 0) fields[^1] = fields[^1] with { End = end };
    }

    /// <summary>Whether the header goes on with the next line: a stray line among fields is not yet the body.</summary>
    private bool Continues(ReadOnlySpan<byte> rest, bool final, bool orFolds, out bool known)
    {
        known = TryLine(rest, final, out var length) || final;
        var line = TrimLineEnd(rest[..length]);
        return known && line.Length > 0
            && (NameLength(line, out _) > 0 || (orFolds && line[0] is (byte)' ' or (byte)'\t' && !line.Trim(" \t"u8).IsEmpty));
    }

    /// <summary>Empty lines before a message are not its empty header.</summary>
    private int SkipLinesBefore(ReadOnlySpan<byte> data)
    {
        var start = data.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        if (start <= 0 || start > 16) return 0;

        var rest = data[start..];
        var lineEnd = rest.IndexOfAny((byte)'\r', (byte)'\n');
        if (lineEnd < 0 || NameLength(rest[..lineEnd], out _) == 0) return 0;

        Problems |= HeaderProblems.LinesBefore;
        return start;
    }

    private bool TryLine(ReadOnlySpan<byte> data, bool final, out int length)
    {
        length = data.IndexOf(LoneCr ? (byte)'\r' : (byte)'\n') + 1;
        if (length > 0) return true;

        length = final ? data.Length : 0;
        return final;
    }

    private static ReadOnlySpan<byte> TrimLineEnd(ReadOnlySpan<byte> line) => line.TrimEnd("\r\n"u8);

    private static bool IsMailboxLine(ReadOnlySpan<byte> line) => line.StartsWith("From "u8) || line.StartsWith(">From "u8);

    /// <summary>The length of the field name at the start of a line, or 0 if it does not start a field.</summary>
    private static int NameLength(ReadOnlySpan<byte> line, out int valueStart)
    {
        valueStart = 0;
        var length = line.IndexOfAnyExcept(NameBytes);
        if (length <= 0) return 0;

        var colon = length;
        while (colon < line.Length && line[colon] is (byte)' ' or (byte)'\t') colon++;
        if (colon == line.Length || line[colon] != ':') return 0;

        valueStart = colon + 1;
        return length;
    }
}

/// <summary>What was wrong with a header.</summary>
[Flags]
internal enum HeaderProblems
{
    None = 0,
    MailboxLine = 1,
    LinesBefore = 2,
    Junk = 4,
    NoSeparator = 8,
    BlankSeparator = 16,
}
