using System.Text;

namespace Sportello.Importing.DotProject;

/// <summary>A word, a mark or a text of a dump.</summary>
/// <param name="Text">Without its quotes.</param>
/// <param name="Kind">Its first character where it is a mark or a quoted text; a letter for words and numbers.</param>
internal sealed record SqlWord(string Text, char Kind)
{
    public bool Quoted => Kind is '`' or '"' or '\'';

    public bool IsName => Kind is 'a' or '`' or '"';

    public bool Is(string word) => Kind == 'a' && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsMark(char mark) => Kind == mark && !Quoted;
}

/// <summary>Cuts a dump into words. Any text can be cut; what is never closed ends with the text.</summary>
internal sealed class SqlWords(string text)
{
    private int _at;
    private int _line = 1;
    private int _counted;
    private SqlWord? _peeked;
    private bool _ended;

    public int Line
    {
        get
        {
            _line += text.AsSpan(_counted, _at - _counted).Count('\n');
            _counted = _at;
            return _line;
        }
    }

    public SqlWord? Peek() => _peeked ??= Read();

    public SqlWord? Next()
    {
        var word = Peek();
        _peeked = null;
        _ended = word?.IsMark(';') == true;
        return word;
    }

    public bool Take(char mark)
    {
        if (Peek()?.IsMark(mark) != true)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>To behind the semicolon, unless that was the last word.</summary>
    public void SkipStatement()
    {
        while (!_ended && Next() is not null)
        {
        }

        _ended = false;
    }

    /// <summary>One value of a row; NULL is empty. None where none stands.</summary>
    public string? Value()
    {
        if (Next() is not { } word)
        {
            return null;
        }

        if (word.IsMark('-') || word.IsMark('+'))
        {
            return Next() is { Kind: 'a' } number ? (word.IsMark('-') ? "-" : "") + number.Text : null;
        }

        // An introducer: _utf8'text', x'41'.
        if (word.Kind == 'a' && Peek() is { Kind: '\'' } introduced && (word.Text[0] == '_' || word.Text is "x" or "X" or "N" or "b"))
        {
            Next();
            return introduced.Text;
        }

        return word.Kind switch
        {
            '\'' or '"' => word.Text,
            'a' when word.Is("NULL") => "",
            'a' => word.Text,
            _ => null,
        };
    }

    private SqlWord? Read()
    {
        Blanks();
        if (_at >= text.Length)
        {
            return null;
        }

        var c = text[_at];
        if (c is '\'' or '"' or '`')
        {
            return new(Quoted(c), c);
        }

        var start = _at;
        while (_at < text.Length && IsPart(text[_at]))
        {
            _at++;
        }

        return _at > start ? new(text[start.._at], 'a') : new(text[_at++].ToString(), c);
    }

    private bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || (c == '.' && _at > 0 && char.IsAsciiDigit(text[_at - 1]));

    private void Blanks()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]) || text[_at] == '\uFEFF')
            {
                _at++;
            }
            else if (text[_at] == '#' || (Here("--") && (_at + 2 >= text.Length || char.IsWhiteSpace(text[_at + 2]))))
            {
                PassTo("\n");
            }
            else if (Here("/*"))
            {
                _at += 2;
                PassTo("*/");
            }
            else
            {
                return;
            }
        }
    }

    private bool Here(string mark) => string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0;

    private void PassTo(string end)
    {
        var found = text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? text.Length : found + end.Length;
    }

    private string Quoted(char quote)
    {
        var read = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            var c = text[_at];
            if (c == '\\' && quote != '`' && _at + 1 < text.Length)
            {
                read.Append(Escaped(text[++_at]));
            }
            else if (c != quote)
            {
                read.Append(c);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == quote)
            {
                read.Append(c);
                _at++;
            }
            else
            {
                _at++;
                return read.ToString();
            }
        }

        return read.ToString();
    }

    /// <summary>What MySQL means by a backslash and a letter; \0 is nothing that a database here keeps.</summary>
    private static string Escaped(char c) => c switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'b' => "\b",
        'Z' => "\u001A",
        '0' => "",
        '%' or '_' => "\\" + c,
        _ => c.ToString(),
    };
}
