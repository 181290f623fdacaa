using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.CannedReplies;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

/// <summary>What is done with a ticket besides writing in it: merged, watched, rated, answered from the store.</summary>
internal static class TakingPartApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/tickets/{number:int}/merge", Merge).Runs<MergeTickets>().Gives<TicketJson>().WithSummary("Merge a ticket into another, which is given back");
        api.MapPost("/tickets/{number:int}/unmerge", Unmerge).Runs<UnmergeTicket>().Gives<TicketJson>().WithSummary("Make two tickets again of one that was merged");
        api.MapPost("/tickets/{number:int}/rating", Rate).Runs<RateSolution>().Gives<TicketJson>().WithSummary("Say as its requester what you think of the solution");
        api.MapGet("/tickets/{number:int}/watchers", Watchers).Shows<TicketPage>().Gives<ListJson<WatcherJson>>().WithSummary("List who watches a ticket");
        api.MapPost("/tickets/{number:int}/watchers", Watch).Runs<WatchTicket>().GivesNothing().WithSummary("Watch a ticket, or have somebody watch it");
        api.MapDelete("/tickets/{number:int}/watchers/{who}", Unwatch).Runs<WatchTicket>().GivesNothing().WithSummary("Watch a ticket no longer, or have somebody watch it no longer");
        api.MapGet("/tickets/{number:int}/canned-replies", Canned).Shows<TicketPage>().Gives<ListJson<CannedJson>>().WithSummary("List the canned replies that fit a ticket");
        api.MapGet("/tickets/{number:int}/canned-replies/{id:long}", Fill).Shows<FillCannedReply>().Gives<FilledJson>().WithSummary("Fill a canned reply for a ticket; nothing is sent");
    }

    private static async Task<IResult> Merge(ApiVisitor visitor, int number, [FromBody] TicketToMerge form)
    {
        var into = form.Into ?? throw Refusal.Invalid("into", "The number of the ticket that goes on is needed.");
        await new MergeTickets(visitor.Desk).Run(number, into, visitor.Stop);
        return Results.Ok(await TicketApi.Json(visitor, into));
    }

    private static async Task<IResult> Unmerge(ApiVisitor visitor, int number)
    {
        await new UnmergeTicket(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(await TicketApi.Json(visitor, number));
    }

    private static async Task<IResult> Rate(ApiVisitor visitor, int number, [FromBody] RatingToGive form)
    {
        var rating = Choice.Of<Rating>("rating", form.Rating) ?? throw Refusal.Invalid("rating", $"The rating is needed: {Name.Choices<Rating>()}.");
        await new RateSolution(visitor.Desk).Run(number, rating, form.Words, visitor.Stop);
        return Results.Ok(await TicketApi.Json(visitor, number));
    }

    private static async Task<IResult> Watchers(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<WatcherJson>([.. ticket.Watchers.Select(w => new WatcherJson(w.Id, w.Name))], null));
    }

    private static async Task<IResult> Watch(ApiVisitor visitor, int number, [FromBody] WatcherToAdd form)
    {
        await new WatchTicket(visitor.Desk).Run(number, true, Whom(form.Who), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Unwatch(ApiVisitor visitor, int number, string who)
    {
        await new WatchTicket(visitor.Desk).Run(number, false, Whom(who), visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Canned(ApiVisitor visitor, int number)
    {
        var ticket = await new TicketPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<CannedJson>([.. ticket.Canned.Select(c => new CannedJson(c.Id, c.Name, c.Language))], null));
    }

    private static async Task<IResult> Fill(ApiVisitor visitor, int number, long id) =>
        Results.Ok(new FilledJson(await new FillCannedReply(visitor.Desk).Run(number, id, visitor.Stop)));

    private static string? Whom(string? who) => who is "me" ? null : who;
}

internal sealed record TicketToMerge(int? Into);

internal sealed record RatingToGive(string? Rating, string? Words = null);

/// <param name="Who">A contact's number, user name or name; absent or <c>me</c> = whoever asks.</param>
internal sealed record WatcherToAdd(string? Who = null);

internal sealed record WatcherJson(long Id, string Name);

internal sealed record CannedJson(long Id, string Name, string? Language);

/// <param name="Text">Filled for this ticket and for whoever asks; nothing was sent.</param>
internal sealed record FilledJson(string Text);
