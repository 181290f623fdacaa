using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

public sealed record NewTicketForm
{
    public string? Project { get; init; }

    public string? Kind { get; init; }

    public string? Priority { get; init; }

    public string? Subject { get; init; }

    public string? Body { get; init; }

    public string? Requester { get; init; }

    /// <summary>Uploads that were kept while the form came back with an error.</summary>
    public IReadOnlyList<KeptFile> Files { get; init; } = [];

    /// <summary>What is kept of it while it is not sent.</summary>
    public IEnumerable<(string Name, string? Value)> Fields =>
        [(nameof(Project), Project), (nameof(Kind), Kind), (nameof(Priority), Priority), (nameof(Requester), Requester), (nameof(Subject), Subject), (nameof(Body), Body)];

    public static NewTicketForm Of(UnsentText draft) => new()
    {
        Project = draft.Fields.GetValueOrDefault(nameof(Project)),
        Kind = draft.Fields.GetValueOrDefault(nameof(Kind)),
        Priority = draft.Fields.GetValueOrDefault(nameof(Priority)),
        Requester = draft.Fields.GetValueOrDefault(nameof(Requester)),
        Subject = draft.Fields.GetValueOrDefault(nameof(Subject)),
        Body = draft.Fields.GetValueOrDefault(nameof(Body)),
    };

    /// <summary>What was typed into the projects' own fields.</summary>
    public IReadOnlyDictionary<string, string?> Own { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public NewTicket Read(IReadOnlyList<KeptFile> files) => new(
        string.IsNullOrEmpty(Project) ? throw Refusal.Invalid("project", "Choose the project that this is about.") : Project,
        Name.TryRead<TicketKind>(Kind, out var kind) ? kind : TicketKind.Consultation,
        Subject ?? "",
        Body ?? "")
    {
        Priority = Name.TryRead<Priority>(Priority, out var priority) ? priority : Sportello.Tickets.Priority.Normal,
        Requester = Requester,
        Files = [.. files.Select(f => f.File)],
        Fields = Own,
    };
}

public sealed record ReplyForm
{
    public string? Body { get; init; }

    public bool Internal { get; init; }

    public string? Status { get; init; }

    /// <summary>The version that the writer saw.</summary>
    public int? Version { get; init; }

    public IReadOnlyList<KeptFile> Files { get; init; } = [];

    /// <summary>What is kept of it while it is not sent.</summary>
    public IEnumerable<(string Name, string? Value)> Fields => [(nameof(Body), Body), (nameof(Internal), Internal ? "true" : "false"), (nameof(Status), Status)];

    public static ReplyForm Of(UnsentText draft) => new()
    {
        Body = draft.Fields.GetValueOrDefault(nameof(Body)),
        Internal = string.Equals(draft.Fields.GetValueOrDefault(nameof(Internal)), "true", StringComparison.Ordinal),
        Status = draft.Fields.GetValueOrDefault(nameof(Status)),
    };

    /// <summary>The status is only chosen: nothing is set before the person sends it.</summary>
    public static ReplyForm Of(AnswerDraft draft) => new() { Body = draft.Body, Status = Name.Of(draft.Status) };

    public NewComment Read(IReadOnlyList<KeptFile> files) => new(Body ?? "", Internal)
    {
        Status = Name.TryRead<TicketStatus>(Status, out var status) ? status : null,
        SeenVersion = Version,
        Files = [.. files.Select(f => f.File)],
    };
}

public sealed record PropertiesForm
{
    public string? Subject { get; init; }

    public string? Kind { get; init; }

    public string? Status { get; init; }

    public string? Priority { get; init; }

    /// <summary>Empty hands the ticket back; absent leaves it.</summary>
    public string? Assignee { get; init; }

    public bool SetAssignee { get; init; }

    public int? Version { get; init; }

    /// <summary>What was typed into the project's own fields.</summary>
    public IReadOnlyDictionary<string, string?> Own { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public TicketChanges Read() => new()
    {
        Subject = string.IsNullOrWhiteSpace(Subject) ? null : Subject,
        Kind = Name.TryRead<TicketKind>(Kind, out var kind) ? kind : null,
        Status = Name.TryRead<TicketStatus>(Status, out var status) ? status : null,
        Priority = Name.TryRead<Priority>(Priority, out var priority) ? priority : null,
        SetAssignee = SetAssignee,
        Assignee = Assignee,
        Fields = Own,
        SeenVersion = Version,
    };
}
