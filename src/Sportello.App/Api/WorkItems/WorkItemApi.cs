using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.App.Web.Shared;
using Sportello.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Api.WorkItems;

internal static class WorkItemApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/work-items", List).Shows<WorkItemList>().Gives<ListJson<WorkItemRowJson>>().WithSummary("List the work items within reach");
        api.MapPost("/work-items", Add).Runs<AddWorkItem>().Gives<WorkItemJson>(StatusCodes.Status201Created).WithSummary("Add a work item");
        api.MapGet("/work-items/{number:int}", Read).Shows<WorkItemPage>().Gives<WorkItemJson>().WithSummary("Read a work item, with its test suite's last result");
        api.MapPatch("/work-items/{number:int}", Change).Runs<ChangeWorkItem>().Takes<WorkItemPatch>().Gives<WorkItemJson>().IfMatch().WithSummary("Change a work item");
        api.MapGet("/work-items/{number:int}/comments", Comments).Shows<WorkItemPage>().Gives<ListJson<WorkCommentJson>>().WithSummary("Read the comments of a work item");
        api.MapPost("/work-items/{number:int}/comments", Comment).Runs<CommentOnWorkItem>().Gives<WorkCommentJson>(StatusCodes.Status201Created).IfMatch().WithSummary("Comment on a work item");
        api.MapGet("/work-items/{number:int}/history", History).Shows<WorkItemPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a work item");
        api.MapGet("/work-items/{number:int}/tickets", Tickets).Shows<WorkItemPage>().Gives<ListJson<ServedTicketJson>>().WithSummary("List the tickets that a work item serves");
        api.MapPost("/tickets/{number:int}/work-items", Link).Runs<LinkWorkItem>().Gives<WorkItemJson>(StatusCodes.Status201Created).WithSummary("Link a work item to a ticket");
        api.MapDelete("/tickets/{number:int}/work-items/{item:int}", Unlink).Runs<UnlinkWorkItem>().GivesNothing().WithSummary("Unlink a work item from a ticket");
    }

    private static async Task<IResult> List(
        ApiVisitor visitor,
        [FromQuery] string? status,
        [FromQuery] string? project,
        [FromQuery] string? developer,
        [FromQuery] string? tester,
        [FromQuery(Name = "work_type")] string? type,
        [FromQuery] string? priority,
        [FromQuery] string? sort,
        [FromQuery] int? limit,
        [FromQuery] string? after)
    {
        var filter = WorkItemFilter.OfStatus(string.IsNullOrEmpty(status) ? "any" : status) with
        {
            Project = project,
            Developer = developer,
            Tester = tester,
            Type = Choice.Of<WorkType>("work_type", type),
            Priority = Choice.Of<Priority>("priority", priority),
            Sort = WorkItemFilter.SortOf(sort),
            Limit = Limit.Of(limit, WorkItemFilter.MostRows),
            After = after,
        };
        var rows = await new WorkItemList(visitor.Desk).Run(filter, visitor.Stop);
        return Results.Ok(new ListJson<WorkItemRowJson>([.. rows.Items.Select(WorkItemRowJson.Of)], rows.Next));
    }

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] WorkItemToAdd form)
    {
        var number = await new AddWorkItem(visitor.Desk).Run(form.Read(), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/work-items/{number}", await Json(visitor, number));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, int number) => Results.Ok(await Json(visitor, number));

    private static async Task<IResult> Change(ApiVisitor visitor, int number, [FromBody] JsonElement changes)
    {
        await new ChangeWorkItem(visitor.Desk).Run(number, ChangesOf(changes) with { SeenVersion = visitor.IfMatch }, visitor.Stop);
        return Results.Ok(await Json(visitor, number));
    }

    private static async Task<IResult> Comments(ApiVisitor visitor, int number)
    {
        var item = await new WorkItemPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<WorkCommentJson>([.. item.Comments.Select(WorkCommentJson.Of)], null));
    }

    private static async Task<IResult> Comment(ApiVisitor visitor, int number, [FromBody] WorkCommentToWrite form)
    {
        var id = await new CommentOnWorkItem(visitor.Desk).Run(number, form.Body, visitor.IfMatch, visitor.Stop);
        var item = await new WorkItemPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/work-items/{number}/comments", WorkCommentJson.Of(item.Comments.Single(c => c.Id == id)));
    }

    private static async Task<IResult> History(ApiVisitor visitor, int number)
    {
        var item = await new WorkItemPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(HistoryJson.List(item.History));
    }

    private static async Task<IResult> Tickets(ApiVisitor visitor, int number)
    {
        var item = await new WorkItemPage(visitor.Desk).Run(number, visitor.Stop);
        return Results.Ok(new ListJson<ServedTicketJson>([.. item.Tickets.Select(t => new ServedTicketJson(t.Number, t.Project, t.Subject, Name.Of(t.Status)))], null));
    }

    private static async Task<IResult> Link(ApiVisitor visitor, int number, [FromBody] WorkToLink form)
    {
        var item = form.Number ?? throw Refusal.Invalid("number", "The number of the work item is needed.");
        await new LinkWorkItem(visitor.Desk).Run(number, item, visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/work-items/{item}", await Json(visitor, item));
    }

    private static async Task<IResult> Unlink(ApiVisitor visitor, int number, int item)
    {
        await new UnlinkWorkItem(visitor.Desk).Run(number, item, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<WorkItemJson> Json(ApiVisitor visitor, int number)
    {
        var item = await new WorkItemPage(visitor.Desk).Run(number, visitor.Stop);
        visitor.Tag(item.Version);
        return WorkItemJson.Of(item);
    }

    /// <summary>A member that is absent stays as it is; people, days and the suite may be null.</summary>
    private static WorkItemChanges ChangesOf(JsonElement body)
    {
        var changes = new WorkItemChanges();
        foreach (var (name, text) in Patch.Texts(body))
        {
            changes = (name, text) switch
            {
                ("name", { }) => changes with { Name = text },
                ("description", _) => changes with { Description = text ?? "" },
                ("work_type", { }) => changes with { Type = Choice.Of<WorkType>("work_type", text) },
                ("status", { }) => changes with { Status = Choice.Of<WorkItemStatus>("status", text) },
                ("priority", { }) => changes with { Priority = Choice.Of<Priority>("priority", text) },
                ("developer", _) => changes with { Developer = new(text) },
                ("tester", _) => changes with { Tester = new(text) },
                ("suite", _) => changes with { Suite = new(text) },
                ("start", _) => changes with { Start = new(DayField.Read(text, "start")) },
                ("planned_end", _) => changes with { PlannedEnd = new(DayField.Read(text, "planned_end")) },
                ("name" or "work_type" or "status" or "priority", null) => throw Refusal.Invalid(name, "This cannot be empty."),
                _ => throw Refusal.Invalid(name, "This member cannot be changed; name, description, work_type, status, priority, developer, tester, start, planned_end and suite can."),
            };
        }

        return changes;
    }
}
