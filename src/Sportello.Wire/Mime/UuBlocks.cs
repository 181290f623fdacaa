using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>A file written into a text by uuencode: offsets in the text's bytes.</summary>
/// <param name="Start">Where the <c>begin</c> line starts.</param>
/// <param name="DataStart">Where the line after it starts.</param>
/// <param name="End">After the <c>end</c> line.</param>
/// <param name="Name">The name in the <c>begin</c> line, as bytes of Latin-1.</param>
internal sealed record UuBlock(long Start, long DataStart, long End, string Name);

/// <summary>Finds the complete uuencoded files in a text that comes piece by piece.</summary>
internal sealed class UuBlocks
{
    private const int MaxBlocks = 100;

    private readonly List<UuBlock> found = [];
    private readonly byte[] line = new byte[300];
    private int length;
    private long offset;
    private long lineStart;
    private UuBlock? open;
    private int dataLines;

    public IReadOnlyList<UuBlock> Found => found;

    public void Feed(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var end = piece.IndexOf((byte)'\n');
            var part = end < 0 ? piece : piece[..end];
            var taken = Math.Min(part.Length, line.Length - length);
            part[..taken].CopyTo(line.AsSpan(length));
            length += taken;
            offset += part.Length;
            if (end < 0) return;

            offset++;
            EndLine();
            piece = piece[(end + 1)..];
        }
    }

    public IReadOnlyList<UuBlock> Finish()
    {
        if (length > 0) EndLine();
        return found;
    }

    private void EndLine()
    {
        Take(line.AsSpan(0, length).TrimEnd("\r "u8), line.AsSpan(0, length).TrimEnd((byte)'\r'));
        length = 0;
        lineStart = offset;
    }

    private void Take(ReadOnlySpan<byte> trimmed, ReadOnlySpan<byte> whole)
    {
        if (open is not null)
        {
            if (trimmed.SequenceEqual("end"u8))
            {
                if (dataLines > 0 && found.Count < MaxBlocks) found.Add(open with { End = offset });
                open = null;
                return;
            }

            if (trimmed.IsEmpty || UuDecoder.IsDataLine(whole))
            {
                dataLines++;
                return;
            }
        }

        open = TryBegin(trimmed, out var name) ? new UuBlock(lineStart, offset, 0, name) : null;
        dataLines = 0;
    }

    /// <summary>begin, a mode of three or four octal digits, a name.</summary>
    private static bool TryBegin(ReadOnlySpan<byte> trimmed, out string name)
    {
        name = "";
        if (!trimmed.StartsWith("begin "u8)) return false;

        var rest = trimmed["begin ".Length..];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        if (digits is not (3 or 4) || rest[digits] != ' ') return false;

        name = Encoding.Latin1.GetString(rest[(digits + 1)..]);
        return name.Length > 0;
    }
}
