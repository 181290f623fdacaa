using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Web.Tickets;

/// <summary>Two tickets about one thing become one, and two again.</summary>
internal static class MergingEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapPost("/tickets/{number:int}/merge", Merge).Runs<MergeTickets>();
        web.MapPost("/tickets/{number:int}/unmerge", Unmerge).Runs<UnmergeTicket>();
    }

    private static async Task<IResult> Merge(Visitor visitor, HttpContext http, int number, [FromForm] MergeForm? given)
    {
        var form = given ?? new MergeForm();
        try
        {
            var into = form.Read();
            await new MergeTickets(visitor.Desk).Run(number, into, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("merge.done", ("number", number)));
            return Answers.GoTo($"/tickets/{into}");
        }
        catch (Refusal refusal) when (refusal.Reason != RefusalReason.Denied)
        {
            // Whatever is wrong with the other ticket, that it is not there included, is said beside the field; who may not see this one gets no page.
            return await TicketEndpoints.TicketPageOf(visitor, number, new ReplyForm(), new Refusal(RefusalReason.Invalid, refusal.Words ?? Said.Plain(refusal.Message), "into"), merge: form);
        }
    }

    private static async Task<IResult> Unmerge(Visitor visitor, HttpContext http, int number)
    {
        try
        {
            await new UnmergeTicket(visitor.Desk).Run(number, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("merge.undone"));
            return Answers.GoTo($"/tickets/{number}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Conflict)
        {
            return await TicketEndpoints.TicketPageOf(visitor, number, new ReplyForm(), refusal);
        }
    }
}
