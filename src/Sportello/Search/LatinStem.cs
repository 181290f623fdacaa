namespace Sportello.Search;

/// <summary>
/// One light form for English and Italian together, since a word does not say which it is: English plurals and endings first, then the
/// last vowels in which Italian inflects, then the endings of verbs and of what is made of them. Words of three letters stay as they are.
/// </summary>
internal static class LatinStem
{
    private const int Shortest = 3;

    /// <summary>With the shortest that must remain before each: what is left of shorter words would be found in too many others.</summary>
    private static readonly (string Ending, int Remains)[] Endings =
    [
        ("azion", 4), ("ation", 4), ("and", 5), ("end", 5), ("at", 4), ("ar", 4), ("er", 5), ("ir", 5), ("it", 5), ("ut", 5), ("an", 5),
    ];

    public static string Of(string word)
    {
        if (word.Length <= Shortest)
        {
            return word;
        }

        var bare = WithoutEnding(WithoutVowels(English(word), out var shortened));

        // What has become as short as an article must not be taken for one.
        return shortened && bare.Length == Shortest ? string.Concat(bare, "e") : bare.Length == word.Length ? word : bare.ToString();
    }

    private static ReadOnlySpan<char> English(ReadOnlySpan<char> word)
    {
        word = Singular(word);
        return word.EndsWith("ing") && Stands(word[..^3]) ? Single(word[..^3])
            : word.EndsWith("ed") && !word.EndsWith("eed") && Stands(word[..^2]) ? Single(word[..^2])
            : word;
    }

    private static ReadOnlySpan<char> Singular(ReadOnlySpan<char> word) =>
        (word.EndsWith("ies") && word.Length > 4) || word.EndsWith("sses") || word.EndsWith("ches") || word.EndsWith("shes") || word.EndsWith("xes") || word.EndsWith("zes") ? word[..^2]
        : word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1]
        : word;

    /// <summary>Could be a word by itself.</summary>
    private static bool Stands(ReadOnlySpan<char> rest) => rest.Length >= Shortest && rest.IndexOfAny("aeiouy") >= 0;

    private static ReadOnlySpan<char> Single(ReadOnlySpan<char> word) =>
        word.Length > Shortest && word[^1] == word[^2] && word[^1] is not ('l' or 's' or 'z') && !IsVowel(word[^1]) ? word[..^1] : word;

    private static ReadOnlySpan<char> WithoutVowels(ReadOnlySpan<char> word, out bool shortened)
    {
        var before = word.Length;
        for (var i = 0; i < 2 && word.Length > Shortest && IsVowel(word[^1]); i++)
        {
            word = word[..^1];
        }

        shortened = word.Length < before;

        // Italian keeps a hard c or g with an h: banca, banche.
        return shortened && word.Length > Shortest && word[^1] == 'h' && word[^2] is 'c' or 'g' ? word[..^1] : word;
    }

    private static ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> word)
    {
        foreach (var (ending, remains) in Endings)
        {
            if (word.Length >= ending.Length + remains && word.EndsWith(ending))
            {
                return word[..^ending.Length];
            }
        }

        return word;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
