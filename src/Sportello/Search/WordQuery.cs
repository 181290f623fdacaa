namespace Sportello.Search;

/// <summary>What is looked for among the kept words: of each group, one of its words at least.</summary>
internal sealed record WordQuery(IReadOnlyList<IReadOnlyList<string>> Groups)
{
    /// <summary>Written as both databases read it; the words are letters, digits and a colon, whatever was typed.</summary>
    public string Written(char quote, string and, string or) =>
        string.Join(and, Groups.Select(g => $"({string.Join(or, g.Select(word => Quoted(word, quote)))})"));

    private static string Quoted(string word, char quote) => word.All(c => char.IsLetterOrDigit(c) || c == ':')
        ? $"{quote}{word}{quote}"
        : throw new ArgumentException("This is not a kept word.", nameof(word));
}
