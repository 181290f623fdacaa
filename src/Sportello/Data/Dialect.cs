using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Sportello.Search;

namespace Sportello.Data;

/// <summary>The few things that the two databases say differently. Nobody outside Data names one of them.</summary>
internal abstract class Dialect
{
    public abstract string Name { get; }

    /// <summary>Whoever wants to hear every statement written by hand, before it runs: what looks at plans.</summary>
    public Action<string, (string Name, object? Value)[]>? Heard { get; set; }

    public abstract Task<DbConnection> Open(CancellationToken stop);

    /// <summary>A connection to nowhere in particular, for what only needs to know the kind of database.</summary>
    public abstract DbConnection Unopened();

    /// <summary>Within a writing transaction: holds off everybody else who would make the tables.</summary>
    public abstract Task LockSchema(DbConnection connection, DbTransaction transaction, CancellationToken stop);

    public abstract void Use(DbContextOptionsBuilder options, DbConnection connection);

    /// <summary>Gives a connection back that nobody else uses any more.</summary>
    public virtual ValueTask Close(DbConnection connection) => connection.DisposeAsync();

    /// <summary>A command of that text, without parameters; give it back when its rows are read.</summary>
    public virtual DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    public virtual ValueTask GiveBack(DbCommand command) => command.DisposeAsync();

    /// <summary>A list of keys as one parameter.</summary>
    public abstract object Keys(IReadOnlyCollection<long> keys);

    /// <summary>The condition that a column is among the keys of a parameter made by <see cref="Keys"/>.</summary>
    public abstract string Among(string column, string parameter);

    /// <summary>A writing transaction. On the embedded database writers queue here, in order, instead of at its lock.</summary>
    public abstract Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken stop);

    public abstract void EndWriting();

    /// <summary>Whether several nodes may work on one database.</summary>
    public virtual bool HasOtherNodes => false;

    /// <summary>Says something to all nodes, when the transaction is saved; at once where there is none.</summary>
    public virtual Task Announce(Sql sql, string what, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Hears what nodes announce, until it is stopped; on a database of one node there is nothing to hear.</summary>
    public virtual Task Listen(Action<string> heard, CancellationToken stop) => Task.CompletedTask;

    public abstract bool IsDuplicate(DbException exception);

    /// <summary>Many rows at once, each value of exactly its column's type.</summary>
    public abstract Task Insert(DbConnection connection, DbTransaction? transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken stop);

    /// <summary>Takes keys that nobody else will get, so that rows and the rows under them can be written in bulk.</summary>
    public abstract Task<IReadOnlyList<long>> TakeKeys(Sql sql, string table, int count, CancellationToken stop);

    /// <summary>After keys were given by hand: the next key that the database gives lies behind all of them.</summary>
    public abstract Task MoveKeysPast(Sql sql, string table, CancellationToken stop);

    /// <summary>Keeps the words under which rows are found, in the place of those kept before when there may be some.</summary>
    public abstract Task KeepWords(Sql sql, string table, IReadOnlyCollection<(long Id, string Words)> rows, bool mayBeKept, CancellationToken stop);

    public abstract Task ForgetWords(Sql sql, string table, IReadOnlyCollection<long> ids, CancellationToken stop);

    /// <summary>The keys of the rows in which the words stand, the last first, before <c>@before</c> and at most <c>@most</c>.</summary>
    public abstract string KeysByWords(string table, WordQuery words);

    /// <summary>The condition that the words stand in the row of that key.</summary>
    public abstract string HasWords(string table, string key, WordQuery words);

    /// <summary>The parameters that the two before need.</summary>
    public abstract IEnumerable<(string Name, object? Value)> WordParameters(WordQuery words);

    /// <summary>A transaction that sees one state of everything, however long it reads.</summary>
    public abstract Task<DbTransaction> BeginReading(DbConnection connection, CancellationToken stop);

    /// <summary>False when it is known without asking that there is no database.</summary>
    public abstract bool MayExist { get; }

    /// <summary>Writes a copy of one moment to a file that is not there yet.</summary>
    public abstract Task BackUp(string file, CancellationToken stop);

    /// <summary>Replaces everything by a backup, once it is known to be good; until then the old one stays.</summary>
    public abstract Task Restore(string file, CancellationToken stop);

    /// <summary>After something had to be forgotten: no page of the database's own files holds it any more.</summary>
    public abstract Task ForgetDeleted(CancellationToken stop);

    /// <summary>What the database itself finds wrong.</summary>
    public abstract Task<IReadOnlyList<string>> Damage(Sql sql, CancellationToken stop);

    /// <summary>The columns of every table, for the test that holds the schema against the model.</summary>
    public abstract string ColumnsQuery { get; }

    public abstract Task<bool> HasTable(DbConnection connection, string table, CancellationToken stop);

    /// <summary>Deletes everything; only the tests and the demo ask for it.</summary>
    public abstract Task Drop(CancellationToken stop);
}
