using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.App.Web.Tickets;
using Sportello.WorkItems;
using Sportello.Words;

namespace Sportello.App.Web.WorkItems;

internal static class WorkItemEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/work-items", (Visitor visitor, [AsParameters] WorkQuery query) => Show(visitor, query)).Shows<WorkItemList>();
        web.MapPost("/work-items/move", Move).Runs<ChangeWorkItem>();
        web.MapGet("/work-items/new", (Visitor visitor, [FromQuery] int? ticket, [FromQuery] string? project) => NewForm(visitor, ticket, project, WorkForm.Empty, null)).Shows<WorkChoices>();
        web.MapPost("/work-items/new", Add).Runs<AddWorkItem>();
        web.MapGet("/work-items/{number:int}", (Visitor visitor, int number) => PageOf(visitor, number, WorkForm.Empty, null)).Shows<WorkItemPage>();
        web.MapPost("/work-items/{number:int}", Change).Runs<ChangeWorkItem>();
        web.MapPost("/work-items/{number:int}/comments", Comment).Runs<CommentOnWorkItem>();
        web.MapPost("/work-items/links", Link).Runs<LinkWorkItem>();
        web.MapPost("/work-items/links/remove", Unlink).Runs<UnlinkWorkItem>();
    }

    private static async Task<IResult> Show(Visitor visitor, WorkQuery query, Refusal? error = null, int? moved = null)
    {
        var projects = await new WorkChoices(visitor.Desk).Visible(visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("work"), "work");
        return query.IsList
            ? Answers.View<WorkListView>(new { Page = page, Query = query, Projects = projects, Rows = await new WorkItemList(visitor.Desk).Run(query.Filter, visitor.Stop), visitor.Desk.Today })
            : Answers.View<BoardPageView>(
                new
                {
                    Page = page,
                    Query = query,
                    Projects = projects,
                    Board = await new WorkBoard(visitor.Desk).Run(query.Filter, visitor.Stop),
                    visitor.Desk.Today,
                    Error = error,
                    Moved = moved,
                },
                error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    /// <summary>A card to another status: <c>To</c> says which, as it was seen, and where to. Who comes too late finds the board as it is now, and a word about it.</summary>
    private static async Task<IResult> Move(Visitor visitor, [AsParameters] WorkQuery query, [FromForm] string? to)
    {
        if ((to ?? "").Split('.') is not [var first, var second, var status]
            || !int.TryParse(first, CultureInfo.InvariantCulture, out var number) || !int.TryParse(second, CultureInfo.InvariantCulture, out var version) || !Name.TryRead<WorkItemStatus>(status, out var wanted))
        {
            throw Refusal.Invalid("to", "A task, its version and a status are needed, such as 12.3.in-progress.");
        }

        try
        {
            await new ChangeWorkItem(visitor.Desk).Run(number, new() { Status = wanted, SeenVersion = version }, visitor.Stop);
            return Answers.GoTo($"{query.At("/work-items")}#w{number}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Conflict)
        {
            return await Show(visitor, query, refusal, number);
        }
    }

    private static async Task<IResult> NewForm(Visitor visitor, int? ticket, string? project, WorkForm form, Refusal? error)
    {
        var choices = new WorkChoices(visitor.Desk);
        var served = ticket is { } number ? await new Sportello.Tickets.TicketPage(visitor.Desk).Run(number, visitor.Stop) : null;
        var chosen = form["Project"] ?? project ?? served?.Project;
        var projects = await choices.Projects(visitor.Stop);
        chosen ??= projects.Count == 1 ? projects[0] : null;
        var page = await visitor.Page(served is null ? visitor.Language.Say("work.new") : visitor.Language.Say("work.new.for", ("number", served.Number)), "work");
        return Answers.View<NewWorkItemView>(
            new { Page = page, Form = form, Ticket = served, Projects = projects, Chosen = chosen, Offer = await choices.Of(chosen, visitor.Stop), Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> Add(Visitor visitor, HttpContext http, [FromQuery] int? ticket)
    {
        var form = await WorkForm.Of(http);
        try
        {
            var number = await new AddWorkItem(visitor.Desk).Run(form.ToAdd(ticket), visitor.Stop);
            return Answers.GoTo(ticket is null ? $"/work-items/{number}" : $"/tickets/{ticket}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await NewForm(visitor, ticket, null, form, refusal);
        }
    }

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, int number)
    {
        var form = await WorkForm.Of(http);
        try
        {
            await new ChangeWorkItem(visitor.Desk).Run(number, form.ToChange(), visitor.Stop);
            return Answers.GoTo($"/work-items/{number}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, number, form, refusal);
        }
    }

    private static async Task<IResult> Comment(Visitor visitor, HttpContext http, int number)
    {
        var form = await WorkForm.Of(http);
        try
        {
            var comment = await new CommentOnWorkItem(visitor.Desk).Run(number, form["Body"], form.Version, visitor.Stop);
            return Answers.GoTo($"/work-items/{number}#c{comment}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, number, form, refusal);
        }
    }

    /// <summary>The work item, with what was typed kept and what happened meanwhile shown, when something stood in the way.</summary>
    private static async Task<IResult> PageOf(Visitor visitor, int number, WorkForm form, Refusal? error)
    {
        var query = new WorkItemPage(visitor.Desk);
        var item = await query.Run(number, visitor.Stop);
        var since = error?.Reason == RefusalReason.Conflict ? await query.Since(number, form.Version ?? 0, visitor.Stop) : [];
        var offer = item.May.This(Sportello.Access.Right.EditWork) ? await new WorkChoices(visitor.Desk).Of(item.Project, visitor.Stop) : WorkOffer.Nothing;
        var page = await visitor.Page($"{number} {item.Name}", "work");
        return Answers.View<WorkItemPageView>(
            new { Page = page, Item = item, Offer = offer, Form = form, Error = error, Since = since, visitor.Desk.Today, Prefix = visitor.Desk.House.Settings.Work.TicketPrefix },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> Link(Visitor visitor, HttpContext http)
    {
        var form = await WorkForm.Of(http);
        var (ticket, item) = (NumberIn(form["Ticket"]), NumberIn(form["WorkItem"]));
        try
        {
            await new LinkWorkItem(visitor.Desk).Run(
                ticket ?? throw Refusal.Invalid("ticket", Said.Of("refusal.work.ticket-number")), item ?? throw Refusal.Invalid("work_item", Said.Of("refusal.work.task-number")), visitor.Stop);
            return Answers.GoTo(BackTo(form, ticket.Value, item.Value));
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.NotFound && (ticket ?? item) is not null)
        {
            // The one whose page it is must be there; what is wrong is the number that was typed.
            return item is { } work && !FromTicket(form)
                ? await PageOf(visitor, work, form, refusal)
                : await TicketEndpoints.TicketPageOf(visitor, ticket ?? 0, new ReplyForm(), refusal);
        }
    }

    private static async Task<IResult> Unlink(Visitor visitor, HttpContext http)
    {
        var form = await WorkForm.Of(http);
        var (ticket, item) = (NumberIn(form["Ticket"]) ?? 0, NumberIn(form["WorkItem"]) ?? 0);
        await new UnlinkWorkItem(visitor.Desk).Run(ticket, item, visitor.Stop);
        return Answers.GoTo(BackTo(form, ticket, item));
    }

    private static bool FromTicket(WorkForm form) => string.Equals(form["From"], "ticket", StringComparison.Ordinal);

    private static string BackTo(WorkForm form, int ticket, int item) => FromTicket(form) ? $"/tickets/{ticket}" : $"/work-items/{item}";

    /// <summary>A number as people write it, with or without its prefix.</summary>
    private static int? NumberIn(string? text) =>
        int.TryParse(new string([.. (text ?? "").Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture, out var number) ? number : null;
}
