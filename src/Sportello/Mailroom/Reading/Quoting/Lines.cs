namespace Sportello.Mailroom.Reading.Quoting;

/// <summary>A text line by line, each with the place where it stands.</summary>
internal sealed class Lines
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public Lines(string text)
    {
        _text = text;
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _starts.Add(i + 1);
        }
    }

    public int Count => _starts.Count;

    /// <summary>A line without its end and without white space around it.</summary>
    public ReadOnlySpan<char> this[int line] => _text.AsSpan(_starts[line], Start(line + 1) - _starts[line]).Trim();

    public int Start(int line) => line < _starts.Count ? _starts[line] : _text.Length;

    public bool IsEmpty(int line) => this[line].IsEmpty;

    public bool IsQuote(int line) => this[line] is ['>', ..];

    /// <summary>The first line from here on that is not empty; the count of lines when there is none.</summary>
    public int AfterEmpty(int line)
    {
        while (line < Count && IsEmpty(line))
        {
            line++;
        }

        return line;
    }
}
