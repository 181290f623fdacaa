using Sportello.Data;
using Sportello.History;
using Sportello.Words;

namespace Sportello.Directory.Duplicates;

/// <summary>What two records are alike in.</summary>
public enum Alike
{
    Address,
    Name,
}

/// <param name="Addresses">Of a contact.</param>
public sealed record Twin(long Id, string Name, string? Organization, bool Active, IReadOnlyList<string> Addresses, string? Username);

/// <param name="Mark">By which it is told not to be the same.</param>
/// <param name="Members">The first of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record TwinGroup(long Mark, IReadOnlyList<Alike> Because, IReadOnlyList<Twin> Members, int Count);

/// <summary>Contacts or organizations that are likely the same, for whoever may change them.</summary>
public sealed class DuplicateList(Desk desk)
{
    private const int PerPage = 20;

    public static bool IsFor(Access.Actor actor) => actor.Holds("contact.change");

    public static bool IsForOrganizations(Access.Actor actor) => actor.Holds("organization.change");

    /// <param name="subject">Contacts or organizations.</param>
    /// <param name="after">The mark of the page before.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Rows<TwinGroup>> Run(Subject subject, string? after, CancellationToken stop)
    {
        Accounts.DemandRight(desk, subject == Subject.Contact ? "contact.change" : "organization.change");
        var from = Paging.Key(after);
        var marks = await desk.Sql.List(
            $"""
             select likeness, count(*) from likeness where subject = @subject and twin and not settled{(from is null ? "" : " and likeness > @after")}
             group by likeness order by likeness limit {PerPage + 1}
             """,
            r => (Mark: r.GetInt64(0), Count: (int)r.GetInt64(1)),
            stop,
            [("@subject", subject), .. from is null ? Array.Empty<(string, object?)>() : [("@after", from)]]);
        var page = Paging.Page(marks, PerPage, m => Paging.Mark(m.Mark));
        var groups = new List<TwinGroup>();
        foreach (var (mark, count) in page.Items)
        {
            var members = await Members(subject, mark, stop);
            groups.Add(new(mark, [members.SelectMany(m => m.Addresses).Any(a => NormalForm.Mark(NormalForm.OfAddress(a) ?? "") == mark) ? Alike.Address : Alike.Name], members, count));
        }

        // Two that are alike in several ways are shown once.
        return new([.. groups.GroupBy(g => string.Join(' ', g.Members.Select(m => m.Id))).Select(g => g.First() with { Because = [.. g.SelectMany(x => x.Because).Distinct().Order()] })], page.Next);
    }

    private async Task<IReadOnlyList<Twin>> Members(Subject subject, long mark, CancellationToken stop)
    {
        var ids = await Likeness.Members(desk.Sql, subject, mark, Likeness.MostPairs, stop);
        if (subject == Subject.Organization)
        {
            return await desk.Sql.List(
                $"select id, name, active from organization where {desk.Sql.Dialect.Among("id", "@ids")} order by id", r => new Twin(r.GetInt64(0), r.GetString(1), null, r.GetBoolean(2), [], null), stop, ("@ids", ids));
        }

        var addresses = (await desk.Sql.List(
            $"select contact_id, address from contact_email where {desk.Sql.Dialect.Among("contact_id", "@ids")} order by contact_id, place", r => (Id: r.GetInt64(0), Address: r.GetString(1)), stop, ("@ids", ids))).ToLookup(a => a.Id, a => a.Address);
        return await desk.Sql.List(
            $"""
             select c.id, c.name, o.name, c.active, u.username from contact c join organization o on o.id = c.organization_id left join user_account u on u.id = c.user_id
             where {desk.Sql.Dialect.Among("c.id", "@ids")} order by c.id
             """,
            r => new Twin(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), [.. addresses[r.GetInt64(0)]], r.Text(4)),
            stop,
            ("@ids", ids));
    }
}

/// <summary>Says that those who look alike are different; the list forgets them until somebody else looks like them, too.</summary>
public sealed class CallDifferent(Desk desk)
{
    /// <param name="subject">Contacts or organizations.</param>
    /// <param name="ids">All of whom no two are the same.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Run(Subject subject, IReadOnlyCollection<long> ids, CancellationToken stop)
    {
        Accounts.DemandRight(desk, subject == Subject.Contact ? "contact.change" : "organization.change");
        List<long> all = [.. ids.Distinct().Order()];
        if (all.Count is < 2 or > Likeness.MostPairs)
        {
            throw Refusal.Invalid("ids", Said.Of("duplicates.pick", ("n", Likeness.MostPairs)));
        }

        await desk.Begin(stop);
        foreach (var (one, i) in all.Select((id, i) => (id, i)))
        {
            foreach (var other in all.Skip(i + 1))
            {
                await desk.Sql.Run(
                    "insert into not_same (subject, one, other, who, at) values (@subject, @one, @other, @who, @now) on conflict do nothing",
                    stop,
                    ("@subject", subject), ("@one", one), ("@other", other), ("@who", desk.Actor.Name), ("@now", desk.Now));
            }
        }

        var marks = await desk.Sql.List(
            $"select distinct likeness from likeness where subject = @subject and {desk.Sql.Dialect.Among("id", "@ids")} and twin", r => r.GetInt64(0), stop, ("@subject", subject), ("@ids", all));
        foreach (var mark in marks)
        {
            await Likeness.Settle(desk.Sql, subject, mark, stop);
        }

        await desk.Save(stop);
    }
}
