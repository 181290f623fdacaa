using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>The state of the list: all of it stands in the URL, so that it can be shared.</summary>
public sealed record ListQuery
{
    [FromQuery] public string? View { get; init; }

    [FromQuery] public string? Status { get; init; }

    [FromQuery] public string? Project { get; init; }

    [FromQuery] public string? Assignee { get; init; }

    [FromQuery] public string? Requester { get; init; }

    [FromQuery] public string? Kind { get; init; }

    [FromQuery] public string? Priority { get; init; }

    [FromQuery] public string? Opened { get; init; }

    [FromQuery] public string? Since { get; init; }

    /// <summary>Words to look for.</summary>
    [FromQuery] public string? Q { get; init; }

    /// <summary>All of the filter as one line, as it was just typed.</summary>
    [FromQuery] public string? Line { get; init; }

    /// <summary>What was just done to many, to be told of.</summary>
    [FromQuery] public long? Done { get; init; }

    [FromQuery] public string? Sort { get; init; }

    [FromQuery] public string? After { get; init; }

    /// <summary>The view with a name that this is.</summary>
    [FromQuery] public long? Saved { get; init; }

    /// <summary>The columns beside number and subject, with commas between.</summary>
    [FromQuery] public string? Columns { get; init; }

    public static IReadOnlyList<string> AllColumns { get; } = ["project", "requester", "assignee", "kind", "priority", "status", "opened"];

    /// <summary>The columns that are shown, in their usual order.</summary>
    public IReadOnlyList<string> Shown => Columns is null ? ["project", "requester", "assignee"] : [.. AllColumns.Intersect(Columns.Split(','), StringComparer.Ordinal)];

    /// <summary>What stands behind the question mark, as a view keeps it.</summary>
    public string Kept => (this with { Saved = null }).With("after", null).Split('?').ElementAtOrDefault(1) ?? "";

    public static ListQuery Of(string state)
    {
        var given = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(state);
        return new()
        {
            View = given.GetValueOrDefault("view"),
            Status = given.GetValueOrDefault("status"),
            Project = given.GetValueOrDefault("project"),
            Assignee = given.GetValueOrDefault("assignee"),
            Requester = given.GetValueOrDefault("requester"),
            Kind = given.GetValueOrDefault("kind"),
            Priority = given.GetValueOrDefault("priority"),
            Opened = given.GetValueOrDefault("opened"),
            Since = given.GetValueOrDefault("since"),
            Q = given.GetValueOrDefault("q"),
            Sort = given.GetValueOrDefault("sort"),
            Columns = given.GetValueOrDefault("columns"),
        };
    }

    /// <summary>Where a view is looked at.</summary>
    public static string Address(string state, long id) => $"/tickets?{state}{(state.Length > 0 ? "&" : "")}saved={id.ToString(CultureInfo.InvariantCulture)}";

    public string CurrentView => View is "mine" or "unassigned" or "new" or "returned" or "overdue" or "snoozed" or "asked" or "closed" or "all" ? View : "open";

    public bool Filtered => new[] { Status, Project, Assignee, Requester, Kind, Priority, Opened, Since, Q }.Any(v => !string.IsNullOrEmpty(v));

    public TicketFilter Filter => OfView with
    {
        Project = Given(Project),
        Assignee = Given(Assignee) ?? OfView.Assignee,
        Requester = Given(Requester) ?? OfView.Requester,
        Kind = Name.TryRead<TicketKind>(Kind, out var kind) ? kind : null,
        Priority = Name.TryRead<Priority>(Priority, out var priority) ? priority : null,
        Opened = Given(Opened),
        Since = Given(Since),
        Words = Given(Q),
        Sort = TicketFilter.SortOf(Sort),
        After = After,
    };

    private TicketFilter OfView => (Given(Status), CurrentView) switch
    {
        ({ } status, _) => TicketFilter.OfStatus(status),
        (_, "mine") => new() { OpenOnly = true, Snoozed = false, Assignee = "me" },
        (_, "asked") => new() { Requester = "me" },
        (_, "unassigned") => new() { OpenOnly = true, Snoozed = false, Assignee = "none" },
        (_, "new") => new() { Statuses = [TicketStatus.New], Snoozed = false },
        (_, "returned") => new() { Statuses = [TicketStatus.Returned], Snoozed = false },
        (_, "snoozed") => new() { Snoozed = true },
        (_, "overdue") => new() { Overdue = true },
        (_, "closed") => new() { Statuses = [TicketStatus.Closed] },
        (_, "all") => new(),
        _ => new() { OpenOnly = true },
    };

    /// <summary>The same list with one thing changed; always from its first page.</summary>
    public string With(string name, string? value) => At("/tickets", name, value);

    /// <summary>The page that is shown.</summary>
    public string Here => With("after", After);

    public string File => At("/tickets.csv", "after", null);

    private string At(string path, string name, string? value) =>
        Shared.Address.Of(path, State.Concat([("q", Q), ("columns", Columns), ("saved", Saved?.ToString(CultureInfo.InvariantCulture))]).Prepend(("view", View)).Where(p => !string.Equals(p.Item1, name, StringComparison.Ordinal)).Append((name, value)));

    /// <summary>What the filter's fields do not show and its form carries along.</summary>
    public IEnumerable<(string Name, string? Value)> Carried =>
        new[] { ("view", View), ("columns", Columns), ("q", Q), ("opened", Opened), ("since", Since), ("sort", Sort) }.Where(p => p.Item2 is not null);

    /// <summary>The same view, filtered as the line says.</summary>
    public string Said(IReadOnlyDictionary<string, string> line) => Shared.Address.Of("/tickets", line.Select(p => (p.Key, (string?)p.Value)).Prepend(("view", View)).Append(("columns", Columns)));

    /// <summary>The filter as a line, for the box to edit it in.</summary>
    public string AsLine => Line ?? QueryLine.Write(State, Q);

    private IEnumerable<(string Name, string? Value)> State =>
        [("status", Status), ("project", Project), ("assignee", Assignee), ("requester", Requester), ("kind", Kind), ("priority", Priority), ("opened", Opened), ("since", Since), ("sort", Sort)];

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
