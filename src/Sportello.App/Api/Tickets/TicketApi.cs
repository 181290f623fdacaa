using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

internal static class TicketApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", Me).Shows<Sportello.Access.Actor>().Gives<MeJson>().WithSummary("Say who the token belongs to, and what it may");
        api.MapGet("/tickets", List).Shows<TicketList>().Gives<ListJson<TicketRowJson>>().WithSummary("List the tickets within reach");
        api.MapPost("/tickets", Open).Runs<OpenTicket>().Gives<TicketJson>(StatusCodes.Status201Created).WithSummary("Open a ticket");
        api.MapGet("/tickets/{number:int}", Read).Shows<TicketPage>().Gives<TicketJson>().WithSummary("Read a ticket, and what you may do with it");
        api.MapPatch("/tickets/{number:int}", Change).Runs<ChangeTicket>().Takes<TicketPatch>().Gives<TicketJson>().IfMatch().WithSummary("Change a ticket: subject, kind, status, priority, assignee, fields");
        api.MapGet("/tickets/{number:int}/comments", Comments).Shows<TicketPage>().Gives<ListJson<CommentJson>>().WithSummary("Read the conversation of a ticket");
        api.MapPost("/tickets/{number:int}/comments", Comment).Runs<ReplyToTicket>().Gives<CommentJson>(StatusCodes.Status201Created).IfMatch().WithSummary("Reply to a ticket, or write an internal note");
        api.MapGet("/tickets/{number:int}/attachments", Attachments).Shows<TicketPage>().Gives<ListJson<AttachmentJson>>().WithSummary("List the files of a ticket");
        api.MapGet("/tickets/{number:int}/attachments/{id:long}", Download).Shows<TicketPage>().GivesBytes().WithSummary("Download a file of a ticket");
        api.MapGet("/tickets/{number:int}/history", History).Shows<TicketPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a ticket");
        api.MapGet("/tickets/{number:int}/work-items", Work).Shows<TicketPage>().Gives<ListJson<WorkJson>>().WithSummary("List the work that a ticket caused");
    }

    private static IResult Me(ApiVisitor visitor) => Results.Ok(new MeJson(
        visitor.Desk.Actor.Name, visitor.Desk.Actor.Superuser, [.. visitor.Desk.Actor.Permissions.Keys.Order(StringComparer.Ordinal)]));

    private static async Task<IResult> List(
        ApiVisitor visitor,
        [FromQuery] string? status,
        [FromQuery] string? project,
        [FromQuery] string? assignee,
        [FromQuery] string? requester,
        [FromQuery] string? kind,
        [FromQuery] string? priority,
        [FromQuery] string? opened,
        [FromQuery] string? since,
        [FromQuery] bool? snoozed,
        [FromQuery] string? q,
        [FromQuery] string? sort,
        [FromQuery] int? limit,
        [FromQuery] string? after)
    {
        var filter = (string.IsNullOrEmpty(status) ? new TicketFilter() : TicketFilter.OfStatus(status)) with
        {
            Project = project,
            Assignee = assignee,
            Requester = requester,
            Kind = Choice.Of<TicketKind>("kind", kind),
            Priority = Choice.Of<Priority>("priority", priority),
            Opened = opened,
            Since = since,
            Snoozed = snoozed,
            Words = q,
            Sort = TicketFilter.SortOf(sort),
            Limit = Limit.Of(limit, TicketFilter.MostRows),
            After = after,
        };
        var rows = await new TicketList(visitor.Desk).Run(filter, visitor.Stop);
        return Results.Ok(new ListJson<TicketRowJson>([.. rows.Items.Select(TicketRowJson.Of)], rows.Next));
    }

    private static async Task<IResult> Open(ApiVisitor visitor, [FromBody] TicketToOpen form)
    {
        var number = await new OpenTicket(visitor.Desk).Run(form.Read() with { Files = UploadApi.Read(visitor, form.Files) }, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/tickets/{number}", await Json(visitor, number));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, int number) => Results.Ok(await Json(visitor, number));

    private static async Task<IResult> Change(ApiVisitor visitor, int number, [FromBody] JsonElement changes)
    {
        await new ChangeTicket(visitor.Desk).Run(number, ChangesOf(Patch.Members(changes)) with { SeenVersion = visitor.IfMatch }, visitor.Stop);
        return Results.Ok(await Json(visitor, number));
    }

    private static async Task<IResult> Comments(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<CommentJson>([.. ticket.Comments.Select(CommentJson.Of)], null));
    }

    private static async Task<IResult> Comment(ApiVisitor visitor, int number, [FromBody] CommentToWrite form)
    {
        var id = await new ReplyToTicket(visitor.Desk).Run(number, form.Read() with { Files = UploadApi.Read(visitor, form.Files), SeenVersion = visitor.IfMatch }, visitor.Stop);
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/tickets/{number}/comments", CommentJson.Of(ticket.Comments.Single(c => c.Id == id)));
    }

    private static async Task<IResult> Attachments(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<AttachmentJson>([.. ticket.Comments.SelectMany(c => c.Attachments).Select(AttachmentJson.Of)], null));
    }

    private static async Task<IResult> Download(ApiVisitor visitor, int number, long id)
    {
        var file = await new TicketPage(visitor.Desk).Attachment(number, id, visitor.Stop);
        return Results.Stream(visitor.Desk.House.Files.Open(file.Sha256), "application/octet-stream", file.Name, enableRangeProcessing: true);
    }

    private static async Task<IResult> History(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(HistoryJson.List(ticket.History));
    }

    private static async Task<IResult> Work(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<WorkJson>([.. ticket.Work.Select(w => new WorkJson(w.Number, w.Name, Name.Of(w.Status)))], null));
    }

    internal static async Task<TicketJson> Json(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        visitor.Tag(ticket.Version);
        return TicketJson.Of(ticket);
    }

    /// <summary>A member that is absent stays as it is; an assignee of null hands the ticket back.</summary>
    internal static TicketChanges ChangesOf(IEnumerable<JsonProperty> members)
    {
        var changes = new TicketChanges();
        foreach (var member in members)
        {
            if (string.Equals(member.Name, "fields", StringComparison.Ordinal))
            {
                changes = changes with { Fields = FieldsJson.Read(member.Value) };
                continue;
            }

            var (name, text) = (member.Name, Patch.Text(member));
            changes = (name, text) switch
            {
                ("subject", { }) => changes with { Subject = text },
                ("kind", { }) => changes with { Kind = Choice.Of<TicketKind>("kind", text) },
                ("status", { }) => changes with { Status = Choice.Of<TicketStatus>("status", text) },
                ("priority", { }) => changes with { Priority = Choice.Of<Priority>("priority", text) },
                ("snoozed_until", _) => changes with { Snooze = SnoozeOf(text) },
                ("assignee", _) => changes with { SetAssignee = true, Assignee = text },
                ("subject" or "kind" or "status" or "priority", null) => throw Refusal.Invalid(name, "This cannot be empty."),
                _ => throw Refusal.Invalid(name, "This member cannot be changed; subject, kind, status, priority, assignee, snoozed_until and fields can."),
            };
        }

        return changes;
    }

    private static SnoozeTo SnoozeOf(string? text) =>
        text is null ? new(SnoozeChoice.Wake)
        : DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? new(SnoozeChoice.At, at.UtcDateTime)
        : throw Refusal.Invalid("snoozed_until", "A moment as in RFC 3339 is needed, such as 2013-07-01T07:00:00Z; null wakes the ticket.");
}
