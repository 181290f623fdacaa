using System.Text;

namespace Sportello.Importing.TaskJuggler;

/// <summary>
/// Cuts TaskJuggler's CSV into rows. It puts texts in quotes and does not double the quotes within them, so a cell ends where a quote, the
/// separator or the line's end, and then the beginning of another cell stand.
/// </summary>
internal sealed class TaskRows(string text)
{
    private const char Separator = ';';

    private int _at;
    private int _line = 1;
    private int _width;

    /// <summary>The cells and the line that the row begins on; none at the end.</summary>
    public (int Line, List<string> Cells)? Next()
    {
        while (_at < text.Length && text[_at] is '\r' or '\n')
        {
            Pass();
        }

        if (_at >= text.Length)
        {
            return null;
        }

        var line = _line;
        var cells = new List<string> { Cell(0) };
        while (_at < text.Length && text[_at] == Separator)
        {
            Pass();
            cells.Add(Cell(cells.Count));
        }

        _width = _width == 0 ? cells.Count : _width;
        return (line, cells);
    }

    private string Cell(int column)
    {
        var cell = new StringBuilder();
        var quoted = _at < text.Length && text[_at] == '"';
        if (quoted)
        {
            Pass();
        }

        while (_at < text.Length && !(quoted ? EndsQuoted(column) : text[_at] is Separator or '\r' or '\n'))
        {
            cell.Append(text[_at]);
            Pass();
        }

        if (quoted && _at < text.Length)
        {
            Pass();
        }

        return cell.ToString();
    }

    private bool EndsQuoted(int column)
    {
        if (text[_at] != '"')
        {
            return false;
        }

        var next = _at + 1;
        if (next < text.Length && text[next] == Separator)
        {
            return column != _width - 1 && Begins(next + 1);
        }

        while (next < text.Length && text[next] is '\r' or '\n')
        {
            next++;
        }

        return next == text.Length || (next > _at + 1 && text[next] is not (Separator or '\r' or '\n') && Begins(next));
    }

    /// <summary>A text in quotes, a number, or an empty cell: after a separator or a line's end anything else is still the text before it.</summary>
    private bool Begins(int at) => at >= text.Length || text[at] is '"' or Separator or '\r' or '\n' || char.IsAsciiDigit(text[at]);

    private void Pass() => _line += text[_at++] == '\n' ? 1 : 0;
}
