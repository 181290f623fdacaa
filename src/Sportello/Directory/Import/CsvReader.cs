using System.Text;

namespace Sportello.Directory.Import;

/// <summary>
/// Cuts text into rows and cells. A quotation mark begins a quoted cell only at a cell's start, and what follows its end is the cell's too; such a
/// row is broken, but the next is not. A quoted cell that never ends breaks its own line only.
/// </summary>
internal sealed class CsvReader(string text, char separator)
{
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _number;
    private bool _broken;
    private bool _closed;

    public CsvRow? Next()
    {
        if (_at >= text.Length)
        {
            return null;
        }

        var cells = new List<string>();
        _broken = false;
        do
        {
            cells.Add(Cell());
        }
        while (Take(separator));

        Take('\r');
        Take('\n');
        return new(++_number, cells, _broken);
    }

    private string Cell()
    {
        _cell.Clear();
        if (Take('"'))
        {
            Quoted();
        }

        while (_at < text.Length && text[_at] != separator && text[_at] is not ('\r' or '\n'))
        {
            // Between the closing mark and the separator nothing but blanks may stand.
            _broken |= _closed && !char.IsWhiteSpace(text[_at]);
            _cell.Append(text[_at++]);
        }

        _closed = false;
        return _cell.ToString();
    }

    private void Quoted()
    {
        for (var i = _at; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                _cell.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                _cell.Append(text[i++]);
            }
            else
            {
                (_at, _closed) = (i + 1, true);
                return;
            }
        }

        // It never ends: the mark is a cell's text, and its line is broken.
        _cell.Clear().Append('"');
        _broken = true;
    }

    private bool Take(char wanted)
    {
        if (_at >= text.Length || text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }
}
