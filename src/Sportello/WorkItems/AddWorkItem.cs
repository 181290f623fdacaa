using Microsoft.EntityFrameworkCore;
using Sportello.Access;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.WorkItems;

/// <summary>What a new work item is made of. Project, people and test suite by the names people use.</summary>
public sealed record NewWorkItem(string Name)
{
    /// <summary>None = that of the first ticket it serves.</summary>
    public string? Project { get; init; }

    public string? Description { get; init; }

    public WorkType Type { get; init; } = WorkType.Other;

    /// <summary>None = issued when it is made for a ticket, else still being drafted.</summary>
    public WorkItemStatus? Status { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    public string? Developer { get; init; }

    public string? Tester { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? PlannedEnd { get; init; }

    public string? Suite { get; init; }

    /// <summary>The numbers of the tickets it serves from the start; each of them then has its tasks issued.</summary>
    public IReadOnlyList<int> Tickets { get; init; } = [];
}

public sealed class AddWorkItem(Desk desk)
{
    /// <returns>The number of the new work item.</returns>
    public async Task<int> Run(NewWorkItem what, CancellationToken stop)
    {
        var tickets = new List<Ticket>();
        foreach (var number in what.Tickets.Distinct())
        {
            tickets.Add(await desk.Tickets.Get(number, Right.LinkWork, stop));
        }

        var project = string.IsNullOrWhiteSpace(what.Project)
            ? await desk.Projects.Get(tickets.Count > 0 ? tickets[0].ProjectId : throw Refusal.Invalid("project", Said.Of("refusal.work.project")), Right.AddWork, stop)
            : await desk.Projects.Get(what.Project, Right.AddWork, stop);
        var by = desk.Stamp;
        var people = new WorkPeople(desk, project.Id);
        var (developer, tester) = (await people.Find(what.Developer, "developer", stop), await people.Find(what.Tester, "tester", stop));
        var suite = await people.Suite(what.Suite, stop);
        await desk.Begin(stop);
        var item = new WorkItem(await desk.NextNumber("work-item", stop), project.Id, what.Name, by);
        item.Describe(what.Description ?? "", by);
        item.SetType(what.Type, by);
        item.SetPriority(what.Priority, by);
        item.DevelopedBy(developer, null, by);
        item.TestedBy(tester, null, by);
        item.Attach(suite, null, by);
        item.Plan(what.Start, what.PlannedEnd, by);
        item.MoveTo(what.Status ?? (tickets.Count > 0 ? WorkItemStatus.Issued : WorkItemStatus.Drafting), desk.Today, by);
        desk.Db.Add(item);
        await desk.Flush(stop);
        foreach (var ticket in tickets)
        {
            Linking.Join(desk, ticket, item);
        }

        await desk.Save(stop);
        return item.Number;
    }
}
