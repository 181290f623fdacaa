using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Projects;
using Sportello.Tickets;

namespace Sportello.App.Web.Projects;

internal static class ProjectEndpoints
{
    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/projects", List).Shows<ProjectList>();
        web.MapGet("/projects/{name}", Show).Shows<ProjectPage>();
    }

    private static async Task<IResult> List(Visitor visitor)
    {
        var projects = await new ProjectList(visitor.Desk).Run(visitor.Stop);
        return Answers.View<ProjectListView>(new { Page = await visitor.Page(visitor.Language.Say("projects"), "projects"), Projects = projects });
    }

    private static async Task<IResult> Show(Visitor visitor, string name)
    {
        var project = await new ProjectPage(visitor.Desk).Run(name, visitor.Stop);
        var tickets = await new TicketList(visitor.Desk).Run(new TicketFilter { Project = name, OpenOnly = true, Limit = 10 }, visitor.Stop);
        return Answers.View<ProjectPageView>(new { Page = await visitor.Page(name, "projects"), Project = project, Tickets = tickets });
    }
}
