using Sportello.Words;

namespace Sportello.Tickets;

public enum TicketSort
{
    /// <summary>Last change first: the usual order of our own side.</summary>
    UpdatedDown,
    UpdatedUp,

    /// <summary>Newest first: the usual order of customers, who must not learn from the order when something internal happened.</summary>
    NumberDown,
    NumberUp,

    /// <summary>What is due first: of what is late, and of nothing else.</summary>
    DueUp,

    /// <summary>What comes back first: of what is put off, and of nothing else.</summary>
    BackUp,

    /// <summary>Last opened first: of what was opened within some days.</summary>
    OpenedDown,
}

/// <summary>Which tickets a list shows. Names are those of the URL and the API.</summary>
public sealed record TicketFilter
{
    public const int MostRows = 200;

    /// <summary>Empty = any.</summary>
    public IReadOnlyList<TicketStatus> Statuses { get; init; } = [];

    /// <summary>Only those that are not closed; the usual list.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Only those whose next target has been used up; for who works on them.</summary>
    public bool Overdue { get; init; }

    /// <summary>Only those that are put off, or only those that are not; none = both. To who does not work on a ticket it is never put off.</summary>
    public bool? Snoozed { get; init; }

    public string? Project { get; init; }

    /// <summary>A username or name, <c>me</c>, or <c>none</c>.</summary>
    public string? Assignee { get; init; }

    public string? Requester { get; init; }

    public TicketKind? Kind { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>Only those opened in a year, a month or a day (<see cref="DaySpan"/>), by the reader's clock; the last opened first.</summary>
    public string? Opened { get; init; }

    /// <summary>Only those on which something has happened since a day began, by the reader's clock.</summary>
    public string? Since { get; init; }

    /// <summary>Words that subject or conversation hold, as the search finds them.</summary>
    public string? Words { get; init; }

    public TicketSort? Sort { get; init; }

    public int Limit { get; init; } = 50;

    /// <summary>The opaque cursor of the page before.</summary>
    public string? After { get; init; }

    /// <summary><c>open</c>, <c>any</c>, or names of statuses with commas between.</summary>
    public static TicketFilter OfStatus(string status) => status switch
    {
        "open" => new() { OpenOnly = true },
        "any" => new(),
        _ => new()
        {
            Statuses = [.. status.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(s => Name.TryRead<TicketStatus>(s, out var known)
                    ? known
                    : throw Refusal.Invalid("status", $"There is no status “{s}”; there are open, any, {Name.Choices<TicketStatus>()}."))],
        },
    };

    /// <summary>The names of the orders.</summary>
    public static IReadOnlyList<string> Sorts { get; } = ["-updated", "updated", "-number", "number"];

    public static TicketSort? SortOf(string? sort) => sort switch
    {
        null or "" => null,
        "-updated" => TicketSort.UpdatedDown,
        "updated" => TicketSort.UpdatedUp,
        "-number" or "-opened" => TicketSort.NumberDown,
        "number" or "opened" => TicketSort.NumberUp,
        _ => throw Refusal.Invalid("sort", $"The list cannot be sorted by “{sort}”; there are updated, number and opened, with a minus before for the reverse."),
    };
}

public sealed record TicketRow(
    int Number,
    string Subject,
    TicketKind Kind,
    TicketStatus Status,
    Priority Priority,
    string Project,
    string? Requester,
    string? Assignee,
    DateTime OpenedAt,
    DateTime ActiveAt,
    bool ActiveByStaff,
    int? Comments,
    int Version,
    DateTime? DueAt = null)
{
    /// <summary>Until when it is put off; for who works on it.</summary>
    public DateTime? SnoozedUntil { get; init; }

    public string? SnoozedBy { get; init; }
}
