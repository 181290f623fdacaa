using Microsoft.Data.Sqlite;

namespace Sportello.Data.Sqlite;

/// <summary>A connection that is kept open from one desk to the next, with the commands that were prepared on it.</summary>
internal sealed class KeptConnection(string connectionString) : SqliteConnection(connectionString)
{
    private const int MostCommands = 200;

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);

    /// <summary>When the file that is open was made: tells it from another one under the same name.</summary>
    public DateTime FileBorn { get; init; }

    /// <summary>A command in use is not among the idle ones, so the same text may run within itself.</summary>
    public SqliteCommand Take(string text)
    {
        if (_idle.Remove(text, out var known))
        {
            return known;
        }

        var command = CreateCommand();
        command.CommandText = text;
        return command;
    }

    public void Keep(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (_idle.Count >= MostCommands || !_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in _idle.Values)
            {
                command.Dispose();
            }

            _idle.Clear();
        }

        base.Dispose(disposing);
    }
}
