using System.Net;

namespace Sportello.Wire.Mime;

/// <summary>A start or end tag of HTML.</summary>
internal readonly ref struct HtmlTag
{
    private readonly ReadOnlySpan<char> attributes;

    public HtmlTag(ReadOnlySpan<char> inside)
    {
        IsEnd = inside.Length > 0 && inside[0] == '/';
        if (IsEnd) inside = inside[1..];
        var end = inside.IndexOfAny(" \t\r\n/>");
        var name = end < 0 ? inside : inside[..end];
        Name = name.Length > 20 ? "" : name.ToString().ToLowerInvariant();
        attributes = end < 0 ? "" : inside[end..];
    }

    public bool IsEnd { get; }

    public string Name { get; }

    /// <summary>The value of an attribute, decoded; null if it is missing.</summary>
    public string? Get(string name)
    {
        var rest = attributes;
        while (rest.IndexOf(name, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            var isWord = at == 0 || char.IsWhiteSpace(rest[at - 1]) || rest[at - 1] is '"' or '\'';
            rest = rest[(at + name.Length)..];
            var value = rest.TrimStart();
            if (isWord && value.Length > 0 && value[0] == '=') return Value(value[1..].TrimStart());
        }

        return null;
    }

    private static string Value(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return "";

        var end = value[0] is '"' or '\'' ? value[1..].IndexOf(value[0]) : value.IndexOfAny(" \t\r\n>");
        if (value[0] is '"' or '\'') value = value[1..];
        return WebUtility.HtmlDecode((end < 0 ? value : value[..end]).ToString()).Trim();
    }
}
