using System.Text.Json;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

/// <summary>A ticket to open, as the caller writes it.</summary>
internal sealed record TicketToOpen(string? Project, string? Kind, string? Subject, string? Body, string? Requester, string? Assignee, string? Priority, JsonElement? Fields = null,
    IReadOnlyList<string>? Files = null)
{
    public NewTicket Read() => new(
        Project ?? throw Refusal.Invalid("project", "The name of the project is needed."),
        Choice.Of<TicketKind>("kind", Kind) ?? throw Refusal.Invalid("kind", $"The kind is needed: {Name.Choices<TicketKind>()}."),
        Subject ?? "",
        Body ?? "")
    {
        Requester = Requester,
        Assignee = Assignee,
        Priority = Choice.Of<Priority>("priority", Priority) ?? Sportello.Tickets.Priority.Normal,
        Origin = Origin.Api,
        Fields = Fields is { ValueKind: not JsonValueKind.Null } fields ? FieldsJson.Read(fields) : new Dictionary<string, string?>(StringComparer.Ordinal),
    };
}

/// <summary>What may be changed of a ticket; it is read member by member, since an absent assignee is not none.</summary>
internal sealed record TicketPatch(
    string? Subject, string? Kind, string? Status, string? Priority, string? Assignee, DateTime? SnoozedUntil, IReadOnlyDictionary<string, object?>? Fields);

internal sealed record MeJson(string Name, bool Superuser, IReadOnlyList<string> Permissions);

internal sealed record CommentToWrite(string? Body, bool Internal = false, string? Status = null, IReadOnlyList<string>? Files = null)
{
    public NewComment Read() => new(Body ?? "", Internal) { Status = Choice.Of<TicketStatus>("status", Status) };
}

internal sealed record TicketJson(
    int Number, string Project, string Organization, string Kind, string Status, string Priority, string Subject, string? Requester, string? Assignee,
    string Origin, DateTime Opened, DateTime Updated, DateTime? Closed, DateTime? SnoozedUntil, string? SnoozedBy, int? MergedInto, string? Rating, int Version, IReadOnlyDictionary<string, object?> Fields, IReadOnlyList<string> May)
{
    public static TicketJson Of(TicketView t) => new(
        t.Number, t.Project, t.Organization, Name.Of(t.Kind), Name.Of(t.Status), Name.Of(t.Priority), t.Subject, t.Requester?.Name, t.Assignee?.Name,
        Name.Of(t.Origin), t.OpenedAt, t.UpdatedAt, t.ClosedAt, t.SnoozedUntil, t.SnoozedBy, t.MergedInto, t.Rating is { } rating ? Name.Of(rating) : null, t.Version, FieldsJson.Write(t.Fields), [.. t.May.Rights.Order().Select(r => Name.Of(r))]);
}

internal sealed record TicketRowJson(
    int Number, string Project, string Kind, string Status, string Priority, string Subject, string? Requester, string? Assignee, DateTime Opened, DateTime Updated, DateTime? SnoozedUntil)
{
    public static TicketRowJson Of(TicketRow r) => new(
        r.Number, r.Project, Name.Of(r.Kind), Name.Of(r.Status), Name.Of(r.Priority), r.Subject, r.Requester, r.Assignee, r.OpenedAt, r.ActiveAt, r.SnoozedUntil);
}

internal sealed record AttachmentJson(long Id, string Name, string MediaType, long Size, string Sha256, bool Inline)
{
    public static AttachmentJson Of(AttachmentView a) => new(a.Id, a.Name, a.MediaType, a.Size, a.Sha256, a.Inline);
}

internal sealed record CommentJson(long Id, string Author, DateTime At, bool Internal, string Body, bool Automatic, string Door, int? MovedFrom, IReadOnlyList<AttachmentJson> Attachments)
{
    public static CommentJson Of(CommentView c) => new(
        c.Id, c.Author, c.At, c.Internal, c.Body, c.Automatic, Name.Of(c.Door), c.MovedFrom, [.. c.Attachments.Select(AttachmentJson.Of)]);
}

internal sealed record WorkJson(int Number, string Name, string Status);
