using System.Globalization;

namespace Sportello.Mailroom.Spool;

/// <summary>Text of a letter as both databases take it: without NUL and without halves of characters.</summary>
internal static class Storable
{
    public static string Text(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !IsPair(text, ref i)))
            {
                return string.Create(text.Length, text, Mend);
            }
        }

        return text;
    }

    /// <summary>At most so many characters, cut where a person would see a character end.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = 0;
        while (end < text.Length && end + StringInfo.GetNextTextElementLength(text, end) is var next && next <= longest)
        {
            end = next;
        }

        // One "character" of a base letter and a hundred accents must be cut somewhere all the same.
        return end > 0 ? text[..end] : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }

    private static void Mend(Span<char> mended, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            var whole = text[i] != '\0' && (!char.IsSurrogate(text[i]) || IsPair(text, ref i));
            for (var j = start; j <= i; j++)
            {
                mended[j] = whole ? text[j] : '\uFFFD';
            }
        }
    }

    private static bool IsPair(string text, ref int i)
    {
        if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
        {
            i++;
            return true;
        }

        return false;
    }
}
