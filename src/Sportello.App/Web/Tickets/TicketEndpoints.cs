using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Web.Shared;
using Sportello.Fields;
using Sportello.Projects;
using Sportello.Tickets;
using Sportello.WorkItems;

namespace Sportello.App.Web.Tickets;

internal static class TicketEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/tickets", List).Shows<TicketList>();
        web.MapGet("/tickets/new", New).Shows<ProjectList>();
        web.MapPost("/tickets/new", Open).Runs<OpenTicket>();
        web.MapGet("/tickets/{number:int}", Show).Shows<TicketPage>();
        web.MapGet("/tickets/{number:int}/peek", Peek).Shows<TicketPage>();
        web.MapPost("/tickets/{number:int}/comments", Reply).Runs<ReplyToTicket>();
        web.MapPost("/tickets/{number:int}/properties", Change).Runs<ChangeTicket>();
        web.MapGet("/tickets/{number:int}/attachments/{id:long}/{name}", Download).Shows<TicketPage>();
        web.MapGet("/tickets/{number:int}/comments/{id:long}/formatted", Formatted).Shows<FormattedComment>();
        web.MapGet("/tickets/{number:int}/access", Why).Shows<ExplainAccess>();
        BulkEndpoints.Map(web);
        SnoozeEndpoints.Map(web);
        DraftEndpoints.Map(web);
        ViewEndpoints.Map(web);
        MergingEndpoints.Map(web);
        MovingEndpoints.Map(web);
        WritingEndpoints.Map(web);
        RatingEndpoints.Map(web);
        TicketMailEndpoints.Map(web);
        CannedEndpoints.Map(web);
    }

    private static async Task<IResult> List(Visitor visitor, [AsParameters] ListQuery query)
    {
        Refusal? error = null;
        if (query.Line is { } line)
        {
            try
            {
                return Results.Redirect(query.Said(await new CheckQueryLine(visitor.Desk).Run(line, visitor.Stop)));
            }
            catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
            {
                error = refusal;
            }
        }

        var done = query.Done is { } id && error is null ? await new ManyChanges(visitor.Desk).Run(id, visitor.Stop) : null;
        var list = new TicketList(visitor.Desk);
        var rows = error is null ? await list.Run(query.Filter, visitor.Stop) : new([], null);
        var projects = await new ProjectList(visitor.Desk).Names(visitor.Stop);
        var saved = visitor.Actor.Views.FirstOrDefault(v => v.Id == query.Saved);
        var page = await visitor.Page(saved?.Name ?? visitor.Language.Say("view." + query.CurrentView), saved is null ? query.CurrentView : Navigation.Mark(saved));
        return Answers.View<TicketListView>(new { Page = page, Query = query, Rows = rows, Projects = projects, list.Cut, Done = done, Saved = saved, Error = error }, error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> New(Visitor visitor, [FromQuery] string? project)
    {
        var draft = await new KeepDraft(visitor.Desk).OfNewTicket(visitor.Stop);
        return await NewForm(visitor, draft is null ? new NewTicketForm { Project = project ?? visitor.Desk.House.Settings.Work.DefaultProject } : NewTicketForm.Of(draft), null, draft?.At);
    }

    private static async Task<IResult> Open(Visitor visitor, HttpContext http, FileUploads uploads, [FromForm] NewTicketForm? given)
    {
        var form = (given ?? new NewTicketForm()) with { Own = await OwnFields.Of(http, visitor.Stop) };
        var files = await uploads.Keep(visitor);
        try
        {
            var number = await new OpenTicket(visitor.Desk).Run(form.Read(files), visitor.Stop);
            return Answers.GoTo($"/tickets/{number}");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            await DraftEndpoints.Keep(visitor, null, form.Fields);
            return await NewForm(visitor, form with { Files = files }, refusal);
        }
    }

    private static async Task<IResult> NewForm(Visitor visitor, NewTicketForm form, Refusal? error, DateTime? draftAt = null)
    {
        var projects = await new ProjectList(visitor.Desk).Open(visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("new.title"));
        return Answers.View<NewTicketView>(new { Page = page, Form = form, Projects = projects, Fields = await new FieldsToFill(visitor.Desk).Run(projects, visitor.Stop), Error = error, DraftAt = draftAt }, error is null ? 200 : 422);
    }

    private static async Task<IResult> Show(Visitor visitor, int number, [FromQuery] string? answer, [FromQuery] string? rate, [FromQuery] long? done)
    {
        var form = string.Equals(answer, "work", StringComparison.Ordinal)
            ? ReplyForm.Of(await new AnswerFromWork(visitor.Desk).Run(number, visitor.Stop))
            : new ReplyForm();
        return await TicketPageOf(visitor, number, form, null, rate: rate, done: done is { } id ? await new ManyChanges(visitor.Desk).Run(id, visitor.Stop) : null);
    }

    private static async Task<IResult> Peek(Visitor visitor, int number) =>
        Answers.View<PeekView>(new { Page = visitor.Part(), Ticket = await new TicketPage(visitor.Desk).Glance(number, visitor.Stop) });

    private static async Task<IResult> Reply(Visitor visitor, int number, FileUploads uploads, [FromForm] ReplyForm? given)
    {
        var form = given ?? new ReplyForm();
        var files = await uploads.Keep(visitor);
        try
        {
            var comment = await new ReplyToTicket(visitor.Desk).Run(number, form.Read(files), visitor.Stop);
            return Answers.GoTo($"/tickets/{number}#c{comment}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            await DraftEndpoints.Keep(visitor, number, form.Fields);
            return await TicketPageOf(visitor, number, form with { Files = files }, refusal);
        }
    }

    private static async Task<IResult> Change(Visitor visitor, HttpContext http, int number, [FromForm] PropertiesForm? given)
    {
        var form = (given ?? new PropertiesForm()) with { Own = await OwnFields.Of(http, visitor.Stop) };
        try
        {
            await new ChangeTicket(visitor.Desk).Run(number, form.Read(), visitor.Stop);
            return Answers.GoTo($"/tickets/{number}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await TicketPageOf(visitor, number, new ReplyForm { Version = form.Version }, refusal, form);
        }
    }

    /// <summary>The ticket, with what was typed kept and what happened meanwhile shown, when something stood in the way.</summary>
    public static async Task<IResult> TicketPageOf(Visitor visitor, int number, ReplyForm form, Refusal? error, PropertiesForm? wanted = null, MergeForm? merge = null, string? rate = null, ManyChanged? done = null)
    {
        var query = new TicketPage(visitor.Desk);
        var ticket = await query.Run(number, visitor.Stop);
        var draft = error is null && merge is null && string.IsNullOrEmpty(form.Body) ? ticket.Draft : null;
        form = draft is null ? form : ReplyForm.Of(draft);
        var conflict = error?.Reason == RefusalReason.Conflict;
        var since = conflict ? await query.Since(number, form.Version ?? 0, visitor.Stop) : [];
        var page = await visitor.Page($"{ticket.Number} {ticket.Subject}");
        return Answers.View<TicketPageView>(
            new { Page = page, Ticket = ticket, Form = form, Wanted = wanted, Merge = merge, Error = error, Rate = rate, Done = done, Since = since, DraftAt = draft?.At, Prefix = visitor.Desk.House.Settings.Work.TicketPrefix },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> Download(Visitor visitor, HttpContext http, int number, long id, string name)
    {
        var file = await new TicketPage(visitor.Desk).Attachment(number, id, visitor.Stop);
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var shown = file.MediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp";
        return Results.Stream(
            visitor.Desk.House.Files.Open(file.Sha256),
            shown ? file.MediaType : "application/octet-stream",
            shown ? null : file.Name,
            enableRangeProcessing: true);
    }

    /// <summary>A letter as its sender had formatted it, alone in its frame: nothing runs in it, and what lies elsewhere is loaded only when asked for.</summary>
    private static async Task<IResult> Formatted(Visitor visitor, HttpContext http, int number, long id, [FromQuery] bool? images)
    {
        var letter = await new FormattedComment(visitor.Desk).Run(
            number, id, file => $"/tickets/{number}/attachments/{file.Id}/{Uri.EscapeDataString(file.Name)}", images == true, visitor.Stop);
        var elsewhere = images == true ? " http: https:" : "";
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; img-src 'self' data:{elsewhere}; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Answers.View<FormattedView>(new { visitor.Language, visitor.Actor.Theme, Letter = letter });
    }

    private static async Task<IResult> Why(Visitor visitor, int number, [FromQuery] string? user)
    {
        var own = await new ExplainAccess(visitor.Desk) { Language = visitor.Language }.ToTicket(user, number, visitor.Stop);
        var page = await visitor.Page(visitor.Language.Say("why.title", ("number", number)));
        return Answers.View<WhyView>(new { Page = page, Number = number, Answer = own });
    }
}
