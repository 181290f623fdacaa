using Sportello.Data;
using Sportello.History;

namespace Sportello.Directory.Duplicates;

/// <summary>
/// Keeps who looks like whom, in the transaction of each change: whoever gets a normal form that somebody else has is marked, and so is the other.
/// The list of duplicates then reads only what is marked, however many contacts there are.
/// </summary>
internal static class Likeness
{
    /// <summary>Of more members than these, a group is never looked at pair by pair.</summary>
    public const int MostPairs = 10;

    private const int Portion = 1000;

    public static async Task Write(Sql sql, Subject subject, IReadOnlyCollection<long> ids, CancellationToken stop)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var kept = await sql.List(
            $"select likeness, id from likeness where subject = @subject and {sql.Dialect.Among("id", "@ids")}", r => (Mark: r.GetInt64(0), Id: r.GetInt64(1)), stop, ("@subject", subject), ("@ids", ids));
        var now = await Marks(sql, subject, ids, stop);
        foreach (var (mark, id) in kept.Except(now))
        {
            await sql.Run("delete from likeness where subject = @subject and likeness = @mark and id = @id", stop, ("@subject", subject), ("@mark", mark), ("@id", id));
        }

        foreach (var mark in kept.Except(now).Select(k => k.Mark).Distinct())
        {
            await Settle(sql, subject, mark, stop);
        }

        List<(long Mark, long Id)> added = [.. now.Except(kept)];
        await sql.Insert("likeness", ["subject", "likeness", "id", "twin", "settled"], [.. added.Select(a => new object?[] { (int)subject, a.Mark, a.Id, false, false })], stop);
        var twins = added.Count == 0 ? [] : await sql.List(
            $"select likeness from likeness where subject = @subject and {sql.Dialect.Among("likeness", "@marks")} group by likeness having count(*) > 1",
            r => r.GetInt64(0),
            stop,
            ("@subject", subject), ("@marks", added.Select(a => a.Mark).Distinct().ToList()));
        if (twins.Count > 0)
        {
            await sql.Run($"update likeness set twin = true, settled = false where subject = @subject and {sql.Dialect.Among("likeness", "@marks")}", stop, ("@subject", subject), ("@marks", twins));
        }
    }

    /// <summary>For a database that was there before this was kept.</summary>
    public static async Task WriteAll(Sql sql, CancellationToken stop)
    {
        foreach (var (subject, table) in new[] { (Subject.Organization, "organization"), (Subject.Contact, "contact") })
        {
            for (var last = 0L; ;)
            {
                var ids = await sql.List($"select id from {table} where id > @last order by id limit @portion", r => r.GetInt64(0), stop, ("@last", last), ("@portion", Portion));
                if (ids.Count == 0)
                {
                    break;
                }

                await Write(sql, subject, ids, stop);
                last = ids[^1];
            }
        }
    }

    /// <summary>Says anew of a group whether it is one, and whether all its pairs were called different people.</summary>
    public static async Task Settle(Sql sql, Subject subject, long mark, CancellationToken stop)
    {
        var members = await Members(sql, subject, mark, MostPairs + 1, stop);
        var settled = members.Count is > 1 and <= MostPairs && !await AnyOpen(sql, subject, members, stop);
        await sql.Run(
            "update likeness set twin = @twin, settled = @settled where subject = @subject and likeness = @mark",
            stop,
            ("@twin", members.Count > 1), ("@settled", settled), ("@subject", subject), ("@mark", mark));
    }

    public static Task<List<long>> Members(Sql sql, Subject subject, long mark, int most, CancellationToken stop) => sql.List(
        "select id from likeness where subject = @subject and likeness = @mark order by id limit @most", r => r.GetInt64(0), stop, ("@subject", subject), ("@mark", mark), ("@most", most));

    private static async Task<bool> AnyOpen(Sql sql, Subject subject, List<long> members, CancellationToken stop)
    {
        var said = await sql.First(
            $"select count(*) from not_same where subject = @subject and {sql.Dialect.Among("one", "@ids")} and {sql.Dialect.Among("other", "@ids")}", r => r.GetInt64(0), stop, ("@subject", subject), ("@ids", members));
        return said < members.Count * (members.Count - 1) / 2;
    }

    /// <summary>What each of them is alike in; whoever was merged is alike nobody.</summary>
    private static async Task<HashSet<(long Mark, long Id)>> Marks(Sql sql, Subject subject, IReadOnlyCollection<long> ids, CancellationToken stop)
    {
        if (subject == Subject.Organization)
        {
            var names = await sql.List($"select id, name from organization where merged_into_id is null and {sql.Dialect.Among("id", "@ids")}", r => (Id: r.GetInt64(0), Name: r.GetString(1)), stop, ("@ids", ids));
            return [.. names.Select(n => (Form: NormalForm.OfCompany(n.Name), n.Id)).Where(n => n.Form.Length > 0).Select(n => (NormalForm.Mark(n.Form), n.Id))];
        }

        var forms = await sql.List(
            $"""
             select id, organization_id, name from contact where merged_into_id is null and {sql.Dialect.Among("id", "@ids")}
             union all select contact_id, null, address from contact_email where {sql.Dialect.Among("contact_id", "@ids")}
             """,
            r => (Id: r.GetInt64(0), Form: r.Key(1) is { } organization ? OfPerson(organization, r.GetString(2)) : NormalForm.OfAddress(r.GetString(2))),
            stop,
            ("@ids", ids));
        return [.. forms.Where(f => f.Form is not null).Select(f => (NormalForm.Mark(f.Form!), f.Id))];
    }

    private static string? OfPerson(long organization, string name) => NormalForm.OfPerson(name) is { Length: > 0 } form ? $"{organization} {form}" : null;
}
