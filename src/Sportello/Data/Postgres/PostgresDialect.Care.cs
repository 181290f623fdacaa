using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Sportello.Data.Postgres;

internal sealed partial class PostgresDialect
{
    public override bool MayExist => true;

    public override Task BackUp(string file, CancellationToken stop) =>
        Run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--file={file}"], stop);

    /// <summary>One transaction: until all of the backup is in, everything is as it was.</summary>
    public override async Task Restore(string file, CancellationToken stop)
    {
        await Run("pg_restore", ["--list", file], stop);
        await Run(
            "pg_restore",
            ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", $"--dbname={new NpgsqlConnectionStringBuilder(_connectionString).Database}", file],
            stop);
        _source.Clear();
    }

    /// <summary>The server holds the keys between tables itself; what it does not know is what we count.</summary>
    public override Task<IReadOnlyList<string>> Damage(Sql sql, CancellationToken stop) => Task.FromResult<IReadOnlyList<string>>([]);

    private async Task Run(string program, IReadOnlyList<string> words, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        // By environment: a password among the words would stand in the list of processes.
        var address = new NpgsqlConnectionStringBuilder(_connectionString);
        start.Environment["PGHOST"] = address.Host;
        start.Environment["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = address.Database;
        if (address.Username is { } user)
        {
            start.Environment["PGUSER"] = user;
        }

        if (address.Password is { } password)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        using var process = Started(start);
        var said = process.StandardError.ReadToEndAsync(stop);
        await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
        {
            throw Refusal.Invalid("file", $"{program} failed, and nothing was changed: {(await said).Trim()}");
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw Refusal.Invalid("file", $"{start.FileName} is not here. PostgreSQL makes and takes its backups with its own programs: install its client (package postgresql-client), or run {start.FileName} where it is.");
        }
    }
}
