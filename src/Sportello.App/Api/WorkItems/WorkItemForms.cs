using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Api.WorkItems;

/// <summary>A work item to make, as the caller writes it.</summary>
internal sealed record WorkItemToAdd(
    string? Name, string? Project, string? Description, string? WorkType, string? Status, string? Priority, string? Developer, string? Tester,
    string? Start, string? PlannedEnd, string? Suite, IReadOnlyList<int>? Tickets)
{
    public NewWorkItem Read() => new(Name ?? "")
    {
        Project = Project,
        Description = Description,
        Type = Choice.Of<WorkType>("work_type", WorkType) ?? Sportello.WorkItems.WorkType.Other,
        Status = Choice.Of<WorkItemStatus>("status", Status),
        Priority = Choice.Of<Priority>("priority", Priority) ?? Sportello.Tickets.Priority.Normal,
        Developer = Developer,
        Tester = Tester,
        Start = DayField.Read(Start, "start"),
        PlannedEnd = DayField.Read(PlannedEnd, "planned_end"),
        Suite = Suite,
        Tickets = Tickets ?? [],
    };
}

/// <summary>What may be changed of a work item; it is read member by member, since an absent developer is not none.</summary>
internal sealed record WorkItemPatch(
    string? Name, string? Description, string? WorkType, string? Status, string? Priority, string? Developer, string? Tester, string? Start, string? PlannedEnd, string? Suite);

internal sealed record WorkCommentToWrite(string? Body);

internal sealed record WorkToLink(int? Number);

internal sealed record WorkItemRowJson(
    int Number, string Project, string Name, string WorkType, string Status, string Priority, string? Developer, string? Tester, DateOnly? PlannedEnd, DateTime? Finished)
{
    public static WorkItemRowJson Of(WorkItemRow r) => new(
        r.Number, r.Project, r.Name, Words.Name.Of(r.Type), Words.Name.Of(r.Status), Words.Name.Of(r.Priority), r.Developer, r.Tester, r.PlannedEnd, r.FinishedAt);
}

internal sealed record WorkItemJson(
    int Number, string Project, string Name, string Description, string WorkType, string Status, string Priority, string? IssuedBy, string? Developer, string? Tester,
    DateOnly? Start, DateOnly? PlannedEnd, DateTime? Tested, DateTime? Finished, SuiteJson? Suite, IReadOnlyList<int> Tickets, int Version, IReadOnlyList<string> May)
{
    public static WorkItemJson Of(WorkItemView w) => new(
        w.Number, w.Project, w.Name, w.Description, Words.Name.Of(w.Type), Words.Name.Of(w.Status), Words.Name.Of(w.Priority), w.IssuedBy?.Name, w.Developer?.Name, w.Tester?.Name,
        w.Start, w.PlannedEnd, w.TestedAt, w.FinishedAt, w.Suite is { } s ? new(s.Name, s.RanAt, s.Tests, s.Failures, s.Skipped) : null,
        [.. w.Tickets.Select(t => t.Number)], w.Version, [.. w.May.Rights.Order().Select(r => Words.Name.Of(r))]);
}

internal sealed record SuiteJson(string Name, DateTime? Ran, int Tests, int Failures, int Skipped);

internal sealed record WorkCommentJson(long Id, string Author, DateTime At, string Body)
{
    public static WorkCommentJson Of(WorkComment c) => new(c.Id, c.Author, c.At, c.Body);
}

internal sealed record ServedTicketJson(int Number, string Project, string Subject, string Status);
