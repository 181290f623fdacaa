using System.Text;

namespace Sportello.Search;

/// <summary>A piece of an excerpt, marked where it is one of the words looked for.</summary>
public sealed record Piece(string Text, bool Marked);

/// <summary>The part of a text in which the words stand, on one line.</summary>
internal static class Excerpt
{
    private const int Before = 60;
    private const int Longest = 220;

    /// <summary>Around the first of the words; none when the text holds none of them.</summary>
    public static IReadOnlyList<Piece>? Around(string text, IReadOnlySet<string> stems)
    {
        foreach (var word in TextWords.In(text))
        {
            if (stems.Contains(word.Stem))
            {
                var start = Edge(text, word.Start - Before);
                return Marked(text[start..Math.Min(text.Length, start + Longest)], stems, start > 0, start + Longest < text.Length);
            }
        }

        return null;
    }

    /// <summary>All of a short text.</summary>
    public static IReadOnlyList<Piece> Whole(string text, IReadOnlySet<string> stems) => Marked(text, stems, false, false);

    private static List<Piece> Marked(string text, IReadOnlySet<string> stems, bool cutBefore, bool cutAfter)
    {
        var pieces = new List<Piece>();
        var plain = new StringBuilder(cutBefore ? "… " : "");
        var at = 0;
        foreach (var word in TextWords.In(text).Where(w => stems.Contains(w.Stem)))
        {
            plain.Append(text, at, word.Start - at);
            Add(pieces, plain.ToString(), false);
            Add(pieces, text.Substring(word.Start, word.Length), true);
            plain.Clear();
            at = word.Start + word.Length;
        }

        Add(pieces, plain.Append(text, at, text.Length - at).Append(cutAfter ? " …" : "").ToString(), false);
        return pieces;
    }

    private static void Add(List<Piece> pieces, string text, bool marked)
    {
        if (text.Length > 0)
        {
            pieces.Add(new(OneSpace(text), marked));
        }
    }

    /// <summary>Where a word begins, not before the position.</summary>
    private static int Edge(string text, int position)
    {
        var at = Math.Max(0, position);
        while (at > 0 && at < text.Length && !char.IsWhiteSpace(text[at - 1]))
        {
            at++;
        }

        return at < position + Before ? at : Math.Max(0, position);
    }

    private static string OneSpace(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                line.Append(c);
            }
            else if (line.Length == 0 || line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString();
    }
}
