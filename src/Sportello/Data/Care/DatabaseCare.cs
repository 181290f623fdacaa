using Sportello.Settings;

namespace Sportello.Data.Care;

/// <summary>Brings the schema up to that of this version.</summary>
public sealed class MigrateDatabase(HouseSettings settings)
{
    /// <returns>The migrations that were applied.</returns>
    public async Task<IReadOnlyList<string>> Run(IProgress<double>? progress, CancellationToken stop)
    {
        System.IO.Directory.CreateDirectory(settings.DataFolder);
        return await House.Migrate(settings, progress, stop);
    }
}

/// <summary>Writes a copy of the database that is whole and of one moment, while others go on working.</summary>
public sealed class BackUpDatabase(HouseSettings settings)
{
    public async Task Run(string file, CancellationToken stop)
    {
        using var database = Database.At(settings.Database);
        await database.Demand(stop);

        // Whoever looks at the file sees a whole backup, or the one before.
        var unfinished = file + ".part";
        File.Delete(unfinished);
        try
        {
            await database.Dialect.BackUp(unfinished, stop);
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

/// <summary>Puts a backup in the place of the database.</summary>
public sealed class RestoreDatabase(HouseSettings settings)
{
    public async Task Run(string file, bool force, CancellationToken stop)
    {
        if (!File.Exists(file))
        {
            throw Refusal.NotFound($"{file}: there is no such file.");
        }

        System.IO.Directory.CreateDirectory(settings.DataFolder);
        using var database = Database.At(settings.Database);
        if (!force && !await database.IsEmpty(stop))
        {
            throw Refusal.Conflict("The database holds data, and a restore would replace it. Make a backup of it first if it is worth anything; --force then replaces it.");
        }

        await database.Dialect.Restore(Path.GetFullPath(file), stop);
    }
}

/// <summary>Looks for damage: in the file, between the tables, and in what is counted beforehand.</summary>
public sealed class CheckDatabase(HouseSettings settings)
{
    /// <returns>What is wrong, a sentence each; none when all is well.</returns>
    public async Task<IReadOnlyList<string>> Run(CancellationToken stop)
    {
        using var database = Database.At(settings.Database);
        await database.Demand(stop);
        await using var connection = await database.Dialect.Open(stop);
        var sql = new Sql(connection, database.Dialect);
        return [.. await database.Dialect.Damage(sql, stop), .. await WrongCounts(sql, "ticket_count", "", stop), .. await WrongCounts(sql, "snoozed_count", " where snoozed_until is not null", stop)];
    }

    private static Task<List<string>> WrongCounts(Sql sql, string table, string which, CancellationToken stop) => sql.List(
        $"""
        select p.name, s.assignee_id, s.status, sum(s.counted), sum(s.kept) from (
            select project_id, coalesce(assignee_id, 0) as assignee_id, status, count(*) as counted, 0 as kept from ticket{which} group by project_id, coalesce(assignee_id, 0), status
            union all
            select project_id, assignee_id, status, 0, n from {table}) s
        left join project p on p.id = s.project_id
        group by p.name, s.project_id, s.assignee_id, s.status having sum(s.counted) <> sum(s.kept)
        order by p.name, s.assignee_id, s.status
        """,
        r => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The kept count is wrong for the project {RowReading.Text(r, 0) ?? "that is gone"}, assignee {r.GetInt64(1)}, status {Words.Name.Of((Tickets.TicketStatus)r.GetInt32(2))}: {Convert.ToInt64(r.GetValue(4), System.Globalization.CultureInfo.InvariantCulture)} are kept, {Convert.ToInt64(r.GetValue(3), System.Globalization.CultureInfo.InvariantCulture)} are there."),
        stop);
}
