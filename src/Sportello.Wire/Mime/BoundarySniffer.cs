using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Finds the boundary a multipart uses when it does not say so: a line of two dashes and a word, followed by a Content field.</summary>
internal static class BoundarySniffer
{
    public const int WindowBytes = 64 * 1024;

    public static string? Find(ReadOnlySpan<byte> body, BoundaryStack open)
    {
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'\n');
            if (end < 0) return null;

            var line = body[..end].TrimEnd(" \t\r"u8);
            body = body[(end + 1)..];
            if (open.Match(line, out _) >= 0) return null;
            if (line.Length is > 3 and < 200 && line.StartsWith("--"u8) && line.IndexOf((byte)' ') < 0 && IsFollowedByField(body))
            {
                return Encoding.Latin1.GetString(line[2..]);
            }
        }

        return null;
    }

    private static bool IsFollowedByField(ReadOnlySpan<byte> rest) =>
        rest.Length > 8 && Ascii.EqualsIgnoreCase(rest[..8], "content-"u8);
}
