using Sportello.Access;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.WorkItems;

/// <summary>A value that is meant, also when it is none: as against one that is not spoken of.</summary>
public readonly record struct SetTo<T>(T Value);

/// <summary>Changes of a work item; what is null stays as it is.</summary>
public sealed record WorkItemChanges
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public WorkType? Type { get; init; }

    public WorkItemStatus? Status { get; init; }

    public Priority? Priority { get; init; }

    public SetTo<string?>? Developer { get; init; }

    public SetTo<string?>? Tester { get; init; }

    public SetTo<DateOnly?>? Start { get; init; }

    public SetTo<DateOnly?>? PlannedEnd { get; init; }

    public SetTo<string?>? Suite { get; init; }

    public int? SeenVersion { get; init; }
}

public sealed class ChangeWorkItem(Desk desk)
{
    public async Task<int> Run(int number, WorkItemChanges what, CancellationToken stop)
    {
        var item = await desk.WorkItems.Get(number, Right.EditWork, stop);
        SeenWork.Demand(item, what.SeenVersion);
        var by = desk.Stamp;
        item.Rename(what.Name ?? item.Name, by);
        item.Describe(what.Description ?? item.Description, by);
        item.SetType(what.Type ?? item.WorkType, by);
        item.SetPriority(what.Priority ?? item.Priority, by);
        item.Plan((what.Start ?? new(item.Start)).Value, (what.PlannedEnd ?? new(item.PlannedEnd)).Value, by);
        await GiveTo(item, what, stop);
        var open = item.Open;
        item.MoveTo(what.Status ?? item.Status, desk.Today, by);
        if (open && !item.Open)
        {
            await LastWork.Tell(desk, item, stop);
        }

        await desk.Save(stop);
        return item.Version;
    }

    private async Task GiveTo(WorkItem item, WorkItemChanges what, CancellationToken stop)
    {
        var people = new WorkPeople(desk, item.ProjectId);
        if (what.Developer is { } developer && !await IsAlready(item.DeveloperId, developer.Value, stop))
        {
            item.DevelopedBy(await people.Find(developer.Value, "developer", stop), await people.NameOf(item.DeveloperId, stop), desk.Stamp);
        }

        if (what.Tester is { } tester && !await IsAlready(item.TesterId, tester.Value, stop))
        {
            item.TestedBy(await people.Find(tester.Value, "tester", stop), await people.NameOf(item.TesterId, stop), desk.Stamp);
        }

        if (what.Suite is { } suite)
        {
            item.Attach(await people.Suite(suite.Value, stop), await people.SuiteName(item.SuiteId, stop), desk.Stamp);
        }
    }

    /// <summary>Whoever has it keeps it, even if they could not be given it now.</summary>
    private async Task<bool> IsAlready(long? now, string? called, CancellationToken stop) =>
        now is not null && !string.IsNullOrWhiteSpace(called) && await Directory.Lookup.FindContact(desk, called, stop) == now;
}

/// <summary>Whoever saw an older version is told before anything is written.</summary>
internal static class SeenWork
{
    public static void Demand(WorkItem item, int? seenVersion)
    {
        if (seenVersion is { } seen && seen != item.Version)
        {
            throw Refusal.Conflict(Said.Of("refusal.work.changed"));
        }
    }
}
