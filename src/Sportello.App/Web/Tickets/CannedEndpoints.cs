using Microsoft.AspNetCore.Mvc;
using Sportello.CannedReplies;

namespace Sportello.App.Web.Tickets;

/// <summary>Canned replies in the composer.</summary>
internal static class CannedEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/tickets/{number:int}/canned/{id:long}", Text).Shows<FillCannedReply>();
        web.MapPost("/tickets/{number:int}/canned", Insert).Shows<FillCannedReply>();
    }

    private static async Task<IResult> Text(Visitor visitor, int number, long id) => Results.Text(await new FillCannedReply(visitor.Desk).Run(number, id, visitor.Stop));

    /// <summary>The page comes back with the text under what was written already; nothing is sent.</summary>
    private static async Task<IResult> Insert(Visitor visitor, int number, FileUploads uploads, [FromForm] ReplyForm? given, [FromForm] long? canned)
    {
        var form = given ?? new ReplyForm();
        var files = await uploads.Keep(visitor);
        var text = await new FillCannedReply(visitor.Desk).Run(number, canned ?? 0, visitor.Stop);
        return await TicketEndpoints.TicketPageOf(
            visitor, number, form with { Body = string.IsNullOrWhiteSpace(form.Body) ? text : $"{form.Body.TrimEnd()}\n\n{text}", Files = files }, null);
    }
}
