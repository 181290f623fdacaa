using Microsoft.AspNetCore.Mvc;
using Sportello.Access;
using Sportello.App.Web.Access;
using Sportello.App.Web.Shared;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.App.Web.Projects;

internal static class ProjectEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/projects", List).Shows<ProjectList>();
        web.MapGet("/projects/new", New).Shows<AddProject>();
        web.MapPost("/projects/new", Add).Runs<AddProject>();
        web.MapGet("/projects/{name}", Show).Shows<ProjectPage>();
        web.MapPost("/projects/{name}", Change).Runs<ChangeProject>();
        web.MapPost("/projects/{name}/members", Join).Runs<AddMember>();
        web.MapPost("/projects/{name}/members/remove", Leave).Runs<RemoveMember>();
        web.MapGet("/projects/{name}/access", Access).Shows<EffectiveAccess>();
    }

    private static async Task<IResult> List(Visitor visitor)
    {
        var projects = await new ProjectList(visitor.Desk).Run(visitor.Stop);
        return Answers.View<ProjectListView>(new { Page = await visitor.Page(visitor.Language.Say("projects"), "projects"), Projects = projects });
    }

    private static Task<IResult> New(Visitor visitor) => NewForm(visitor, new NewProjectForm(), null);

    private static async Task<IResult> Add(Visitor visitor, HttpContext http, [FromForm] NewProjectForm? given)
    {
        var form = given ?? new NewProjectForm();
        try
        {
            await new AddProject(visitor.Desk).Run(form.Read(), visitor.Stop);
            Flash.Put(http, visitor.Language.Say("project.made", ("name", form.Name)));
            return Answers.GoTo("/projects");
        }
        catch (Refusal refusal) when (refusal.Reason == RefusalReason.Invalid)
        {
            return await NewForm(visitor, form, refusal);
        }
    }

    private static async Task<IResult> NewForm(Visitor visitor, NewProjectForm form, Refusal? error)
    {
        var (organizations, managers) = await new AddProject(visitor.Desk).Offers(visitor.Stop);
        return Answers.View<NewProjectView>(
            new { Page = await visitor.Page(visitor.Language.Say("project.new"), "projects"), Form = form, Organizations = organizations, Managers = managers, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static Task<IResult> Show(Visitor visitor, string name) => PageOf(visitor, name, null, null, null);

    private static async Task<IResult> Change(Visitor visitor, string name, [FromForm] ProjectForm? given)
    {
        var form = given ?? new ProjectForm();
        try
        {
            await new ChangeProject(visitor.Desk).Run(name, form.Read(), visitor.Stop);
            return Answers.GoTo(Address(name));
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await PageOf(visitor, name, form, null, refusal);
        }
    }

    private static async Task<IResult> Join(Visitor visitor, HttpContext http, string name, [FromForm] MemberForm? given)
    {
        var form = given ?? new MemberForm();
        try
        {
            var found = await new AddMember(visitor.Desk).Weigh(name, form.Wanted, form.Called, form.Seen, visitor.Stop);
            return found.Saved ? Answers.GoTo($"{Address(name)}#{form.Role}") : await Ask(visitor, http, name, found);
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid)
        {
            return await PageOf(visitor, name, null, form, refusal);
        }
    }

    private static async Task<IResult> Leave(Visitor visitor, HttpContext http, string name, [FromForm] MemberForm? given)
    {
        var form = given ?? new MemberForm();
        var found = await new RemoveMember(visitor.Desk).Weigh(name, form.Wanted, form.Contact ?? 0, form.Seen, visitor.Stop);
        if (!found.Saved)
        {
            return await Ask(visitor, http, name, found);
        }

        // Who takes their own last role away has no page to go back to; a fresh request finds that out.
        return Answers.GoTo(form.Contact == visitor.Actor.ContactId ? "/projects" : $"{Address(name)}#{form.Role}");
    }

    private static Task<IResult> Ask(Visitor visitor, HttpContext http, string name, Consequences found) =>
        Weighed.Ask(visitor, http, found, visitor.Language.Say("project.weigh", ("project", name)), Address(name), "projects");

    private static async Task<IResult> PageOf(Visitor visitor, string name, ProjectForm? form, MemberForm? member, Refusal? error)
    {
        var project = await new ProjectPage(visitor.Desk).Run(name, visitor.Stop);
        var tickets = await new TicketList(visitor.Desk).Run(new TicketFilter { Project = name, OpenOnly = true, Limit = 10 }, visitor.Stop);
        var offered = project.May.This(Right.EditProject) ? await new ProjectCandidates(visitor.Desk).Run(name, visitor.Stop) : null;
        return Answers.View<ProjectPageView>(
            new { Page = await visitor.Page(name, "projects"), Project = project, Tickets = tickets, Offered = offered, Form = form, Member = member, Error = error },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }

    private static async Task<IResult> Access(Visitor visitor, string name, [FromQuery] string? after)
    {
        var table = await new EffectiveAccess(visitor.Desk) { Language = visitor.Language }.Run(name, after, visitor.Stop);
        return Answers.View<AccessTableView>(new { Page = await visitor.Page(visitor.Language.Say("access.title", ("project", name)), "projects"), Table = table, After = after });
    }

    private static string Address(string name) => $"/projects/{Uri.EscapeDataString(name)}";
}
