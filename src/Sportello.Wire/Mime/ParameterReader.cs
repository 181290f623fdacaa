using System.Text;

namespace Sportello.Wire.Mime;

/// <summary>Walks over <c>value; name=token; name="quoted"</c>, as loosely as it is written.</summary>
internal sealed class ParameterReader(string text)
{
    private int at;

    /// <summary>The part before the first semicolon, without comments.</summary>
    public string ReadValue()
    {
        var value = new StringBuilder();
        while (at < text.Length && text[at] != ';')
        {
            if (text[at] == '(') SkipComment();
            else value.Append(text[at++]);
        }

        return value.ToString().Trim();
    }

    public bool TryReadParameter(out string name, out string value)
    {
        name = value = "";
        while (at < text.Length && text[at] is ';' or ' ') at++;
        if (at >= text.Length) return false;

        var start = at;
        while (at < text.Length && text[at] is not ('=' or ';')) at++;
        name = text[start..at].Trim();
        if (at >= text.Length || text[at] == ';')
        {
            name = "";
            return true;
        }

        at++;
        while (at < text.Length && text[at] == ' ') at++;
        value = at < text.Length && text[at] == '"' ? ReadQuoted() : ReadToken();
        return true;
    }

    private string ReadQuoted()
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            // A backslash before anything but a quote or itself is that of a path somebody forgot to double.
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\') at++;
            value.Append(text[at]);
        }

        SkipToSemicolon();
        return value.ToString();
    }

    /// <summary>An unquoted value may hold spaces, since many write file names so; a comment ends it.</summary>
    private string ReadToken()
    {
        var start = at;
        while (at < text.Length && text[at] != ';' && !(text[at] == '(' && at > start && text[at - 1] == ' ' && text.IndexOf(')', at) > 0 && IsLast(at))) at++;
        var value = text[start..at].Trim();
        SkipToSemicolon();
        return value;
    }

    /// <summary>A comment, unlike a bracket in a file name, is followed by nothing or a semicolon.</summary>
    private bool IsLast(int open)
    {
        var after = text.AsSpan(text.IndexOf(')', open) + 1).TrimStart();
        return after.IsEmpty || after[0] == ';';
    }

    private void SkipToSemicolon()
    {
        while (at < text.Length && text[at] != ';') at++;
    }

    private void SkipComment()
    {
        var depth = 0;
        do
        {
            if (text[at] == '(') depth++;
            else if (text[at] == ')') depth--;
            at++;
        }
        while (at < text.Length && depth > 0);
    }
}
