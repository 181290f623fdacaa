using System.Buffers;
using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Brings decoded text into the one form the product keeps: lines ending with \n, no NULs or other controls.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> Mended = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(code => code is not ('\t' or '\n')).Select(code => (char)code), '\x7f', '\ufeff']);

    public static string Normalize(string text, Problems problems)
    {
        if (text.AsSpan().ContainsAny(Mended)) text = Mend(text, problems);
        return text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? PairSurrogates(text) : text;
    }

    private static string Mend(string text, Problems problems)
    {
        var mended = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (!Mended.Contains(c)) mended.Append(c);
            else if (c == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')) mended.Append('\n');
            else if (c == '\f') mended.Append('\n');
            else if (c == '\0') problems.Add("The text holds NULs, which were left out.");
        }

        return mended.ToString();
    }

    /// <summary>UTF-16 and UTF-7 can hold half a character.</summary>
    private static string PairSurrogates(string text)
    {
        var paired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) paired.Append(rune.ToString());
        return paired.ToString();
    }
}
