using Sportello.Directory;
using Sportello.Projects;
using Sportello.TestSuites;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.Demo;

/// <summary>The work that tickets cause, and some that nobody asked for: kept while the stories are told, written when their tickets have keys.</summary>
internal sealed class WorkBook(Cast cast, OfficeHours hours, Dice dice, DateTime now)
{
    private readonly List<Job> _jobs = [];

    /// <summary>Issues a work item for a ticket, or lets one that is still under way serve it too.</summary>
    /// <param name="what">Its name and, after a bar, its test suite.</param>
    /// <returns>When the work will be finished.</returns>
    public DateTime Issue(Scene scene, Ticket ticket, string what, DateTime at)
    {
        var parts = what.Split('|', StringSplitOptions.TrimEntries);
        var job = _jobs.Find(j => j.Project == scene.Project && string.Equals(j.Name, parts[0], StringComparison.Ordinal) && j.Finished > at);
        if (job is null)
        {
            job = new Job(scene.Project, parts[0], parts.Length > 1 ? parts[1] : null, TypeOf(scene.Story.Kind), at, hours.AfterDays(at, dice.Between(2, 15)), scene.Assignee)
            {
                Priority = ticket.Priority,
                Status = WorkItemStatus.Done,
            };
            _jobs.Add(job);
        }

        job.Tickets.Add(ticket);
        return job.Finished;
    }

    /// <summary>Plans of our own: most of them have not begun.</summary>
    public void AddOwn()
    {
        foreach (var line in StoryBook.OwnWork())
        {
            var at = hours.AfterDays(now.AddDays(-dice.Whole(6, 60)), 0);
            var type = Words.Name.TryRead<WorkType>(line[2], out var known) ? known : throw new FormatException($"“{line[2]}” is no type of work.");
            var status = Words.Name.TryRead<WorkItemStatus>(line[3], out var given) ? given : throw new FormatException($"“{line[3]}” is no status of work.");
            _jobs.Add(new Job(cast.Project(line[0]), line[1], line.Length > 4 ? line[4] : null, type, at, hours.AfterDays(at, 5), cast["vittorino"])
            {
                Status = status,
                Planned = true,
            });
        }
    }

    /// <returns>How many work items there are.</returns>
    public async Task<int> Write(Desk desk, IReadOnlyDictionary<Ticket, long> keys, CancellationToken stop)
    {
        var suites = Suites(desk);
        await desk.Flush(stop);
        var written = new List<(Job Job, WorkItem Item)>();
        foreach (var job in _jobs.OrderBy(j => j.Issued).ThenBy(j => j.Name, StringComparer.Ordinal))
        {
            var item = await Item(desk, job, suites, stop);
            desk.Db.Add(item);
            written.Add((job, item));
        }

        await desk.Flush(stop);
        desk.Db.AddRange(written.SelectMany(w => w.Job.Tickets.Select(t => new TicketWorkItem(keys[t], w.Item.Id))));
        desk.Db.AddRange(written.Where(w => w.Item.FinishedAt is not null).Select(w => new WorkItemComment(w.Item.Id, w.Item.TesterId, cast.NameOf(w.Item.TesterId), w.Item.TestedAt!.Value, $"Tested in {w.Job.Project.Name}: works as described in the ticket.")));
        await desk.Flush(stop);
        await new TestRecords([.. written.Where(w => w.Job.Suite is not null).Select(w => new SuiteWork(suites[w.Job.Suite!], w.Job.Type == WorkType.BugFix, w.Job.Issued, w.Item.FinishedAt))], hours, dice, now).Write(desk, stop);
        return written.Count;
    }

    private Dictionary<string, TestSuite> Suites(Desk desk)
    {
        string[] owners = ["luca", "daniele", "fabio", "sandro", "paolo"];
        var suites = _jobs.Select(j => j.Suite).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select((name, i) => new TestSuite(name, cast[owners[i % owners.Length]].Id)).ToDictionary(s => s.Name, StringComparer.Ordinal);
        desk.Db.AddRange(suites.Values);
        return suites;
    }

    private async Task<WorkItem> Item(Desk desk, Job job, Dictionary<string, TestSuite> suites, CancellationToken stop)
    {
        var status = job.Planned ? job.Status : StatusNow(job);
        var begun = status is not (WorkItemStatus.Drafting or WorkItemStatus.Planned or WorkItemStatus.NeedsSpecification);
        var record = new WorkItemRecord(job.Project.Id, job.Name)
        {
            Type = job.Type,
            Status = status,
            Priority = job.Priority,
            IssuedBy = job.IssuedBy.Id,
            Developer = begun ? Somebody("daniele", "daniele", "paolo", "fabio", "luca").Id : null,
            Tester = begun ? Somebody("luca", "sandro", "vittorino").Id : null,
            Start = begun ? hours.DayOf(job.Issued) : null,
            PlannedEnd = hours.DayOf(hours.AfterDays(job.Issued, dice.Whole(4, 12))),
            Suite = job.Suite is { } suite ? suites[suite].Id : null,
        };
        return WorkItem.Imported(await desk.NextNumber("work-item", stop), status != WorkItemStatus.Done ? record : record with
        {
            TestedAt = job.Issued + ((job.Finished - job.Issued) * 0.85),
            FinishedAt = job.Finished,
        });
    }

    /// <summary>How far the work has come by now.</summary>
    private WorkItemStatus StatusNow(Job job) => ((now - job.Issued) / (job.Finished - job.Issued)) switch
    {
        >= 1 => WorkItemStatus.Done,
        < 0.15 => WorkItemStatus.Issued,
        < 0.55 => WorkItemStatus.InProgress,
        < 0.7 => WorkItemStatus.HandedToTesting,
        < 0.85 => WorkItemStatus.InTesting,
        _ => dice.Chance(0.4) ? WorkItemStatus.FixBug : WorkItemStatus.HandedToReferenceTesting,
    };

    private static WorkType TypeOf(TicketKind kind) => kind switch
    {
        TicketKind.Bug => WorkType.BugFix,
        TicketKind.Enhancement => WorkType.Enhancement,
        _ => WorkType.Other,
    };

    private Contact Somebody(params string[] among) => cast[dice.Pick(among)];

    private sealed record Job(Project Project, string Name, string? Suite, WorkType Type, DateTime Issued, DateTime Finished, Contact IssuedBy)
    {
        public Priority Priority { get; init; } = Priority.Normal;

        public WorkItemStatus Status { get; init; }

        /// <summary>Its status is given, not a matter of time.</summary>
        public bool Planned { get; init; }

        public List<Ticket> Tickets { get; } = [];
    }
}
