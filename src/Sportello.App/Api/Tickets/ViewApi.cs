using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.App.Web.Tickets;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Tickets;

/// <summary>Lists that have a name: one's own, and those that others share.</summary>
internal static class ViewApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/views", List).Shows<ViewList>().Gives<ListJson<ViewJson>>().WithSummary("List the lists with a name: your own, and those that others share");
        api.MapPost("/views", Add).Runs<KeepView>().Gives<ViewJson>(StatusCodes.Status201Created).WithSummary("Keep a list under a name");
        api.MapPatch("/views/{id:long}", Change).Runs<KeepView>().Gives<ViewJson>().WithSummary("Change a list with a name");
        api.MapDelete("/views/{id:long}", Drop).Runs<DropView>().GivesNothing().WithSummary("Drop a list with a name");
        api.MapPost("/views/{id:long}/restore", Restore).Runs<DropView>().GivesNothing().WithSummary("Put a list back that was dropped");
        api.MapPost("/views/{id:long}/move", Move).Runs<MoveView>().GivesNothing().WithSummary("Move one of your lists by one place");
        api.MapGet("/views/{id:long}/tickets", Tickets).Shows<TicketList>().Gives<ListJson<TicketRowJson>>().WithSummary("List the tickets that a list with a name shows");
    }

    private static async Task<IResult> List(ApiVisitor visitor) =>
        Results.Ok(new ListJson<ViewJson>([.. (await new ViewList(visitor.Desk).Run(visitor.Stop)).Select(v => ViewJson.Of(visitor, v))], null));

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] ViewForm form)
    {
        var view = await new KeepView(visitor.Desk).Run(null, form.Name ?? "", form.State ?? "", form.Shared ?? false, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/views/{view.Id}/tickets", ViewJson.Of(visitor, view));
    }

    private static async Task<IResult> Change(ApiVisitor visitor, long id, [FromBody] ViewForm form)
    {
        var views = new KeepView(visitor.Desk);
        var before = await views.Get(id, visitor.Stop);
        var after = await views.Run(id, form.Name ?? before.Name, form.State ?? before.State, form.Shared ?? before.Shared, visitor.Stop);
        return Results.Ok(ViewJson.Of(visitor, after));
    }

    private static async Task<IResult> Drop(ApiVisitor visitor, long id)
    {
        await new DropView(visitor.Desk).Run(id, back: false, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Restore(ApiVisitor visitor, long id)
    {
        await new DropView(visitor.Desk).Run(id, back: true, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Move(ApiVisitor visitor, long id, [FromBody] ViewToMove form)
    {
        await new MoveView(visitor.Desk).Run(id, form.Up, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Tickets(ApiVisitor visitor, long id, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var filter = ListQuery.Of((await Get(visitor, id)).State).Filter with { Limit = Limit.Of(limit, TicketFilter.MostRows), After = after };
        var rows = await new TicketList(visitor.Desk).Run(filter, visitor.Stop);
        return Results.Ok(new ListJson<TicketRowJson>([.. rows.Items.Select(TicketRowJson.Of)], rows.Next));
    }

    private static async Task<SavedView> Get(ApiVisitor visitor, long id) =>
        (await new ViewList(visitor.Desk).Run(visitor.Stop)).FirstOrDefault(v => v.Id == id) ?? throw Refusal.NotFound(Said.Of("view.unknown"));
}

/// <summary>A view as the caller writes it; of one that is there what is absent stays as it is.</summary>
/// <param name="State">What stands behind the question mark of the list's address in the web, such as <c>status=new&amp;project=barilla%20sw1</c>.</param>
internal sealed record ViewForm(string? Name, string? State, bool? Shared);

/// <param name="Up">Towards the first; otherwise towards the last.</param>
internal sealed record ViewToMove(bool Up);

/// <param name="Own">Whether it is the asker's own.</param>
internal sealed record ViewJson(long Id, string Name, string State, bool Shared, bool Own)
{
    public static ViewJson Of(ApiVisitor visitor, SavedView view) => new(view.Id, view.Name, view.State, view.Shared, view.Owner == visitor.Desk.Actor.UserId);
}
