namespace Sportello.Search;

/// <summary>
/// Russian words without their endings, after the published rules of the Snowball stemmer: endings are only taken off behind the first
/// vowel, the longest of a class first; some only after а or я, which stays. One rule of ours follows, for vowels that come and go.
/// </summary>
internal static class RussianStem
{
    private static readonly string[] GerundAfterA = ["вшись", "вши", "в"];
    private static readonly string[] Gerund = ["ившись", "ывшись", "ивши", "ывши", "ив", "ыв"];

    private static readonly string[] Adjective =
        ["ими", "ыми", "его", "ого", "ему", "ому", "ее", "ие", "ые", "ое", "ей", "ий", "ый", "ой", "ем", "им", "ым", "ом", "их", "ых", "ую", "юю", "ая", "яя", "ою", "ею"];

    private static readonly string[] ParticipleAfterA = ["ем", "нн", "вш", "ющ", "щ"];
    private static readonly string[] Participle = ["ивш", "ывш", "ующ"];

    private static readonly string[] VerbAfterA = ["ете", "йте", "ешь", "нно", "ла", "на", "ли", "ем", "ло", "но", "ет", "ют", "ны", "ть", "й", "л", "н"];

    private static readonly string[] Verb =
    [
        "ейте", "уйте", "ила", "ыла", "ена", "ите", "или", "ыли", "ило", "ыло", "ено", "ует", "уют", "ены", "ить", "ыть", "ишь", "ей", "уй", "ил", "ыл", "им", "ым", "ен", "ят", "ит", "ыт", "ую", "ю",
    ];

    private static readonly string[] Noun =
    [
        "иями", "ями", "ами", "ией", "иям", "ием", "иях", "ев", "ов", "ие", "ье", "еи", "ии", "ей", "ой", "ий", "ям", "ем", "ам", "ом", "ах", "ях", "ию", "ью", "ия", "ья", "а", "е", "и", "й", "о", "у", "ы", "ь", "ю", "я",
    ];

    public static string Of(string word)
    {
        var first = AfterVowel(word, 0);
        var rest = word[first..];
        if (rest.Length == 0)
        {
            return word;
        }

        rest = WithoutInflection(rest);
        rest = Cut(rest, ["и"]) ?? rest;
        rest = WithoutAbstraction(word[..first], rest);
        rest = Cut(rest, ["ейше", "ейш"]) ?? rest;
        rest = rest.EndsWith("нн", StringComparison.Ordinal) ? rest[..^1] : Cut(rest, ["ь"]) ?? rest;
        return WithoutFleeting(word[..first] + rest);
    }

    /// <summary>The vowel that stands only where there is no ending: ошибка but ошибок, настройка but настроек.</summary>
    private static string WithoutFleeting(string stem) => stem switch
    {
        { Length: < 4 } or not [.., 'о' or 'е', 'к'] => stem,
        [.., 'е', 'к'] when IsVowel(stem[^3]) => $"{stem[..^2]}йк",
        _ when IsVowel(stem[^3]) => stem,
        _ => $"{stem[..^2]}к",
    };

    private static string WithoutInflection(string rest)
    {
        if ((Cut(rest, Gerund) ?? CutAfterA(rest, GerundAfterA)) is { } gerund)
        {
            return gerund;
        }

        rest = Cut(rest, ["ся", "сь"]) ?? rest;
        return Cut(rest, Adjective) is { } adjective ? Cut(adjective, Participle) ?? CutAfterA(adjective, ParticipleAfterA) ?? adjective
            : Longest(Cut(rest, Verb), CutAfterA(rest, VerbAfterA)) ?? Cut(rest, Noun) ?? rest;
    }

    /// <summary>-ость and -ост, where a whole word stands before it.</summary>
    private static string WithoutAbstraction(string head, string rest)
    {
        var whole = head + rest;
        var second = AfterConsonant(whole, AfterVowel(whole, AfterConsonant(whole, head.Length)));
        return Cut(rest, ["ость", "ост"]) is { } shorter && head.Length + shorter.Length >= second ? shorter : rest;
    }

    private static string? Longest(string? one, string? other) => one is null || (other is not null && other.Length < one.Length) ? other : one;

    private static string? Cut(string rest, string[] endings) =>
        Array.Find(endings, e => rest.EndsWith(e, StringComparison.Ordinal)) is { } ending ? rest[..^ending.Length] : null;

    private static string? CutAfterA(string rest, string[] endings) =>
        Array.Find(endings, e => rest.Length > e.Length && rest.EndsWith(e, StringComparison.Ordinal) && rest[^(e.Length + 1)] is 'а' or 'я') is { } ending ? rest[..^ending.Length] : null;

    private static int AfterVowel(string word, int from) => After(word, from, vowel: true);

    private static int AfterConsonant(string word, int from) => After(word, from, vowel: false);

    private static bool IsVowel(char c) => "аеиоуыэюя".Contains(c, StringComparison.Ordinal);

    private static int After(string word, int from, bool vowel)
    {
        for (var i = from; i < word.Length; i++)
        {
            if (IsVowel(word[i]) == vowel)
            {
                return i + 1;
            }
        }

        return word.Length;
    }
}
