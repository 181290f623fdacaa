using Sportello.Data;

namespace Sportello.Search;

/// <summary>
/// Fills in the words of what was there before they were kept, a portion a transaction: whoever is interrupted goes on where they were,
/// and two who do it at once share the work.
/// </summary>
internal static class FillSearch
{
    private const int Portion = 500;

    public static async Task<bool> IsBehind(Sql sql, CancellationToken stop) =>
        await sql.First("select 1 from search_fill where done < upto", r => (int?)1, stop) is not null;

    public static async Task Run(House house, IProgress<double>? progress, CancellationToken stop)
    {
        await using var desk = await house.DeskOfProgram("search", stop);
        while (await Portions(desk.Sql, stop) is { Left: > 0 } portions)
        {
            progress?.Report((double)portions.Done / (portions.Done + portions.Left));
            await desk.Begin(stop);
            await Next(desk.Sql, portions.Name, stop);
            await desk.Save(stop);
        }
    }

    private static async Task<Work?> Portions(Sql sql, CancellationToken stop)
    {
        var all = await sql.List(
            "select name, done, upto from search_fill order by name desc", r => (Name: r.GetString(0), Done: r.GetInt64(1), UpTo: r.GetInt64(2)), stop);
        return all.Find(w => w.Done < w.UpTo) is { Name: not null } next ? new(next.Name, all.Sum(w => w.Done), all.Sum(w => w.UpTo - w.Done)) : null;
    }

    private static async Task Next(Sql sql, string name, CancellationToken stop)
    {
        // Whoever else is at it waits here until this portion is done, and takes the next.
        var (done, upTo) = await sql.First(
            "update search_fill set done = done where name = @name returning done, upto", r => (r.GetInt64(0), r.GetInt64(1)), stop, ("@name", name));
        if (done >= upTo)
        {
            return;
        }

        (string, object?)[] portion = [("@done", done), ("@upto", upTo), ("@portion", Portion)];
        var last = string.Equals(name, "ticket", StringComparison.Ordinal)
            ? await SearchWords.ReadTickets(sql, "id > @done and id <= @upto order by id limit @portion", portion, stop)
            : await SearchWords.ReadComments(sql, "c.id > @done and c.id <= @upto order by c.id limit @portion", portion, stop);
        await sql.Run("update search_fill set done = @last where name = @name", stop, ("@last", last ?? upTo), ("@name", name));
    }

    private sealed record Work(string Name, long Done, long Left);
}
