using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Mailroom.Outbox;
using Sportello.Notices;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>The mail of a ticket: who will get what is being written, taking it back before it leaves, and the letters themselves.</summary>
internal static class TicketMailEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/tickets/{number:int}/recipients", Recipients).Shows<RecipientsOf>();
        web.MapPost("/tickets/{number:int}/comments/{id:long}/withdraw", Withdraw).Runs<WithdrawReply>();
        web.MapGet("/tickets/{number:int}/comments/{id:long}/source", Source).Shows<CommentSource>();
    }

    private static async Task<IResult> Recipients(Visitor visitor, int number, [FromQuery] bool? @internal, [FromQuery] string? status, [FromQuery] string? text)
    {
        var draft = new Draft(@internal == true, text ?? "", Name.TryRead<TicketStatus>(status, out var wanted) ? wanted : null);
        var recipients = await new RecipientsOf(visitor.Desk).Run(number, draft, visitor.Stop);
        return Answers.View<RecipientsList>(new { visitor.Language, Recipients = recipients });
    }

    /// <summary>The reply stands in the composer again, as if it had not been sent.</summary>
    private static async Task<IResult> Withdraw(Visitor visitor, HttpContext http, int number, long id)
    {
        var draft = await new WithdrawReply(visitor.Desk).Run(number, id, visitor.Stop);
        var form = new ReplyForm { Body = draft.Body, Files = FileUploads.Seal(http, visitor, draft.Files) };
        return await TicketEndpoints.TicketPageOf(visitor, number, form, null);
    }

    private static async Task<IResult> Source(Visitor visitor, int number, long id)
    {
        var source = await new CommentSource(visitor.Desk).Run(number, id, visitor.Stop);
        return Results.Stream(visitor.Desk.House.Files.Open(source.Sha256), "message/rfc822", $"letter-{source.Id}.eml");
    }
}
