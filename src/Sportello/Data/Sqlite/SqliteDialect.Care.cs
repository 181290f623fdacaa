using Microsoft.Data.Sqlite;

namespace Sportello.Data.Sqlite;

internal sealed partial class SqliteDialect
{
    public override bool MayExist => File.Exists(file) && new FileInfo(file).Length > 0;

    public override async Task BackUp(string file, CancellationToken stop)
    {
        await using var connection = await Open(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum into $file";
        command.Parameters.Add(new SqliteParameter("$file", Path.GetFullPath(file)));
        await command.ExecuteNonQueryAsync(stop);
    }

    public override async Task Restore(string backup, CancellationToken stop)
    {
        await CheckBackup(backup, stop);
        var (incoming, before) = (file + ".restoring", file + ".before-restore");
        File.Copy(backup, incoming, overwrite: true);
        if (File.Exists(file))
        {
            await LeaveNothingBeside(stop);
            File.Move(file, before, overwrite: true);
        }

        try
        {
            File.Move(incoming, file);
            await CheckBackup(file, stop);
        }
        catch
        {
            if (File.Exists(before))
            {
                File.Move(before, file, overwrite: true);
            }

            throw;
        }

        File.Delete(before);
    }

    public override async Task<IReadOnlyList<string>> Damage(Sql sql, CancellationToken stop)
    {
        var integrity = await sql.List("pragma integrity_check", r => r.GetString(0), stop);
        var orphans = await sql.List(
            "pragma foreign_key_check",
            r => $"A row of {r.GetString(0)} ({(r.IsDBNull(1) ? "without a number" : r.GetValue(1))}) points at a row of {r.GetString(2)} that is gone.", stop);
        return [.. integrity.Where(i => i is not "ok").Select(i => $"The file is damaged: {i}"), .. orphans];
    }

    /// <summary>Reads the whole backup before anything of ours is touched.</summary>
    private static async Task CheckBackup(string path, CancellationToken stop)
    {
        var wrong = await Wrong();
        SqliteConnection.ClearAllPools();
        if (wrong is not null)
        {
            throw Refusal.Invalid("file", $"{path}: {wrong} Nothing was changed.");
        }

        async Task<string?> Wrong()
        {
            try
            {
                await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
                await connection.OpenAsync(stop);
                await using var command = connection.CreateCommand();
                command.CommandText = "pragma integrity_check";
                if (await command.ExecuteScalarAsync(stop) is not "ok")
                {
                    return "the file is damaged.";
                }

                command.CommandText = "select max(\"MigrationId\") from \"__EFMigrationsHistory\"";
                return await command.ExecuteScalarAsync(stop) is string version && string.CompareOrdinal(version, Migrations.Newest.Name) <= 0
                    ? null
                    : "it comes from a newer version of Sportello; restore it with that version.";
            }
            catch (SqliteException)
            {
                return "this is not a backup of Sportello.";
            }
        }
    }

    /// <summary>Brings the log beside the file into it; fails while somebody else still works with the database.</summary>
    private async Task LeaveNothingBeside(CancellationToken stop)
    {
        SqliteConnection.ClearAllPools();
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 2 }.ToString());
            await connection.OpenAsync(stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate); pragma journal_mode=delete";
            await command.ExecuteNonQueryAsync(stop);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            throw Refusal.Conflict("Somebody is using the database; stop Sportello first, then restore.");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            // What lies there is no database any more: replacing it is what a restore is for.
        }

        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
    }
}
