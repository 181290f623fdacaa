using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Web.WorkItems;

/// <summary>The state of the board or the list: all of it stands in the URL, so that it can be shared.</summary>
public sealed record WorkQuery
{
    [FromQuery] public string? View { get; init; }

    [FromQuery] public string? Status { get; init; }

    [FromQuery] public string? Project { get; init; }

    [FromQuery] public string? Developer { get; init; }

    [FromQuery] public string? Tester { get; init; }

    [FromQuery] public string? Type { get; init; }

    [FromQuery] public string? Sort { get; init; }

    [FromQuery] public string? After { get; init; }

    public bool IsList => string.Equals(View, "list", StringComparison.Ordinal);

    public bool Filtered => new[] { Project, Developer, Tester, Type }.Any(v => !string.IsNullOrEmpty(v));

    public WorkItemFilter Filter => WorkItemFilter.OfStatus(Status) with
    {
        Project = Given(Project),
        Developer = Given(Developer),
        Tester = Given(Tester),
        Type = Name.TryRead<WorkType>(Type, out var type) ? type : null,
        Sort = WorkItemFilter.SortOf(Sort),
        After = After,
    };

    /// <summary>The same with one thing changed; always from its first page.</summary>
    public string With(string name, string? value) => At("/work-items", name, value);

    public string At(string path, string? name = null, string? value = null)
    {
        IEnumerable<(string Name, string? Value)> state =
            [("view", View), ("status", Status), ("project", Project), ("developer", Developer), ("tester", Tester), ("type", Type), ("sort", Sort)];
        return Address.Of(path, state.Where(p => !string.Equals(p.Name, name, StringComparison.Ordinal)).Append((name ?? "", value)));
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
