using System.Globalization;
using System.Text;

namespace Sportello.Wire.Tests.Mime.Writing;

/// <summary>An IMAP data item as nested lists, just enough to look into ENVELOPE and BODYSTRUCTURE.</summary>
internal sealed record Parenthesized(string? Text, List<Parenthesized> Items, bool IsList)
{
    public Parenthesized this[int index] => Items[index];

    public Parenthesized this[Index index] => Items[index];

    public Parenthesized this[string name] => Items[Items.FindIndex(item => item.Text == name) + 1];

    /// <summary>Parses what follows the first parenthesis.</summary>
    public static Parenthesized Parse(string response)
    {
        var at = response.IndexOf('(', StringComparison.Ordinal);
        return Read(response, ref at);
    }

    private static Parenthesized Read(string text, ref int at)
    {
        while (text[at] == ' ')
            at++;
        switch (text[at])
        {
            case '(':
                var items = new List<Parenthesized>();
                for (at++; text[at] != ')';)
                    items.Add(Read(text, ref at));
                at++;
                return new(null, items, true);
            case '"':
                return new(Quoted(text, ref at), [], false);
            case '{':
                return new(Literal(text, ref at), [], false);
            default:
                var end = text.AsSpan(at).IndexOfAny(" ()") + at;
                var atom = text[at..end];
                at = end;
                return new(atom == "NIL" ? null : atom, [], false);
        }
    }

    private static string Quoted(string text, ref int at)
    {
        var quoted = new StringBuilder();
        for (at++; text[at] != '"'; at++)
        {
            if (text[at] == '\\')
                at++;
            quoted.Append(text[at]);
        }

        at++;
        return quoted.ToString();
    }

    private static string Literal(string text, ref int at)
    {
        var close = text.IndexOf('}', at);
        var length = int.Parse(text.AsSpan(at + 1, close - at - 1), CultureInfo.InvariantCulture);
        at = close + 3 + length;
        return text.Substring(close + 3, length);
    }
}
