using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Tickets;

namespace Sportello.App.Web.Tickets;

/// <summary>Lists that have a name: kept from the list itself, put in order on a page of their own.</summary>
internal static class ViewEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/views", Show).Shows<SavedView>();
        web.MapGet("/views/counts", Counts).Shows<TicketList>();
        web.MapPost("/views", Keep).Runs<KeepView>();
        web.MapPost("/views/{id:long}/move", Move).Runs<MoveView>();
        web.MapPost("/views/{id:long}/drop", Drop).Runs<DropView>();
    }

    private static async Task<IResult> Show(Visitor visitor, [FromQuery] long? dropped) => await Page(visitor, dropped, null, null);

    private static async Task<IResult> Page(Visitor visitor, long? dropped, KeepViewForm? typed, Refusal? error) => Answers.View<ViewsView>(
        new { Page = await visitor.Page(visitor.Language.Say("views"), "views"), Dropped = dropped, Typed = typed, Error = error },
        error is null ? 200 : Refusals.StatusOf(error.Reason));

    /// <summary>Asked for by script when a page stands: no page waits for it.</summary>
    private static async Task<IResult> Counts(Visitor visitor, HttpContext http)
    {
        var counts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var view in visitor.Actor.Views)
        {
            counts[view.Id.ToString(CultureInfo.InvariantCulture)] = await Count(visitor, view);
        }

        // Whoever goes from ticket to ticket need not ask at each.
        http.Response.Headers.CacheControl = "private, max-age=30";
        return Results.Json(counts);
    }

    /// <summary>A view that does not fit any more, as when its project is gone, has no number and keeps the others theirs.</summary>
    private static async Task<string> Count(Visitor visitor, SavedView view)
    {
        try
        {
            var n = await new TicketList(visitor.Desk).Count(ListQuery.Of(view.State).Filter, visitor.Stop);
            return n >= TicketList.MostCounted ? $"{TicketList.MostCounted - 1}+" : n.ToString("N0", visitor.Language.Culture);
        }
        catch (Refusal)
        {
            return "";
        }
    }

    private static async Task<IResult> Keep(Visitor visitor, HttpContext http, [FromForm] KeepViewForm? given)
    {
        var form = given ?? new();
        var columns = (await http.Request.ReadFormAsync(visitor.Stop))["Column"].OfType<string>().ToList();
        var state = columns.Count == 0 ? form.State ?? "" : ListQuery.Of(form.State ?? "").With("columns", string.Join(',', columns)).Split('?').ElementAtOrDefault(1) ?? "";
        try
        {
            var view = await new KeepView(visitor.Desk).Run(form.Id, form.Name ?? "", state, form.Shared, visitor.Stop);
            return Answers.GoTo(form.Managing ? "/views" : ListQuery.Address(state, view.Id));
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await Page(visitor, null, form with { State = state }, refusal);
        }
    }

    private static async Task<IResult> Move(Visitor visitor, long id, [FromForm] bool? up)
    {
        await new MoveView(visitor.Desk).Run(id, up == true, visitor.Stop);
        return Answers.GoTo("/views");
    }

    private static async Task<IResult> Drop(Visitor visitor, long id, [FromForm] bool? back)
    {
        await new DropView(visitor.Desk).Run(id, back == true, visitor.Stop);
        return Answers.GoTo(back == true ? "/views" : $"/views?dropped={id.ToString(CultureInfo.InvariantCulture)}");
    }
}

public sealed record KeepViewForm
{
    public long? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>What stands behind the question mark of the list.</summary>
    public string? State { get; init; }

    public bool Shared { get; init; }

    /// <summary>It came from the page of all views, and goes back there.</summary>
    public bool Managing { get; init; }
}
