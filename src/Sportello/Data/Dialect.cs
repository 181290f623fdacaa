using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Sportello.Data;

/// <summary>The few things that the two databases say differently. Nobody outside Data names one of them.</summary>
internal abstract class Dialect
{
    public abstract string Name { get; }

    public abstract Task<DbConnection> Open(CancellationToken stop);

    public abstract void Use(DbContextOptionsBuilder options, DbConnection connection);

    /// <summary>A list of keys as one parameter.</summary>
    public abstract object Keys(IReadOnlyCollection<long> keys);

    /// <summary>The condition that a column is among the keys of a parameter made by <see cref="Keys"/>.</summary>
    public abstract string Among(string column, string parameter);

    /// <summary>A writing transaction. On the embedded database writers queue here, in order, instead of at its lock.</summary>
    public abstract Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken stop);

    public abstract void EndWriting();

    public abstract bool IsDuplicate(DbException exception);

    /// <summary>The columns of every table, for the test that holds the schema against the model.</summary>
    public abstract string ColumnsQuery { get; }

    public abstract Task<bool> HasTable(DbConnection connection, string table, CancellationToken stop);

    /// <summary>Deletes everything; only the tests and the demo ask for it.</summary>
    public abstract Task Drop(CancellationToken stop);
}
