using System.Data.Common;
using Sportello.Data;
using Sportello.Settings;

namespace Sportello.Demo;

/// <summary>A demo's database says that it is one. Only such a database is ever thrown away.</summary>
internal static class DemoMark
{
    private const string Name = "demo";

    public static Task Set(Desk desk, CancellationToken stop) =>
        desk.Sql.Run("insert into setting (name, value) values (@name, @day)", stop, ("@name", Name), ("@day", desk.Today));

    /// <summary>Makes room for a demo.</summary>
    /// <returns>Whether an earlier demo was thrown away.</returns>
    /// <exception cref="Refusal">The database holds something else.</exception>
    public static async Task<bool> Clear(DatabaseAddress address, CancellationToken stop)
    {
        if (address.Provider == DatabaseProvider.Sqlite && !File.Exists(address.File))
        {
            return false;
        }

        using var database = Database.At(address);
        switch (await What(database.Dialect, stop))
        {
            case Holding.Demo:
                await database.Dialect.Drop(stop);
                return true;
            case Holding.Nothing:
                return false;
            default:
                throw Refusal.Conflict($"{Called(address)} already holds something that is not a demo, so it is left alone. Give the demo a folder of its own: --data DIR.");
        }
    }

    private static async Task<Holding> What(Dialect dialect, CancellationToken stop)
    {
        try
        {
            await using var connection = await dialect.Open(stop);
            var sql = new Sql(connection, dialect);
            if ((await sql.List(dialect.ColumnsQuery, r => r.GetString(0), stop)).Count == 0)
            {
                return Holding.Nothing;
            }

            if (!await dialect.HasTable(connection, "setting", stop) || !await dialect.HasTable(connection, "user_account", stop))
            {
                return Holding.Other;
            }

            var marked = await sql.First("select 1 from setting where name = @name", _ => (int?)1, stop, ("@name", Name)) is not null;
            var used = await sql.First("select 1 from user_account union all select 1 from contact limit 1", _ => (int?)1, stop) is not null;
            return marked ? Holding.Demo : used ? Holding.Other : Holding.Nothing;
        }
        catch (DbException) when (dialect.Name is "sqlite")
        {
            // A file that is no database of SQLite is somebody's file all the same.
            return Holding.Other;
        }
    }

    private static string Called(DatabaseAddress address) => address.Provider == DatabaseProvider.Sqlite ? address.File : "The PostgreSQL database";

    private enum Holding
    {
        Nothing,
        Demo,
        Other,
    }
}
