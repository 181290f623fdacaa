using System.Data.Common;
using System.Globalization;
using Sportello.Access;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Search;

/// <summary>Walks the kept words for one reader.</summary>
internal sealed class FoundTickets(Desk desk, Wanted wanted)
{
    /// <summary>So many rows are fetched at once, since several may be of one ticket.</summary>
    private const int Stride = 60;

    private readonly Sight _sees = Law.Sees(desk.Actor);
    private readonly Sight _notes = Law.Sees(desk.Actor, Right.SeeNotes);

    public bool Reaches => _sees.All || _sees.Projects.Count > 0;

    public async Task<Rows<FoundTicket>> Page(string? after, int limit, CancellationToken stop)
    {
        var (subjects, before) = Read(after);
        var rows = new List<(FoundTicket Row, string Mark)>();
        if (subjects)
        {
            rows.AddRange(await BySubject(before, limit + 1, stop));
            before = long.MaxValue;
        }

        if (rows.Count <= limit)
        {
            await ByComment(rows, before, limit + 1, stop);
        }

        return rows.Count > limit ? new([.. rows.Take(limit).Select(r => r.Row)], rows[limit - 1].Mark) : new([.. rows.Select(r => r.Row)], null);
    }

    /// <summary>The keys of the newest tickets that hold the words, for a list that narrows them further.</summary>
    /// <returns>And whether there may be more.</returns>
    public async Task<(IReadOnlyCollection<long> Keys, bool Cut)> Keys(int most, CancellationToken stop)
    {
        var subjects = wanted.Subjects(_sees);
        var bySubject = await desk.Sql.List(desk.Sql.Dialect.KeysByWords(SearchWords.Tickets, subjects), r => r.GetInt64(0), stop, Parameters(subjects, long.MaxValue, most));
        var comments = wanted.Comments(_sees, _notes);
        var byComment = await desk.Sql.List(
            $"select c.ticket_id from ({desk.Sql.Dialect.KeysByWords(SearchWords.Comments, comments)}) w join comment c on c.id = w.id",
            r => r.GetInt64(0),
            stop,
            Parameters(comments, long.MaxValue, most));
        return ([.. bySubject.Concat(byComment).Distinct()], bySubject.Count >= most || byComment.Count >= most);
    }

    private async Task<IEnumerable<(FoundTicket, string)>> BySubject(long before, int most, CancellationToken stop)
    {
        var query = wanted.Subjects(_sees);
        var rows = await desk.Sql.List(
            $"""
             select t.id, t.number, t.subject, t.status, p.name, r.name, t.project_id, t.opened_at
             from ({desk.Sql.Dialect.KeysByWords(SearchWords.Tickets, query)}) w
             join ticket t on t.id = w.id join project p on p.id = t.project_id left join contact r on r.id = t.requester_id
             order by t.id desc
             """,
            r => (Project: r.GetInt64(6), Row: Found(r, FoundIn.Subject, null, null, r.Time(7), []), Mark: $"s.{r.GetInt64(0)}"),
            stop,
            Parameters(query, before, most));
        return rows.Where(r => _sees.Includes(r.Project)).Select(r => (r.Row, r.Mark));
    }

    private async Task ByComment(List<(FoundTicket Row, string Mark)> rows, long before, int most, CancellationToken stop)
    {
        var query = wanted.Comments(_sees, _notes);
        var shown = new HashSet<long>();
        var from = before;
        while (rows.Count < most)
        {
            var hits = await Hits(query, from, stop);
            var earlier = before == long.MaxValue ? [] : await OnEarlierPages(query, before, [.. hits.Select(h => h.Ticket).Where(t => !shown.Contains(t))], stop);
            foreach (var hit in hits.Where(h => Sees(h) && !earlier.Contains(h.Ticket) && !wanted.StandsIn(h.Subject)))
            {
                if (rows.Count < most && shown.Add(hit.Ticket))
                {
                    rows.Add((hit.Row, $"c.{hit.Comment}"));
                }
            }

            if (hits.Count < Stride)
            {
                return;
            }

            from = hits[^1].Comment;
        }
    }

    private bool Sees(Hit hit) => hit.Internal ? _notes.Includes(hit.Project) : _sees.Includes(hit.Project);

    private async Task<List<Hit>> Hits(WordQuery query, long before, CancellationToken stop)
    {
        var rows = await desk.Sql.List(
            $"""
             select t.id, t.number, t.subject, t.status, p.name, r.name, t.project_id, c.at, c.id, c.internal, c.author_name, c.body
             from ({desk.Sql.Dialect.KeysByWords(SearchWords.Comments, query)}) w
             join comment c on c.id = w.id join ticket t on t.id = c.ticket_id join project p on p.id = t.project_id left join contact r on r.id = t.requester_id
             order by c.id desc
             """,
            r => new Hit(
                r.GetInt64(0), r.GetInt64(8), r.GetInt64(6), r.GetBoolean(9), r.GetString(2), Found(r, r.GetBoolean(9) ? FoundIn.Note : FoundIn.Comment, r.GetInt64(8), r.GetString(10), r.Time(7), Excerpt.Around(r.GetString(11), wanted.Stems) ?? [])),
            stop,
            Parameters(query, before, Stride));
        return await WithFiles(rows, stop);
    }

    /// <summary>Where the words are not in the text, they are in the name of a file.</summary>
    private async Task<List<Hit>> WithFiles(List<Hit> hits, CancellationToken stop)
    {
        var textless = hits.Where(h => h.Row.Excerpt.Count == 0).Select(h => h.Comment).ToList();
        if (textless.Count == 0)
        {
            return hits;
        }

        var names = (await desk.Sql.List(
            $"select comment_id, name from attachment where {desk.Sql.Dialect.Among("comment_id", "@comments")} order by id",
            r => (Comment: r.GetInt64(0), Name: r.GetString(1)),
            stop,
            ("@comments", textless))).ToLookup(f => f.Comment, f => f.Name);
        return hits.ConvertAll(h => names[h.Comment].FirstOrDefault(n => Excerpt.Around(n, wanted.Stems) is not null) is { } name
            ? h with { Row = h.Row with { In = FoundIn.File, Excerpt = Excerpt.Whole(name, wanted.Stems) } }
            : h);
    }

    /// <summary>The tickets among these that a newer comment had already brought onto a page.</summary>
    private async Task<HashSet<long>> OnEarlierPages(WordQuery query, long before, List<long> tickets, CancellationToken stop) =>
        tickets.Count == 0 ? [] :
        [
            .. await desk.Sql.List(
                $"select distinct c.ticket_id from comment c where {desk.Sql.Dialect.Among("c.ticket_id", "@tickets")} and c.id >= @before and {desk.Sql.Dialect.HasWords(SearchWords.Comments, "c.id", query)}",
                r => r.GetInt64(0),
                stop,
                [("@tickets", tickets.Distinct().ToList()), ("@before", before), .. desk.Sql.Dialect.WordParameters(query)]),
        ];

    private FoundTicket Found(DbDataReader r, FoundIn where, long? comment, string? author, DateTime at, IReadOnlyList<Piece> excerpt) => new(
        r.GetInt32(1), Excerpt.Whole(r.GetString(2), wanted.Stems), (TicketStatus)r.GetInt32(3), r.GetString(4), r.Text(5), where, comment, author, at, excerpt);

    private (string, object?)[] Parameters(WordQuery query, long before, int most) => [("@before", before), ("@most", most), .. desk.Sql.Dialect.WordParameters(query)];

    private static (bool Subjects, long Before) Read(string? after) => after switch
    {
        null or "" => (true, long.MaxValue),
        ['s' or 'c', '.', ..] when long.TryParse(after.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var key) => (after[0] == 's', key),
        _ => throw Refusal.Invalid("after", Words.Said.Of("refusal.after")),
    };

    private sealed record Hit(long Ticket, long Comment, long Project, bool Internal, string Subject, FoundTicket Row);
}
