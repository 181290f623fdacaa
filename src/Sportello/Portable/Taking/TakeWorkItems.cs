using Microsoft.EntityFrameworkCore;
using Sportello.Data;
using Sportello.History;
using Sportello.Portable.Forms;
using Sportello.Portable.Reading;
using Sportello.WorkItems;

namespace Sportello.Portable.Taking;

/// <summary>Takes work items with their comments, a batch at a time.</summary>
internal sealed class TakeWorkItems(ImportRun run)
{
    private readonly NumberSet _seen = new();

    public int Greatest { get; private set; }

    /// <summary>It stands in the file and is here.</summary>
    public void Met(int number) => _seen.Add(number);

    public async Task Run(IReadOnlyList<WorkItemForm> forms, CancellationToken stop)
    {
        var db = run.Desk.Db;
        var numbers = forms.Select(f => f.Number).ToList();
        var known = await db.WorkItems.Include(w => w.Comments).Where(w => numbers.Contains(w.Number)).ToDictionaryAsync(w => w.Number, stop);
        var taken = new List<Taken<WorkItem>>();
        foreach (var form in forms)
        {
            if (Check(form, known.GetValueOrDefault(form.Number)) is { } ready)
            {
                taken.Add(Take(form, ready));
            }
            else
            {
                run.FaultyWorkItems.Add(form.Number);
            }
        }

        await run.Settle(PortableTypes.WorkItem, Subject.WorkItem, taken, w => (w.Id, w.Version), stop);
    }

    public Task RaiseCounter(CancellationToken stop) => run.Desk.Sql.Run(
        "update counter set value = @greatest where name = 'work-item' and value < @greatest", stop, ("@greatest", (long)Greatest));

    private Ready? Check(WorkItemForm form, WorkItem? known)
    {
        if (form.Number > 0 && !_seen.Add(form.Number))
        {
            run.Findings.Fault(form.At, "number", "stands in this file twice; once is enough.");
            return null;
        }

        var faults = run.Findings.FaultCount;
        if (known is null && form.Project.Value is null && !form.At.Faulty)
        {
            run.Findings.Fault(form.At, "project", "is needed: the name of a project.");
        }

        if (known is null && string.IsNullOrWhiteSpace(form.Name.Value) && !form.At.Faulty)
        {
            run.Findings.Fault(form.At, "name", "is needed: a few words that say what is to be done.");
        }

        var complete = true;
        long? Key(bool given, long? found, long? usual)
        {
            complete &= !given || found is not null;
            return given ? found : usual;
        }

        long? Person(Given<PersonRef?> who, long? usual) =>
            who.Is && who.Value is null ? null : Key(who.Is, who.Value is { } person ? run.People.Find(form.At, person) : null, usual);

        var project = Key(form.Project.Value is not null, form.Project.Value is { } p ? run.Projects.Find(form.At, "project", p) : null, known?.ProjectId);
        var suite = form.Suite is { Is: true, Value: null } ? null : Key(form.Suite.Is, form.Suite.Value is { } s ? run.Suites.Find(form.At, "suite", s) : null, known?.SuiteId);
        var authors = form.Comments.Select(run.AuthorOf).ToList();
        complete &= authors.TrueForAll(a => a is not null);
        var ready = new Ready(
            known, project ?? 0, Person(form.IssuedBy, known?.IssuedById), Person(form.Developer, known?.DeveloperId), Person(form.Tester, known?.TesterId), suite,
            [.. form.Comments.Zip(authors, (c, author) => (c, author ?? default))]);
        return complete && !form.At.Faulty && run.Findings.FaultCount == faults && project is not null ? ready : null;
    }

    private Taken<WorkItem> Take(WorkItemForm form, Ready ready)
    {
        var db = run.Desk.Db;
        var added = ready.Known is null;
        var item = ready.Known ?? db.Add(WorkItem.Imported(form.Number, new(ready.ProjectId, form.Name.Value!))).Entity;
        Greatest = Math.Max(Greatest, form.Number);
        var entry = db.Entry(item);
        item.Take(Filled(form, ready, item.Record));
        entry.DetectChanges();
        var changed = added ? [] : entry.Properties.Where(p => p.IsModified && p.Metadata.Name is not nameof(WorkItem.Open)).Select(p => Words.Name.Of(p.Metadata.Name)).ToList();
        if (Comment(item, ready.Comments))
        {
            changed.Add("comments");
        }

        if (!added && changed.Count > 0)
        {
            entry.Property(w => w.Version).CurrentValue++;
        }

        return new(item, added, changed.Count > 0, string.Join(", ", changed));
    }

    /// <summary>What the file says, and where it is silent what was there.</summary>
    private static WorkItemRecord Filled(WorkItemForm form, Ready ready, WorkItemRecord was) => new(ready.ProjectId, form.Name.Value ?? was.Name)
    {
        Description = form.Description.Or(was.Description) ?? "",
        Type = form.Type.Or(was.Type),
        Status = form.Status.Or(was.Status),
        Priority = form.Priority.Or(was.Priority),
        IssuedBy = ready.IssuedBy,
        Developer = ready.Developer,
        Tester = ready.Tester,
        Start = form.Start.Or(was.Start),
        PlannedEnd = form.PlannedEnd.Or(was.PlannedEnd),
        TestedAt = form.Tested.Or(was.TestedAt),
        FinishedAt = form.Finished.Or(was.FinishedAt),
        Suite = ready.Suite,
    };

    private static bool Comment(WorkItem item, IEnumerable<(CommentForm Form, Author Author)> comments)
    {
        var known = item.Comments.Select(c => (c.AuthorId, c.AuthorId is null ? c.AuthorName : "", Moment.ToStored(c.At), c.Body)).ToList();
        var any = false;
        foreach (var (form, author) in comments)
        {
            if (!known.Remove((author.ContactId, author.ContactId is null ? author.Name : "", Moment.ToStored(form.When), form.Body)))
            {
                any = true;
                item.Import(new WorkItemComment(item.Id, author.ContactId, author.Name, form.When, form.Body));
            }
        }

        return any;
    }

    private sealed record Ready(
        WorkItem? Known, long ProjectId, long? IssuedBy, long? Developer, long? Tester, long? Suite, IReadOnlyList<(CommentForm Form, Author Author)> Comments);
}
