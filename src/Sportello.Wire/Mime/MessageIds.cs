namespace Sportello.Wire.Mime;

/// <summary>Message identifiers (RFC 5322 section 3.6.4).</summary>
internal static class MessageIds
{
    private const int MaxIds = 500;

    /// <summary>The ids of a field without their brackets; words of the old "your message of …" form are left out.</summary>
    public static List<string> Parse(string? value)
    {
        var ids = new List<string>();
        if (string.IsNullOrEmpty(value)) return ids;

        var rest = value.AsSpan();
        while (ids.Count < MaxIds && rest.IndexOf('<') is var open and >= 0)
        {
            rest = rest[(open + 1)..];
            var close = rest.IndexOfAny('>', '<');
            var id = (close < 0 ? rest : rest[..close]).Trim();
            Add(ids, id);
            if (close < 0) return ids;
            rest = rest[(rest[close] == '>' ? close + 1 : close)..];
        }

        if (ids.Count == 0) AddBare(ids, value);
        return ids;
    }

    /// <summary>Some write ids without brackets.</summary>
    private static void AddBare(List<string> ids, string value)
    {
        foreach (var word in value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Contains('@', StringComparison.Ordinal)) Add(ids, word.AsSpan().Trim('>'));
        }
    }

    private static void Add(List<string> ids, ReadOnlySpan<char> id)
    {
        // An id that was folded in its middle grows together again.
        var text = id.ToString().Replace(" ", "", StringComparison.Ordinal);
        if (text.Length > 0 && ids.Count < MaxIds && !ids.Contains(text, StringComparer.Ordinal)) ids.Add(text);
    }
}
