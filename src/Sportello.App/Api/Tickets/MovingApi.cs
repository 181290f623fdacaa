using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Tickets;

namespace Sportello.App.Api.Tickets;

/// <summary>Comments that go to where they belong, and back.</summary>
internal static class MovingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/tickets/{number:int}/comments/{id:long}/split", Split).Runs<SplitTicket>().Gives<TicketJson>(StatusCodes.Status201Created).WithSummary("Make a ticket of a comment");
        api.MapPost("/tickets/{number:int}/comments/{id:long}/move", Move).Runs<MoveComment>().Gives<TicketJson>().WithSummary("Move a comment to another ticket, which is given back");
        api.MapPost("/tickets/{number:int}/comments/{id:long}/move-back", Back).Runs<MoveCommentBack>().Gives<TicketJson>().WithSummary("Move a comment back to where it came from");
    }

    private static async Task<IResult> Split(ApiVisitor visitor, int number, long id, [FromBody] CommentToSplit form)
    {
        var made = await new SplitTicket(visitor.Desk).Run(number, id, new(form.Subject ?? "", Choice.Of<TicketKind>("kind", form.Kind)), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/tickets/{made}", await TicketApi.Json(visitor, made));
    }

    private static async Task<IResult> Move(ApiVisitor visitor, int number, long id, [FromBody] CommentToMove form)
    {
        var to = form.To ?? throw Refusal.Invalid("to", "The number of the ticket it goes to is needed.");
        await new MoveComment(visitor.Desk).Run(number, id, to, visitor.Stop);
        return Results.Ok(await TicketApi.Json(visitor, to));
    }

    private static async Task<IResult> Back(ApiVisitor visitor, int number, long id) =>
        Results.Ok(await TicketApi.Json(visitor, await new MoveCommentBack(visitor.Desk).Run(number, id, visitor.Stop)));
}

/// <param name="Subject">Of the new ticket.</param>
/// <param name="Kind">Absent = that of the ticket it comes from.</param>
internal sealed record CommentToSplit(string? Subject, string? Kind = null);

/// <param name="To">The number of the ticket it goes to.</param>
internal sealed record CommentToMove(int? To);
