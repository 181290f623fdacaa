using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web.Shared;
using Sportello.Jobs;

namespace Sportello.App.Web.Jobs;

internal static class JobEndpoints
{
    private const int MostShown = 50;

    public static void Map(RouteGroupBuilder web)
    {
        web.MapGet("/jobs", List).Shows<JobList>();
        web.MapGet("/jobs/{name}", Show).Shows<JobList>();
        web.MapGet("/jobs/runs/{id:long}", Log).Shows<JobList>();
        web.MapPost("/jobs/{name}/run", Run).Runs<ChangeJob>();
        web.MapPost("/jobs/{name}/plan", Plan).Runs<ChangeJob>();
    }

    private static async Task<IResult> List(Visitor visitor)
    {
        var jobs = await new JobList(visitor.Desk).Run(visitor.Stop);
        return Answers.View<JobListView>(new { Page = await visitor.Page(visitor.Language.Say("jobs"), "jobs"), Jobs = jobs });
    }

    private static Task<IResult> Show(Visitor visitor, string name) => JobPage(visitor, name, null, null);

    private static async Task<IResult> Log(Visitor visitor, long id)
    {
        var run = await new JobList(visitor.Desk).Get(id, visitor.Stop);
        return Answers.View<RunView>(new { Page = await visitor.Page(visitor.Language.Say("jobs.run-of", ("job", visitor.Language.Say("job." + run.Run.Job))), "jobs"), Run = run });
    }

    private static async Task<IResult> Run(Visitor visitor, HttpContext http, string name)
    {
        await new ChangeJob(visitor.Desk).RunNow(name, visitor.Stop);
        Flash.Put(http, visitor.Language.Say("jobs.wanted"));
        return Answers.GoTo($"/jobs/{Uri.EscapeDataString(name)}");
    }

    private static async Task<IResult> Plan(Visitor visitor, HttpContext http, string name, [FromForm] bool? on, [FromForm] string? cron)
    {
        try
        {
            await new ChangeJob(visitor.Desk).Plan(name, on == true, cron, visitor.Stop);
            Flash.Put(http, visitor.Language.Say("me.saved"));
            return Answers.GoTo($"/jobs/{Uri.EscapeDataString(name)}");
        }
        catch (Refusal refusal) when (refusal.Reason is RefusalReason.Invalid or RefusalReason.Conflict)
        {
            return await JobPage(visitor, name, cron, refusal);
        }
    }

    private static async Task<IResult> JobPage(Visitor visitor, string name, string? typed, Refusal? error)
    {
        var list = new JobList(visitor.Desk);
        var job = await list.One(name, visitor.Stop);
        return Answers.View<JobView>(
            new
            {
                Page = await visitor.Page(visitor.Language.Say("job." + name), "jobs"),
                Job = job,
                Runs = await list.Of(name, MostShown, visitor.Stop),
                Typed = typed,
                Error = error,
            },
            error is null ? 200 : Refusals.StatusOf(error.Reason));
    }
}
