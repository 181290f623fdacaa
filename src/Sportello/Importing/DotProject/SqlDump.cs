using System.Globalization;
using System.Text;
using Sportello.Portable;

namespace Sportello.Importing.DotProject;

/// <summary>
/// Reads the rows that a dump of MySQL inserts. Of all statements only CREATE TABLE, for the order of columns, and INSERT or REPLACE with VALUES
/// are looked at; a row that cannot be read is named, and reading goes on behind its statement.
/// </summary>
internal sealed class SqlDump
{
    private readonly SqlWords _words;
    private readonly Action<Spot, string> _fault;
    private readonly Dictionary<string, List<string>> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (List<string> Columns, List<ForeignRow> Rows)> _tables = new(StringComparer.OrdinalIgnoreCase);

    private SqlDump(string text, Action<Spot, string> fault) => (_words, _fault) = (new(text), fault);

    public static Dictionary<string, ForeignTable> Tables(string text, Action<Spot, string> fault)
    {
        var dump = new SqlDump(text, fault);
        while (dump._words.Next() is { } word)
        {
            dump.Statement(word);
        }

        return dump._tables.ToDictionary(t => t.Key, t => new ForeignTable(t.Value.Columns, t.Value.Rows), StringComparer.OrdinalIgnoreCase);
    }

    private void Statement(SqlWord first)
    {
        if (first.Is("CREATE") && _words.Peek()?.Is("TABLE") == true)
        {
            _words.Next();
            Create();
        }
        else if (first.Is("INSERT") || first.Is("REPLACE"))
        {
            Insert();
        }

        _words.SkipStatement();
    }

    private void Create()
    {
        var name = Name();
        if (name is null || !_words.Take('('))
        {
            return;
        }

        var columns = new List<string>();
        var depth = 1;
        var begins = true;
        while (depth > 0 && _words.Peek() is { } word && !word.IsMark(';'))
        {
            _words.Next();
            if (begins && depth == 1 && (word.Quoted || !(word.Is("PRIMARY") || word.Is("KEY") || word.Is("UNIQUE") || word.Is("INDEX") || word.Is("FULLTEXT") || word.Is("CONSTRAINT") || word.Is("FOREIGN"))) && word.IsName)
            {
                columns.Add(word.Text);
            }

            depth += word.IsMark('(') ? 1 : word.IsMark(')') ? -1 : 0;
            begins = depth == 1 && word.IsMark(',');
        }

        _columns[name] = columns;
    }

    /// <summary>The table's name, behind whatever stands between; a database before it is passed over.</summary>
    private string? Name()
    {
        while (_words.Peek() is { } word && !word.Quoted && (word.Is("IF") || word.Is("NOT") || word.Is("EXISTS") || word.Is("INTO") || word.Is("IGNORE") || word.Is("DELAYED") || word.Is("LOW_PRIORITY") || word.Is("HIGH_PRIORITY")))
        {
            _words.Next();
        }

        if (_words.Next() is not { IsName: true } name)
        {
            return null;
        }

        return _words.Take('.') && _words.Next() is { IsName: true } table ? table.Text : name.Text;
    }

    private void Insert()
    {
        if (Name() is not { } name)
        {
            return;
        }

        var columns = _words.Take('(') ? Names() : _columns.GetValueOrDefault(name);
        if (_words.Next() is not { } values || !(values.Is("VALUES") || values.Is("VALUE")))
        {
            return;
        }

        if (!_tables.TryGetValue(name, out var table))
        {
            _tables[name] = table = (columns ?? [], []);
        }

        var at = new Spot(name, table.Rows.Count);
        if (columns is null)
        {
            _fault(at with { Row = 1 }, "the dump does not say what the columns are: neither by CREATE TABLE nor in the INSERT.");
            return;
        }

        var index = ForeignTable.Index(columns);
        var number = table.Rows.Count;
        do
        {
            at = at with { Row = ++number };
            if (Row() is not { } cells)
            {
                _fault(at, string.Create(CultureInfo.InvariantCulture, $"the row cannot be read (line {_words.Line}); what follows it in the same INSERT was left out."));
                return;
            }

            if (cells.Count != columns.Count)
            {
                _fault(at, string.Create(CultureInfo.InvariantCulture, $"the row has {cells.Count} values for {columns.Count} columns."));
            }
            else
            {
                table.Rows.Add(new(at, index, cells));
            }
        }
        while (_words.Take(','));
    }

    private List<string> Names()
    {
        var names = new List<string>();
        while (_words.Next() is { IsName: true } name)
        {
            names.Add(name.Text);
            if (!_words.Take(','))
            {
                break;
            }
        }

        _words.Take(')');
        return names;
    }

    private List<string>? Row()
    {
        if (!_words.Take('('))
        {
            return null;
        }

        var cells = new List<string>();
        do
        {
            if (_words.Value() is not { } value)
            {
                return null;
            }

            cells.Add(value);
        }
        while (_words.Take(','));

        return _words.Take(')') ? cells : null;
    }
}
