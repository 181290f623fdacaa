using Sportello.Data;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.Tickets;

namespace Sportello.Portable.Taking;

/// <summary>A ticket of the file with every name turned into a key.</summary>
internal sealed record ReadyTicket(TicketForm Form, Ticket? Known, TicketRecord Record, IReadOnlyList<Author> Authors, IReadOnlyList<long>? WorkItems);

/// <summary>Turns a ticket's names into keys, and says what of it cannot be taken.</summary>
internal sealed class TicketCheck(ImportRun run, TakeFields fields)
{
    private readonly NumberSet _seen = new();
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>One that stands in the file and was taken before.</summary>
    public void Met(int number) => _seen.Add(number);

    public ReadyTicket? Check(TicketForm form, Ticket? known, IReadOnlyDictionary<int, long> workItems)
    {
        if (form.Number > 0 && !_seen.Add(form.Number))
        {
            run.Findings.Fault(form.At, "number", "stands in this file twice; once is enough.");
            return null;
        }

        var faults = run.Findings.FaultCount;
        var complete = Needed(form, known);
        var project = form.Project.Value is { } name ? run.Projects.Find(form.At, "project", name) : known?.ProjectId;
        var requester = Person(form, form.Requester, known?.RequesterId, ref complete);
        var assignee = Person(form, form.Assignee, known?.AssigneeId, ref complete);
        var snoozer = Person(form, form.SnoozedBy, known?.SnoozedById, ref complete);
        var watchers = form.Watchers.Or([]).Select(w => run.People.Find(form.At, w)).ToList();
        var authors = form.Comments.Select(run.AuthorOf).ToList();
        var links = Links(form, workItems);
        var values = project is { } within ? fields.Values(form, within, known) : null;
        foreach (var attachment in form.Comments.SelectMany(c => c.Attachments))
        {
            CheckFile(attachment);
        }

        complete &= project is not null && !watchers.Contains(null) && authors.TrueForAll(a => a is not null) && links?.Contains(0) != true;
        if (!complete || form.At.Faulty || run.Findings.FaultCount > faults)
        {
            return null;
        }

        var record = new TicketRecord(
            form.Number,
            project!.Value,
            form.Kind.Or(known?.Kind ?? TicketKind.Consultation),
            form.Status.Or(known?.Status ?? TicketStatus.New),
            form.Priority.Or(known?.Priority ?? Priority.Normal),
            form.Subject.Value ?? known!.Subject,
            requester,
            assignee,
            form.Origin.Or(known?.Origin ?? Origin.Import),
            form.Opened.Value ?? known!.OpenedAt,
            form.Updated.Value,
            form.Closed.Value,
            form.Watchers.Is ? [.. watchers.OfType<long>().Distinct()] : [.. known?.Watchers.Select(w => w.ContactId) ?? []],
            values)
        {
            SnoozedUntil = form.Snoozed.Is ? form.Snoozed.Value : known?.SnoozedUntil,
            SnoozedById = snoozer,
        };
        if (record.ClosedAt is not null && record.Status != TicketStatus.Closed)
        {
            run.Findings.Notice("Some tickets say when they were closed and are not closed; that time was left out.");
        }

        return new ReadyTicket(form, known, record, [.. authors.Select(a => a!.Value)], links);
    }

    private bool Needed(TicketForm form, Ticket? known)
    {
        if (known is not null || form.At.Faulty)
        {
            return true;
        }

        var before = run.Findings.FaultCount;
        if (form.Project.Value is null)
        {
            run.Findings.Fault(form.At, "project", "is needed: the name of a project.");
        }

        if (form.Subject.Value is null)
        {
            run.Findings.Fault(form.At, "subject", "is needed: a few words that say what it is about.");
        }

        if (form.Opened.Value is null)
        {
            run.Findings.Fault(form.At, "opened", "is needed: a time as in RFC 3339, such as 2013-06-01T09:00:00Z.");
        }

        return run.Findings.FaultCount == before;
    }

    private long? Person(TicketForm form, Given<PersonRef?> given, long? usual, ref bool complete)
    {
        if (!given.Is)
        {
            return usual;
        }

        if (given.Value is not { } person)
        {
            return null;
        }

        var found = run.People.Find(form.At, person);
        complete &= found is not null;
        return found;
    }

    /// <summary>The keys of the work items; 0 stands for one that cannot be linked.</summary>
    private List<long>? Links(TicketForm form, IReadOnlyDictionary<int, long> workItems)
    {
        if (!form.WorkItems.Is)
        {
            return null;
        }

        foreach (var missing in form.WorkItems.Value.Where(n => !workItems.ContainsKey(n) && !run.FaultyWorkItems.Contains(n)))
        {
            run.Findings.Fault(form.At, "work_items", $"there is no work item {missing}; list it among the work items.");
        }

        // Where rows go one by one, a ticket comes in without the work items that could not.
        return [.. form.WorkItems.Value.Distinct().Select(n => workItems.GetValueOrDefault(n)).Where(key => key > 0 || !run.Findings.RowByRow)];
    }

    private void CheckFile(AttachmentForm attachment)
    {
        var hash = attachment.File.Sha256;
        if (attachment.At.Faulty || _files.Contains(hash) || run.Desk.House.Files.Has(hash))
        {
            return;
        }

        var path = Path.Combine(run.File.AttachmentFolder, hash);
        if (!File.Exists(path))
        {
            run.Findings.Fault(attachment.At, "sha256", $"the bytes of “{attachment.File.Name}” are missing; they belong into {path}.");
            return;
        }

        using var bytes = File.OpenRead(path);
        if (!string.Equals(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), hash, StringComparison.Ordinal))
        {
            run.Findings.Fault(attachment.At, "sha256", $"the bytes in {path} are not those of “{attachment.File.Name}”: their SHA-256 is another one.");
            return;
        }

        if (bytes.Length != attachment.File.Size)
        {
            run.Findings.Fault(attachment.At, "size", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path} has {bytes.Length} bytes, not {attachment.File.Size}."));
        }

        _files.Add(hash);
    }
}
