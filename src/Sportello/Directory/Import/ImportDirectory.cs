using System.Globalization;
using Sportello.Data;
using Sportello.Words;

namespace Sportello.Directory.Import;

/// <summary>Where an import stands. Stored.</summary>
public enum ImportState
{
    Looked = 0,
    Going = 1,
    Done = 2,
}

/// <summary>
/// Takes organizations or contacts from a spreadsheet's file. It is read and planned first, and what was planned is what is done: a row about
/// something that was changed in between is left and named. Only whoever brought the file sees it.
/// </summary>
public sealed class ImportDirectory(Desk desk)
{
    public const int MostBytes = 20 << 20;

    /// <summary>Rows that are done in one go, so that others can write in between and one sees how far it is.</summary>
    public const int Portion = 500;

    private const int MostRows = 200_000;
    private const int KeptDays = 7;

    /// <summary>Whether the way to it is shown.</summary>
    public static bool IsFor(Access.Actor actor) => actor.Holds("contact.add") || actor.Holds("organization.add");

    /// <summary>Reads and plans a file; nothing is changed yet. Earlier ones of the same person are forgotten.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> Begin(byte[] source, ImportKind kind, OrganizationCategory? newOrganizations, CancellationToken stop)
    {
        Demand(kind);
        if (source.Length is 0 or > MostBytes)
        {
            throw Refusal.Invalid("file", Said.Of("import.file", ("n", MostBytes >> 20)));
        }

        var reading = ImportReading.Found(source, kind, newOrganizations);
        await desk.Begin(stop);
        await desk.Sql.Run("delete from directory_import where user_id = @owner or begun_at < @old", stop, ("@owner", Owner), ("@old", desk.Now.AddDays(-KeptDays)));
        var id = await desk.Sql.First(
            """
            insert into directory_import (user_id, kind, begun_at, source, reading, state, row_count, done_row)
            values (@owner, @kind, @now, @source, '', 0, 0, 0) returning id
            """,
            r => r.GetInt64(0),
            stop,
            ("@owner", Owner), ("@kind", kind), ("@now", desk.Now), ("@source", Convert.ToBase64String(source)));
        await Plan(id, kind, source, reading, stop);
        await desk.Save(stop);
        return id;
    }

    /// <summary>Reads the same file in another way, and plans anew: also when somebody has changed the directory since.</summary>
    public async Task Reread(long id, ImportReading reading, CancellationToken stop)
    {
        await desk.Begin(stop);
        var kept = await Kept(id, stop);
        if (kept.State == ImportState.Going)
        {
            throw Refusal.Conflict(Said.Of("import.going"));
        }

        if (kept.Source.Length == 0)
        {
            throw Refusal.Conflict(Said.Of("import.over"));
        }

        var other = reading.Encoding != kept.Reading.Encoding || reading.Separator != kept.Reading.Separator;
        await Plan(id, kept.Kind, kept.Source, other ? ImportReading.Columned(kept.Source, kept.Kind, reading.Encoding, reading.Separator, reading.NewOrganizations) : reading, stop);
        await desk.Save(stop);
    }

    /// <summary>Does the next portion of what was planned.</summary>
    /// <returns>True when it was the last.</returns>
    public async Task<bool> Apply(long id, CancellationToken stop)
    {
        await desk.Begin(stop);
        var kept = await Kept(id, stop);
        if (kept.State == ImportState.Done)
        {
            return true;
        }

        var rows = await ImportRows.After(desk.Sql, id, kept.DoneRow, Portion, stop);
        await new ApplyRows(desk, id, kept.Kind).Run(rows, stop);
        var over = rows.Count < Portion;
        await desk.Sql.Run(
            "update directory_import set state = @state, done_row = @row, source = case when @state = 2 then '' else source end where id = @id",
            stop,
            ("@state", over ? ImportState.Done : ImportState.Going), ("@row", rows.Count > 0 ? rows[^1].Number : kept.DoneRow), ("@id", id));
        await desk.Save(stop);
        return over;
    }

    /// <summary>Forgets the file and what was planned.</summary>
    public async Task Discard(long id, CancellationToken stop)
    {
        await desk.Begin(stop);
        await Kept(id, stop);
        await desk.Sql.Run("delete from directory_import where id = @id", stop, ("@id", id));
        await desk.Save(stop);
    }

    private long Owner => desk.Actor.UserId ?? 0;

    internal static string Needed(ImportKind kind) => kind == ImportKind.Contacts ? "contact.add" : "organization.add";

    private void Demand(ImportKind kind) => Accounts.DemandRight(desk, Needed(kind));

    private async Task<KeptImport> Kept(long id, CancellationToken stop)
    {
        var kept = await KeptImport.Of(desk, id, stop);
        Demand(kept.Kind);
        return kept;
    }

    private async Task Plan(long id, ImportKind kind, byte[] source, ImportReading reading, CancellationToken stop)
    {
        var table = reading.Table(source);
        if (table.Rows.Count > MostRows)
        {
            throw Refusal.Invalid("file", Said.Of("import.rows", ("n", MostRows)));
        }

        await desk.Sql.Run("delete from directory_import_row where import_id = @id", stop, ("@id", id));
        IImportPlan plan = kind == ImportKind.Contacts ? new PlanContacts(desk, reading) : new PlanOrganizations(desk, reading);
        foreach (var rows in table.Rows.Chunk(Portion))
        {
            await ImportRows.Write(desk.Sql, id, await plan.Run(rows, stop), stop);
        }

        await desk.Sql.Run(
            "update directory_import set reading = @reading, row_count = @rows, state = 0, done_row = 0 where id = @id",
            stop,
            ("@reading", reading.Keep()), ("@rows", table.Rows.Count), ("@id", id));
    }
}

/// <summary>An import as it is kept.</summary>
internal sealed record KeptImport(ImportKind Kind, ImportState State, ImportReading Reading, byte[] Source, int Rows, int DoneRow)
{
    /// <summary>Somebody else's is like one that is not there.</summary>
    public static async Task<KeptImport> Of(Desk desk, long id, CancellationToken stop) => await desk.Sql.First(
        "select kind, state, reading, source, row_count, done_row from directory_import where id = @id and user_id = @owner",
        r => new KeptImport((ImportKind)r.GetInt32(0), (ImportState)r.GetInt32(1), ImportReading.Kept(r.GetString(2)), Convert.FromBase64String(r.GetString(3)), r.GetInt32(4), r.GetInt32(5)),
        stop,
        ("@id", id), ("@owner", desk.Actor.UserId ?? 0)) ?? throw Refusal.NotFound(Said.Of("import.missing", ("id", id.ToString(CultureInfo.InvariantCulture))));
}
