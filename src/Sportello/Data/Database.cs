using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sportello.Data.Postgres;
using Sportello.Data.Sqlite;

namespace Sportello.Data;

/// <summary>The database of a house: where it is, how it is opened, and that its schema is of today.</summary>
internal sealed class Database(Dialect dialect) : IDisposable
{
    private const string MigrationTable = "__EFMigrationsHistory";

    public Dialect Dialect => dialect;

    public static Database At(DatabaseAddress address) => new(address.Provider switch
    {
        DatabaseProvider.Sqlite => new SqliteDialect(address.File),
        DatabaseProvider.PostgreSql => new PostgresDialect(address.ConnectionString),
        _ => throw new ArgumentOutOfRangeException(nameof(address)),
    });

    public DeskDb Context(DbConnection connection)
    {
        var options = new DbContextOptionsBuilder<DeskDb>();
        dialect.Use(options, connection);
        options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        return new DeskDb(options.Options);
    }

    /// <summary>Looks first without the object mapper, so that a program run from cron starts fast; migrates only what is behind.</summary>
    /// <returns>The names of the migrations that were applied.</returns>
    public async Task<IReadOnlyList<string>> BringUpToDate(CancellationToken stop)
    {
        await using var connection = await dialect.Open(stop);
        if (await IsUpToDate(connection, stop))
        {
            return [];
        }

        if (await MakeNew(connection, stop) is { } made)
        {
            return made;
        }

        await using var context = Context(connection);
        var pending = (await context.Database.GetPendingMigrationsAsync(stop)).ToList();
        await context.Database.MigrateAsync(stop);
        return pending;
    }

    /// <summary>The statements of all migrations, for a database that has had none.</summary>
    public async Task<string> Script(CancellationToken stop)
    {
        await using var connection = dialect.Unopened();
        await using var context = Context(connection);
        return context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions).ReplaceLineEndings("\n");
    }

    /// <summary>A new database is made by the statements that lie ready: waking the object mapper for it would take most of a first start.</summary>
    /// <returns>The migrations it has; none when it is not new.</returns>
    private async Task<IReadOnlyList<string>?> MakeNew(DbConnection connection, CancellationToken stop)
    {
        if (await dialect.HasTable(connection, MigrationTable, stop))
        {
            return null;
        }

        await using var transaction = await dialect.BeginWriting(connection, stop);
        try
        {
            // Another process may have made it meanwhile; whoever comes second finds it here.
            await dialect.LockSchema(connection, transaction, stop);
            if (await dialect.HasTable(connection, MigrationTable, stop))
            {
                return null;
            }

            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = await Ready(dialect.Name, stop);
            await using (var results = await command.ExecuteReaderAsync(stop))
            {
                // To the last one: a statement that fails must be heard.
                while (await results.NextResultAsync(stop))
                {
                }
            }

            var sql = new Sql(connection, dialect) { Transaction = transaction };
            var made = await sql.List($"select \"MigrationId\" from \"{MigrationTable}\" order by 1", r => r.GetString(0), stop);
            await transaction.CommitAsync(stop);
            return made;
        }
        finally
        {
            dialect.EndWriting();
        }
    }

    /// <summary>What <see cref="Script"/> said when it was last written down; a test holds the two equal.</summary>
    private static async Task<string> Ready(string dialectName, CancellationToken stop)
    {
        await using var text = typeof(Database).Assembly.GetManifestResourceStream($"migrations/{dialectName}.sql")!;
        using var reader = new StreamReader(text);
        return await reader.ReadToEndAsync(stop);
    }

    /// <summary>Whether there is a database at all; asking makes none.</summary>
    public async Task<bool> Exists(CancellationToken stop)
    {
        if (!dialect.MayExist)
        {
            return false;
        }

        await using var connection = await dialect.Open(stop);
        return await dialect.HasTable(connection, MigrationTable, stop);
    }

    /// <summary>The newest migration it has; none when it is not there yet.</summary>
    public async Task<string?> Version(CancellationToken stop)
    {
        if (!await Exists(stop))
        {
            return null;
        }

        await using var connection = await dialect.Open(stop);
        return await new Sql(connection, dialect).First($"select max(\"MigrationId\") from \"{MigrationTable}\"", r => r.Text(0), stop);
    }

    /// <summary>Holds nothing that somebody would miss.</summary>
    public async Task<bool> IsEmpty(CancellationToken stop)
    {
        if (!await Exists(stop))
        {
            return true;
        }

        await using var connection = await dialect.Open(stop);
        return !await new Sql(connection, dialect).First(
            "select exists (select 1 from user_account) or exists (select 1 from organization) or exists (select 1 from ticket)",
            r => Convert.ToBoolean(r.GetValue(0), System.Globalization.CultureInfo.InvariantCulture),
            stop);
    }

    public async Task Demand(CancellationToken stop)
    {
        if (!await Exists(stop))
        {
            throw Refusal.NotFound("There is no database yet; “sportello db migrate” makes one, and so does whatever writes first.");
        }
    }

    public void Dispose() => (dialect as IDisposable)?.Dispose();

    private async Task<bool> IsUpToDate(DbConnection connection, CancellationToken stop)
    {
        if (!await dialect.HasTable(connection, MigrationTable, stop))
        {
            return false;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = $"select max(\"MigrationId\") from \"{MigrationTable}\"";
        return await command.ExecuteScalarAsync(stop) is string newest && string.Equals(newest, Migrations.Newest.Name, StringComparison.Ordinal);
    }
}

public enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
}

/// <summary>Where the database is: a file, or a connection string.</summary>
public sealed record DatabaseAddress(DatabaseProvider Provider, string File, string ConnectionString);
