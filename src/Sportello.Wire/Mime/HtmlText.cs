using System.Net;
using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>
/// Turns HTML into text a person can read: blocks become lines, quotes get their angle brackets, lists their dashes,
/// links their addresses. It is no sanitizer; its output is text and must be encoded like any other.
/// </summary>
public static class HtmlText
{
    /// <summary>Reads any HTML, however broken, in linear time.</summary>
    public static string Convert(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var writer = new HtmlTextWriter();
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('<', at);
            if (open < 0) open = html.Length;
            if (open > at) writer.Text(Decode(html.AsSpan(at, open - at)));
            if (open == html.Length) break;

            at = ReadMarkup(html, open, writer);
        }

        return writer.Finish();
    }

    private static string Decode(ReadOnlySpan<char> text)
    {
        var plain = text.ToString();
        return plain.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(plain) : plain;
    }

    /// <summary>Reads a tag, a comment or a lone angle bracket; returns where the text goes on.</summary>
    private static int ReadMarkup(string html, int open, HtmlTextWriter writer)
    {
        var rest = html.AsSpan(open);
        if (rest.StartsWith("<!--", StringComparison.Ordinal)) return After(html, "-->", open + 4);
        if (rest.Length < 2 || !(char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?'))
        {
            writer.Text("<");
            return open + 1;
        }

        var end = EndOfTag(html, open + 1);
        var tag = new HtmlTag(html.AsSpan(open + 1, end - open - 1));
        if (!tag.IsEnd && tag.Name is "script" or "style" or "title" or "template" or "noscript") return After(html, $"</{tag.Name}", end, thenTag: true);

        writer.Tag(tag);
        return Math.Min(html.Length, end + 1);
    }

    private static int After(string html, string mark, int from, bool thenTag = false)
    {
        if (from >= html.Length) return html.Length;

        var found = html.IndexOf(mark, from, StringComparison.OrdinalIgnoreCase);
        if (found < 0) return html.Length;
        return thenTag ? Math.Min(html.Length, EndOfTag(html, found + 1) + 1) : found + mark.Length;
    }

    /// <summary>The angle bracket that closes a tag, not one within a quoted value.</summary>
    private static int EndOfTag(string html, int from)
    {
        var quote = '\0';
        for (var i = from; i < html.Length; i++)
        {
            var c = html[i];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c == '>') return i;
            else if (c is '"' or '\'' && html[i - 1] is '=' or ' ') quote = c;
        }

        // A quote that is never closed must not swallow the text.
        var close = quote == '\0' ? -1 : html.IndexOf('>', from);
        return close < 0 ? html.Length : close;
    }
}
