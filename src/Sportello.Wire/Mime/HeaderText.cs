using System.Buffers;
using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Undoing what transport did to a header's value.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (char)code), '\x7f', '\xfeff']);

    /// <summary>
    /// Unfolds (RFC 5322 section 2.2.3): a line end disappears and the white space after it becomes one space.
    /// Other control characters disappear, tabs become spaces, the ends are trimmed.
    /// </summary>
    public static string Unfold(string value)
    {
        if (!value.AsSpan().ContainsAny(Controls)) return value.Trim(' ');

        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '\r' or '\n') i = SkipFold(value, i, text);
            else if (c == '\t') text.Append(' ');
            else if (!Controls.Contains(c)) text.Append(c);
        }

        return text.ToString().Trim(' ');
    }

    private static int SkipFold(string value, int at, StringBuilder text)
    {
        var next = at;
        while (next < value.Length && value[next] is '\r' or '\n' or '\t' or ' ') next++;
        // A word never grows together with the next line's, even if the indent was lost.
        if (next < value.Length && !(text.Length > 0 && text[^1] == ' ')) text.Append(' ');
        return next - 1;
    }
}
