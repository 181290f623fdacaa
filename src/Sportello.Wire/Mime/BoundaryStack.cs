namespace Sportello.Wire.Mime;

/// <summary>The boundaries of the multiparts that are open, outermost first (RFC 2046 section 5.1.1).</summary>
internal sealed class BoundaryStack
{
    /// <summary>Longest boundary that is looked for; the standard allows 70.</summary>
    public const int MaxLength = 1000;

    private readonly List<byte[]> boundaries = [];

    public int Count => boundaries.Count;

    public void Push(byte[] boundary) => boundaries.Add(boundary);

    public void Pop() => boundaries.RemoveAt(boundaries.Count - 1);

    /// <summary>Which boundary a line (without its line end) delimits: the index, or -1. An outer one ends the inner ones too.</summary>
    public int Match(ReadOnlySpan<byte> line, out bool closes)
    {
        closes = false;
        if (!line.StartsWith("--"u8)) return -1;

        line = TrimEnd(line[2..]);
        for (var i = boundaries.Count - 1; i >= 0; i--)
        {
            if (!line.StartsWith(boundaries[i])) continue;

            var rest = line[boundaries[i].Length..];
            closes = rest.SequenceEqual("--"u8);
            if (closes || rest.IsEmpty) return i;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r"u8);
}
