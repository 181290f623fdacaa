using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.Tickets;

namespace Sportello.Search;

/// <summary>
/// The words by which tickets and comments are found, kept in the transaction of each change: of a ticket its subject, of a comment its
/// text and the names of its files, with the subject beside them. Where a row may be seen stands among its words, and internal notes stand
/// under another mark than the rest: who may not see them can neither find nor count them.
/// </summary>
internal static class SearchWords
{
    public const string Tickets = "ticket_words";
    public const string Comments = "comment_words";

    /// <summary>Stands in everything that is not internal.</summary>
    public const string Public = "p:";

    /// <summary>More different words than these are those of a machine.</summary>
    private const int MostWords = 4000;
    private const int LongestText = 200_000;
    private const int Portion = 500;

    public static string In(long project) => $"{Public}{project}";

    public static string Within(long project) => $"i:{project}";

    /// <summary>What is about to be saved and must be found by its new words.</summary>
    public static Changed Of(DeskDb db)
    {
        var changed = new Changed();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            switch (entry)
            {
                case { Entity: Ticket ticket, State: EntityState.Added }:
                    changed.NewTickets.Add(ticket);
                    break;
                case { Entity: Ticket ticket, State: EntityState.Modified } when entry.Property(nameof(Ticket.Subject)).IsModified || entry.Property(nameof(Ticket.ProjectId)).IsModified:
                    changed.Tickets.Add(ticket);
                    break;
                case { Entity: Comment comment, State: EntityState.Added }:
                    changed.NewComments.Add(comment);
                    break;
                case { Entity: Comment comment, State: EntityState.Deleted }:
                    changed.Gone.Add(comment.Id);
                    break;
            }
        }

        return changed;
    }

    /// <summary>After the rows were written and have their keys.</summary>
    public static async Task Write(DeskDb db, Sql sql, Changed changed, CancellationToken stop)
    {
        if (changed.Gone.Count > 0)
        {
            await sql.Dialect.ForgetWords(sql, Comments, changed.Gone, stop);
        }

        await Keep(sql, Tickets, [.. changed.NewTickets.Select(t => (t.Id, Of(t)))], false, stop);
        await ReadAgain(sql, [.. changed.Tickets.Select(t => t.Id)], stop);
        if (changed.NewComments.Count == 0)
        {
            return;
        }

        var tickets = db.ChangeTracker.Entries<Ticket>().ToDictionary(e => e.Entity.Id, e => e.Entity);
        await Keep(sql, Comments, [.. changed.NewComments.Select(c => (c.Id, Of(tickets[c.TicketId], c)))], changed.Tickets.Count > 0, stop);
    }

    /// <summary>New rows that the object mapper knows nothing of.</summary>
    public static async Task Write(Sql sql, IEnumerable<(Ticket Ticket, long Id)> tickets, IEnumerable<(Ticket Ticket, Comment Comment, long Id)> comments, CancellationToken stop)
    {
        await Keep(sql, Tickets, [.. tickets.Select(t => (t.Id, Of(t.Ticket)))], false, stop);
        foreach (var portion in comments.Chunk(Portion))
        {
            await Keep(sql, Comments, [.. portion.Select(c => (c.Id, Of(c.Ticket, c.Comment)))], false, stop);
        }
    }

    /// <summary>The words of these tickets and of all their comments, as they stand in the database now.</summary>
    public static async Task ReadAgain(Sql sql, IReadOnlyCollection<long> tickets, CancellationToken stop)
    {
        if (tickets.Count == 0)
        {
            return;
        }

        await ReadTickets(sql, sql.Dialect.Among("id", "@ids"), [("@ids", tickets)], stop);
        await ReadComments(sql, sql.Dialect.Among("c.ticket_id", "@ids"), [("@ids", tickets)], stop);
    }

    /// <returns>The last key; none when there was nothing.</returns>
    public static async Task<long?> ReadTickets(Sql sql, string where, (string, object?)[] parameters, CancellationToken stop)
    {
        var rows = await sql.List(
            $"select id, subject, project_id from ticket where {where}",
            r => (Id: r.GetInt64(0), Words: Joined(r.GetInt64(2), false, r.GetString(1))),
            stop,
            parameters);
        await Keep(sql, Tickets, rows, true, stop);
        return rows.Count == 0 ? null : rows[^1].Id;
    }

    /// <returns>The last key; none when there was nothing.</returns>
    public static async Task<long?> ReadComments(Sql sql, string where, (string, object?)[] parameters, CancellationToken stop)
    {
        var rows = await sql.List(
            $"select c.id, t.subject, t.project_id, c.internal, c.body from comment c join ticket t on t.id = c.ticket_id where {where}",
            r => (Id: r.GetInt64(0), Subject: r.GetString(1), Project: r.GetInt64(2), Internal: r.GetBoolean(3), Body: r.GetString(4)),
            stop,
            parameters);
        var files = (await sql.List(
            $"select comment_id, name from attachment where {sql.Dialect.Among("comment_id", "@comments")}",
            r => (Comment: r.GetInt64(0), Name: r.GetString(1)),
            stop,
            ("@comments", rows.ConvertAll(r => r.Id)))).ToLookup(f => f.Comment, f => f.Name);
        await Keep(sql, Comments, [.. rows.Select(r => (r.Id, Joined(r.Project, r.Internal, [r.Subject, r.Body, .. files[r.Id]])))], true, stop);
        return rows.Count == 0 ? null : rows[^1].Id;
    }

    private static Task Keep(Sql sql, string table, IReadOnlyCollection<(long Id, string Words)> rows, bool mayBeKept, CancellationToken stop) =>
        rows.Count == 0 ? Task.CompletedTask : sql.Dialect.KeepWords(sql, table, rows, mayBeKept, stop);

    private static string Of(Ticket ticket) => Joined(ticket.ProjectId, false, ticket.Subject);

    private static string Of(Ticket ticket, Comment comment) => Joined(ticket.ProjectId, comment.Internal, [ticket.Subject, comment.Body, .. comment.Attachments.Select(a => a.Name)]);

    /// <summary>Our own side finds all of a project; others what is not internal.</summary>
    private static string Joined(long project, bool isInternal, params IEnumerable<string> texts)
    {
        string[] places = isInternal ? [Within(project)] : [Public, In(project)];
        var words = texts.SelectMany(t => TextWords.In(t.Length > LongestText ? t[..LongestText] : t)).Select(w => w.Stem).Distinct(StringComparer.Ordinal).Take(MostWords);
        return string.Join(' ', places.Concat(words));
    }

    internal sealed class Changed
    {
        public List<Ticket> NewTickets { get; } = [];

        public List<Ticket> Tickets { get; } = [];

        public List<Comment> NewComments { get; } = [];

        public List<long> Gone { get; } = [];
    }
}
