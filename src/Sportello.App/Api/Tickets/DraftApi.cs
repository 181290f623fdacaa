using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

/// <summary>What one has begun to write and not sent: the same draft that the web goes on with. Sending by program leaves it as it is.</summary>
internal static class DraftApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tickets/{number:int}/draft", Reply).Shows<TicketPage>().Gives<ReplyDraftJson>().WithSummary("Read what you have begun to write to a ticket");
        api.MapPut("/tickets/{number:int}/draft", KeepReply).Runs<KeepDraft>().GivesNothing().WithSummary("Keep what you have begun to write to a ticket");
        api.MapDelete("/tickets/{number:int}/draft", DropReply).Runs<KeepDraft>().GivesNothing().WithSummary("Throw away what you have begun to write to a ticket");
        api.MapGet("/tickets/draft", Ticket).Shows<KeepDraft>().Gives<TicketDraftJson>().WithSummary("Read what you have begun of a new ticket");
        api.MapPut("/tickets/draft", KeepTicket).Runs<KeepDraft>().GivesNothing().WithSummary("Keep what you have begun of a new ticket");
        api.MapDelete("/tickets/draft", DropTicket).Runs<KeepDraft>().GivesNothing().WithSummary("Throw away what you have begun of a new ticket");
    }

    private static async Task<IResult> Reply(ApiVisitor visitor, int number)
    {
        var draft = (await new TicketPage(visitor.Desk).Run(number, visitor.Stop)).Draft;
        return Results.Ok(new ReplyDraftJson(draft?.At, Of(draft, KeepDraft.Body), Of(draft, KeepDraft.Internal) is "true", Of(draft, "Status")));
    }

    private static Task<IResult> KeepReply(ApiVisitor visitor, int number, [FromBody] ReplyDraft form) => Keep(
        visitor,
        number,
        (KeepDraft.Body, form.Body),
        (KeepDraft.Internal, form.Internal ? "true" : null),
        ("Status", Choice.Of<TicketStatus>("status", form.Status) is { } status ? Name.Of(status) : null));

    private static Task<IResult> DropReply(ApiVisitor visitor, int number) => Keep(visitor, number);

    private static async Task<IResult> Ticket(ApiVisitor visitor)
    {
        var draft = await new KeepDraft(visitor.Desk).OfNewTicket(visitor.Stop);
        return Results.Ok(new TicketDraftJson(
            draft?.At, Of(draft, "Project"), Of(draft, "Kind"), Of(draft, "Priority"), Of(draft, "Requester"), Of(draft, KeepDraft.Subject), Of(draft, KeepDraft.Body)));
    }

    private static Task<IResult> KeepTicket(ApiVisitor visitor, [FromBody] TicketDraft form) => Keep(
        visitor,
        null,
        ("Project", form.Project),
        ("Kind", Choice.Of<TicketKind>("kind", form.Kind) is { } kind ? Name.Of(kind) : null),
        ("Priority", Choice.Of<Priority>("priority", form.Priority) is { } priority ? Name.Of(priority) : null),
        ("Requester", form.Requester),
        (KeepDraft.Subject, form.Subject),
        (KeepDraft.Body, form.Body));

    private static Task<IResult> DropTicket(ApiVisitor visitor) => Keep(visitor, null);

    /// <summary>By the names of the fields that the forms of the web have.</summary>
    private static async Task<IResult> Keep(ApiVisitor visitor, int? number, params (string Name, string? Value)[] fields)
    {
        await new KeepDraft(visitor.Desk).Run(number, fields.Where(f => !string.IsNullOrEmpty(f.Value)).ToDictionary(f => f.Name, f => f.Value!, StringComparer.Ordinal), visitor.Stop);
        return Results.NoContent();
    }

    private static string? Of(UnsentText? draft, string field) => draft?.Fields.GetValueOrDefault(field);
}

internal sealed record ReplyDraft(string? Body, bool Internal = false, string? Status = null);

internal sealed record TicketDraft(string? Project, string? Kind, string? Priority, string? Requester, string? Subject, string? Body);

/// <param name="At">When it was last kept; null = there is none.</param>
internal sealed record ReplyDraftJson(DateTime? At, string? Body, bool Internal, string? Status);

/// <param name="At">When it was last kept; null = there is none.</param>
internal sealed record TicketDraftJson(DateTime? At, string? Project, string? Kind, string? Priority, string? Requester, string? Subject, string? Body);
