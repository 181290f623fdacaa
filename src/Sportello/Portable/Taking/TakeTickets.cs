using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.History;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Portable.Taking;

/// <summary>Takes tickets a batch at a time: new ones in bulk, known ones by comparing first.</summary>
internal sealed class TakeTickets(ImportRun run)
{
    private readonly TakeFields _fields = new(run);
    private TicketCheck? _check;

    public int Greatest { get; private set; }

    /// <summary>It stands in the file and is here.</summary>
    public void Met(int number) => (_check ??= new(run, _fields)).Met(number);

    /// <param name="forms">The batch.</param>
    /// <param name="write">False when the file has faults and is only looked at any more.</param>
    /// <param name="stop">Stops before the next statement.</param>
    public async Task Run(IReadOnlyList<TicketForm> forms, bool write, CancellationToken stop)
    {
        await _fields.Learn(stop);
        _check ??= new(run, _fields);
        var known = await Known(forms, stop);
        var workItems = await WorkItemKeys(forms, stop);
        var ready = forms.Select(f => _check.Check(f, known.GetValueOrDefault(f.Number), workItems)).OfType<ReadyTicket>().ToList();
        if (!write || run.Findings.Stop)
        {
            return;
        }

        await KeepFiles(ready, stop);
        foreach (var one in ready)
        {
            Greatest = Math.Max(Greatest, one.Form.Number);
        }

        await Insert([.. ready.Where(r => r.Known is null)], stop);
        await Compare([.. ready.Where(r => r.Known is not null)], stop);
    }

    public Task RaiseCounter(CancellationToken stop) => run.Desk.Sql.Run(
        "update counter set value = @greatest where name = 'ticket' and value < @greatest", stop, ("@greatest", (long)Greatest));

    private async Task<Dictionary<int, Ticket>> Known(IReadOnlyList<TicketForm> forms, CancellationToken stop)
    {
        var numbers = forms.Select(f => (long)f.Number).ToList();
        var ids = await run.Desk.Sql.List($"select id from ticket where {run.Desk.Sql.Dialect.Among("number", "@numbers")}", r => r.GetInt64(0), stop, ("@numbers", numbers));
        return ids.Count == 0
            ? []
            : await run.Desk.Db.Tickets.Include(t => t.Comments).Include(t => t.Watchers).AsSplitQuery()
                .Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Number, stop);
    }

    private async Task<Dictionary<int, long>> WorkItemKeys(IReadOnlyList<TicketForm> forms, CancellationToken stop)
    {
        var numbers = forms.SelectMany(f => f.WorkItems.Or([])).Distinct().Select(n => (long)n).ToList();
        return numbers.Count == 0
            ? []
            : (await run.Desk.Sql.List(
                $"select number, id from work_item where {run.Desk.Sql.Dialect.Among("number", "@numbers")}", r => (Number: r.GetInt32(0), Id: r.GetInt64(1)), stop, ("@numbers", numbers)))
                .ToDictionary(w => w.Number, w => w.Id);
    }

    private async Task KeepFiles(List<ReadyTicket> ready, CancellationToken stop)
    {
        if (run.DryRun)
        {
            return;
        }

        foreach (var hash in ready.SelectMany(r => r.Form.Comments).SelectMany(c => c.Attachments).Select(a => a.File.Sha256).Where(h => !run.Desk.House.Files.Has(h)).Distinct(StringComparer.Ordinal))
        {
            await using var bytes = File.OpenRead(Path.Combine(run.File.AttachmentFolder, hash));
            await run.Desk.House.Files.Keep(bytes, stop);
        }
    }

    private async Task Insert(IReadOnlyList<ReadyTicket> ready, CancellationToken stop)
    {
        var plans = (await run.Desk.House.Book.Of(run.Desk, stop)).Plans;
        List<Ticket> made = [.. ready.Select(Make)];
        made.ForEach(t => t.IsDue(plans.DueOf(t)));
        var ids = await NewTicketRows.Insert(run.Desk.Sql, made, stop);
        await run.Desk.Sql.Insert(
            "ticket_work_item", ["ticket_id", "work_item_id"], [.. ready.Zip(ids).SelectMany(x => (x.First.WorkItems ?? []).Select(w => new object?[] { x.Second, w }))], stop);
        foreach (var _ in ready)
        {
            run.Count(PortableTypes.Ticket, true, false);
        }
    }

    private Ticket Make(ReadyTicket one)
    {
        var ticket = Ticket.Imported(one.Record, run.By);
        foreach (var (form, author) in one.Form.Comments.Zip(one.Authors))
        {
            ticket.Import(form, author);
        }

        ticket.Settle(one.Record);
        return ticket;
    }

    private async Task Compare(IReadOnlyList<ReadyTicket> ready, CancellationToken stop)
    {
        if (ready.Count == 0)
        {
            return;
        }

        var ids = ready.Select(r => r.Known!.Id).ToList();
        var links = (await run.Desk.Db.TicketWorkItems.Where(l => ids.Contains(l.TicketId)).ToListAsync(stop)).ToLookup(l => l.TicketId);
        foreach (var one in ready)
        {
            run.Count(PortableTypes.Ticket, false, Compare(one, [.. links[one.Known!.Id]]));
        }

        await run.Desk.Flush(stop);
        run.Desk.Db.ChangeTracker.Clear();
    }

    private bool Compare(ReadyTicket one, List<TicketWorkItem> links)
    {
        var ticket = one.Known!;
        var changed = ticket.ImportAgain(one.Record, id => id is { } key ? run.People.At(key)?.Name : null, run.By);
        var known = ticket.Comments.Select(c => KeyOf(c.AuthorId, c.AuthorName, c.At, c.Internal, c.Body)).ToList();
        foreach (var (form, author) in one.Form.Comments.Zip(one.Authors))
        {
            if (!known.Remove(KeyOf(author.ContactId, author.Name, form.When, form.Internal, form.Body)))
            {
                ticket.NoteImported(run.By, form.Internal ? "note" : "reply", false, null, null);
                ticket.Import(form, author);
                changed = true;
            }
        }

        if (one.WorkItems is { } wanted && !wanted.ToHashSet().SetEquals(links.Select(l => l.WorkItemId)))
        {
            run.Desk.Db.RemoveRange(links.Where(l => !wanted.Contains(l.WorkItemId)));
            run.Desk.Db.AddRange(wanted.Except(links.Select(l => l.WorkItemId)).Select(w => new TicketWorkItem(ticket.Id, w)));
            ticket.NoteImported(run.By, "work items", false, null, null);
            changed = true;
        }

        if (changed)
        {
            ticket.Settle(one.Record);
        }

        return changed;
    }

    private static (long?, string, long, bool, string) KeyOf(long? author, string name, DateTime at, bool isInternal, string body) =>
        (author, author is null ? name : "", Moment.ToStored(at), isInternal, body);
}

internal static class ImportedComments
{
    public static void Import(this Ticket ticket, CommentForm form, Author author)
    {
        var comment = ticket.ImportComment(
            new CommentText(form.Body, form.Html), form.Internal, author.Staff, new Stamp(author.ContactId, author.Name, form.Door, form.When), form.Automatic);
        comment.MessageId = form.MessageId;
        comment.Automatic = form.Automatic;
        foreach (var attachment in form.Attachments)
        {
            comment.Attach(attachment.File);
        }
    }
}
