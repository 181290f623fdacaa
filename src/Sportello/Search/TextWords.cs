using System.Globalization;
using System.Text;

namespace Sportello.Search;

/// <summary>
/// Texts as words: letters and digits in a row, small, without the marks that people leave out, each brought to the form its inflections
/// share. It is done here and not in the databases, so that both find the same.
/// </summary>
internal static class TextWords
{
    private const int LongestWord = 60;
    private const char FirstMarked = '\u00C0';

    /// <summary>What Latin letters with a mark are without it, from À to the end of Latin Extended-B.</summary>
    private static readonly char[] Unmarked = [.. Enumerable.Range(FirstMarked, 0x250 - FirstMarked).Select(c => Bare((char)c))];

    public static IEnumerable<WordAt> In(string text)
    {
        var word = new char[LongestWord];
        int start = 0, length = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\0';
            if (char.IsLetterOrDigit(c))
            {
                start = length == 0 ? i : start;
                if (length < LongestWord)
                {
                    word[length++] = Fold(c);
                }
            }
            else if (length > 0 && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                word[length - 1] = Marked(word[length - 1], c);
            }
            else if (length > 0)
            {
                if (length > 1 || char.IsDigit(word[0]))
                {
                    yield return new(start, i - start, Stem(new string(word, 0, length)));
                }

                length = 0;
            }
        }
    }

    private static string Stem(string word)
    {
        var cyrillic = true;
        var latin = true;
        foreach (var c in word)
        {
            cyrillic &= c is >= 'а' and <= 'я';
            latin &= char.IsAsciiLetterLower(c);
        }

        return latin ? LatinStem.Of(word) : cyrillic ? RussianStem.Of(word) : word;
    }

    private static char Fold(char c) => c switch
    {
        < FirstMarked => char.ToLowerInvariant(c),
        'ё' or 'Ё' => 'е',
        < '\u0250' => Unmarked[c - FirstMarked],
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>A letter whose mark follows as a character of its own. Only й is another letter than the one without.</summary>
    private static char Marked(char letter, char mark) => letter == 'и' && mark == '\u0306' ? 'й' : letter;

    private static char Bare(char c) => char.IsLetter(c) ? char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormD)[0]) : c;
}
