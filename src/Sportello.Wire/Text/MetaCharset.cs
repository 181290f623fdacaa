using System.Text;

namespace Sportello.Wire.Text;

/// <summary>The charset an HTML text names in its own head.</summary>
internal static class MetaCharset
{
    private const int HeadBytes = 4096;

    public static int Find(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(html.Length, HeadBytes)]);
        var at = 0;
        while ((at = head.IndexOf("charset", at, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            at += "charset".Length;
            var rest = head.AsSpan(at).TrimStart();
            if (rest.IsEmpty || rest[0] != '=') continue;

            rest = rest[1..].TrimStart(" \"'");
            var end = rest.IndexOfAny(" \"';>/\r\n");
            if (CharsetNames.Find(end < 0 ? rest : rest[..end]) is var codePage and not 0) return codePage;
        }

        return 0;
    }
}
