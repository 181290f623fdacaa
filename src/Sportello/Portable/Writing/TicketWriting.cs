using System.Text.Json;
using Sportello.Data;
using Sportello.Fields;
using Sportello.History;
using Sportello.Portable.Reading;
using Sportello.Tickets;

namespace Sportello.Portable.Writing;

/// <summary>Tickets with their conversations, in the order of their numbers, a page at a time.</summary>
internal sealed class TicketWriting(Sql sql, PortableWriter writer, PeopleNames people, Func<string, CancellationToken, Task> keepFile, IProgress<double>? progress)
{
    private const int Page = 1000;

    private Dictionary<long, string>? _fields;

    public Task Write(CancellationToken stop) => writer.List(PortableTypes.Ticket, Tickets(stop), Write, stop);

    private void Write(Utf8JsonWriter json, TicketRow t)
    {
        json.WriteNumber("number", t.Number);
        json.Text("project", t.Project);
        json.Name("kind", t.Kind);
        json.Name("status", t.Status);
        json.Name("priority", t.Priority);
        json.Text("subject", t.Subject);
        people.Write(json, "requester", t.Requester);
        people.Write(json, "assignee", t.Assignee);
        json.Text("opened", Times.Write(t.Opened));
        json.TextIfAny("updated", t.Updated == t.UsualUpdate ? null : Times.Write(t.Updated));
        json.Text("closed", t.Closed is { } closed ? Times.Write(closed) : null);
        if (t.Origin != Origin.Import)
        {
            json.Name("origin", t.Origin);
        }

        if (t.SnoozedUntil is { } back)
        {
            json.Text("snoozed_until", Times.Write(back));
            people.Write(json, "snoozed_by", t.SnoozedBy);
        }

        people.Write(json, "watchers", t.Watchers);
        json.WriteStartArray("comments");
        foreach (var comment in t.Comments)
        {
            comment.Write(json, people);
        }

        json.WriteEndArray();
        if (t.Fields is not null)
        {
            json.WriteStartObject("fields");
            foreach (var (field, value) in FieldValues.Read(t.Fields))
            {
                json.Text(_fields![field], value);
            }

            json.WriteEndObject();
        }

        json.WriteStartArray("work_items");
        foreach (var number in t.WorkItems)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private async IAsyncEnumerable<TicketRow> Tickets([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        _fields = (await KeptField.All(sql, stop)).ToDictionary(f => f.Id, f => f.Name);
        var last = await sql.First("select max(number) from ticket", r => r.IsDBNull(0) ? 0 : r.GetInt32(0), stop);
        for (var after = 0; after < last;)
        {
            var page = await PageOf(after, stop);
            foreach (var ticket in page)
            {
                yield return ticket;
            }

            after = page[^1].Number;
            progress?.Report((double)after / last);
        }
    }

    private async Task<List<TicketRow>> PageOf(int after, CancellationToken stop)
    {
        var tickets = await sql.List(
            """
            select t.id, t.number, p.name, t.kind, t.status, t.priority, t.subject, t.requester_id, t.assignee_id, t.opened_at, t.updated_at, t.closed_at, t.last_comment_at, t.origin, t.fields, t.snoozed_until, t.snoozed_by_id
            from ticket t join project p on p.id = t.project_id where t.number > @after order by t.number limit @page
            """,
            r => new TicketRow(
                r.GetInt64(0), r.GetInt32(1), r.GetString(2), (TicketKind)r.GetInt32(3), (TicketStatus)r.GetInt32(4), (Priority)r.GetInt32(5), r.GetString(6),
                r.Key(7), r.Key(8), r.Time(9), r.Time(10), r.TimeOrNone(11), r.TimeOrNone(12), (Origin)r.GetInt32(13), r.Text(14), r.TimeOrNone(15), r.Key(16)),
            stop,
            ("@after", after),
            ("@page", Page));
        var keys = tickets.ConvertAll(t => t.Id);
        var comments = (await Comments(keys, stop)).ToLookup(c => c.Ticket, c => c.Comment);
        var watchers = await Pairs("select ticket_id, contact_id from ticket_watcher where ", keys, stop);
        var workItems = await Pairs("select l.ticket_id, w.number from ticket_work_item l join work_item w on w.id = l.work_item_id where ", keys, stop);
        return tickets.ConvertAll(t => t with { Comments = [.. comments[t.Id]], Watchers = [.. watchers[t.Id]], WorkItems = [.. workItems[t.Id].Order()] });
    }

    private async Task<ILookup<long, long>> Pairs(string select, IReadOnlyCollection<long> keys, CancellationToken stop) =>
        (await sql.List(select + sql.Dialect.Among("ticket_id", "@keys"), r => (Ticket: r.GetInt64(0), Other: r.GetInt64(1)), stop, ("@keys", keys))).ToLookup(p => p.Ticket, p => p.Other);

    private async Task<List<(long Ticket, CommentRow Comment)>> Comments(IReadOnlyCollection<long> keys, CancellationToken stop)
    {
        var comments = await sql.List(
            $"""
             select ticket_id, id, author_id, author_name, at, internal, by_staff, automatic, door, body, html, message_id
             from comment where {sql.Dialect.Among("ticket_id", "@keys")} order by ticket_id, at, id
             """,
            r => (Ticket: r.GetInt64(0), Comment: new CommentRow(r.GetInt64(1), r.Key(2), r.GetString(3), r.Time(4), r.GetString(9))
            {
                Internal = r.GetBoolean(5),
                ByStaff = r.GetBoolean(6),
                Automatic = r.GetBoolean(7),
                Door = (Door)r.GetInt32(8),
                Html = r.Text(10),
                MessageId = r.Text(11),
            }),
            stop,
            ("@keys", keys));
        var files = (await sql.List(
            $"""
             select a.comment_id, a.name, a.media_type, a.size, a.sha256, a.inline, a.content_id
             from attachment a join comment c on c.id = a.comment_id where {sql.Dialect.Among("c.ticket_id", "@keys")} order by a.id
             """,
            r => (Comment: r.GetInt64(0), File: new StoredFile(r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.GetBoolean(5), r.Text(6))),
            stop,
            ("@keys", keys))).ToLookup(f => f.Comment, f => f.File);
        foreach (var hash in files.SelectMany(f => f).Select(f => f.Sha256).Distinct(StringComparer.Ordinal))
        {
            await keepFile(hash, stop);
        }

        return comments.ConvertAll(c => c with { Comment = c.Comment with { Files = [.. files[c.Comment.Id]] } });
    }

    private sealed record TicketRow(
        long Id, int Number, string Project, TicketKind Kind, TicketStatus Status, Priority Priority, string Subject, long? Requester, long? Assignee,
        DateTime Opened, DateTime Updated, DateTime? Closed, DateTime? LastComment, Origin Origin, string? Fields, DateTime? SnoozedUntil, long? SnoozedBy)
    {
        public IReadOnlyList<CommentRow> Comments { get; init; } = [];

        public IReadOnlyList<long> Watchers { get; init; } = [];

        public IReadOnlyList<long> WorkItems { get; init; } = [];

        public DateTime UsualUpdate => new[] { Opened, Closed ?? Opened, LastComment ?? Opened }.Max();
    }
}
