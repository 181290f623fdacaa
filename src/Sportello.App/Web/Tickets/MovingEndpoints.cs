using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>Where a comment goes, as it was typed.</summary>
public sealed record MoveForm
{
    public string? Subject { get; init; }

    public string? Kind { get; init; }

    public string? To { get; init; }

    public NewFromComment New() => new(Subject ?? "", Name.TryRead<TicketKind>(Kind, out var kind) ? kind : null);

    public int Number() => PastedNumber.Of(To, "to");
}

/// <summary>A comment goes into a ticket of its own or into another, and back.</summary>
internal static class MovingEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/tickets/{number:int}/comments/{id:long}/move", Show).Shows<CommentToMove>();
        web.MapPost("/tickets/{number:int}/comments/{id:long}/split", Split).Runs<SplitTicket>();
        web.MapPost("/tickets/{number:int}/comments/{id:long}/move", Move).Runs<MoveComment>();
        web.MapPost("/tickets/{number:int}/comments/{id:long}/move-back", Back).Runs<MoveCommentBack>();
    }

    private static Task<IResult> Show(Visitor visitor, int number, long id) => PageOf(visitor, number, id, null, null);

    private static async Task<IResult> Split(Visitor visitor, HttpContext http, int number, long id, [FromForm] MoveForm? given)
    {
        var form = given ?? new MoveForm();
        try
        {
            var made = await new SplitTicket(visitor.Desk).Run(number, id, form.New(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("move.split", ("number", number)));
            return Answers.GoTo($"/tickets/{made}#c{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, number, id, form, refusal);
        }
    }

    private static async Task<IResult> Move(Visitor visitor, HttpContext http, int number, long id, [FromForm] MoveForm? given)
    {
        var form = given ?? new MoveForm();
        try
        {
            var to = form.Number();
            await new MoveComment(visitor.Desk).Run(number, id, to, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("move.done", ("number", number)));
            return Answers.GoTo($"/tickets/{to}#c{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is not RefusalReason.Denied)
        {
            // Whatever is wrong with the other ticket, that it is not there included, is said beside the field; who may not see this one gets no page.
            return await PageOf(visitor, number, id, form, new Refusal(RefusalReason.Invalid, refusal.Words ?? Said.Plain(refusal.Message), "to"));
        }
    }

    private static async Task<IResult> Back(Visitor visitor, HttpContext http, int number, long id)
    {
        try
        {
            var there = await new MoveCommentBack(visitor.Desk).Run(number, id, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("move.back.done"));
            return Answers.GoTo($"/tickets/{there}#c{id}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Conflict)
        {
            return await TicketEndpoints.TicketPageOf(visitor, number, new ReplyForm(), refusal);
        }
    }

    private static async Task<IResult> PageOf(Visitor visitor, int number, long id, MoveForm? form, Refusal? error)
    {
        var (ticket, comment) = await new CommentToMove(visitor.Desk).Run(number, id, visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("move.title"));
        return Answers.View<MovingView>(
            new { Page = page, Ticket = ticket, Comment = comment, Form = form ?? new MoveForm { Subject = ticket.Subject, Kind = Name.Of(ticket.Kind) }, Error = error, Prefix = visitor.Desk.House.Settings.Work.TicketPrefix },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
