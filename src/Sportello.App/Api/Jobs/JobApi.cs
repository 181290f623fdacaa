using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Jobs;
using Sportello.Words;

namespace Sportello.App.Api.Jobs;

/// <summary>The programs: when they run by themselves, what their runs did, and a run now.</summary>
internal static class JobApi
{
    private const int MostRows = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/jobs", List).Shows<JobList>().Gives<ListJson<JobJson>>().WithSummary("List the programs of the timetable with their last runs");
        api.MapGet("/jobs/{name}", Read).Shows<JobList>().Gives<JobJson>().WithSummary("Read when a program runs, and how it last went");
        api.MapPatch("/jobs/{name}", Change).Runs<ChangeJob>().Takes<JobPatch>().Gives<JobJson>().WithSummary("Change when a program runs by itself, or switch it off");
        api.MapGet("/jobs/{name}/runs", Runs).Shows<JobList>().Gives<ListJson<RunJson>>().WithSummary("List the runs of a program, the newest first");
        api.MapPost("/jobs/{name}/runs", RunNow).Runs<ChangeJob>().Gives<JobJson>(StatusCodes.Status202Accepted).WithSummary("Ask for a run of a program now");
        api.MapGet("/runs/{id:long}", Log).Shows<JobList>().Gives<RunLogJson>().WithSummary("Read one run of a program with the lines it wrote");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<JobJson>([.. (await new JobList(visitor.Desk).Run(visitor.Stop)).Select(JobJson.Of)], null));

    private static async Task<IResult> Read(ApiVisitor visitor, string name) => Results.Ok(JobJson.Of(await new JobList(visitor.Desk).One(name, visitor.Stop)));

    private static async Task<IResult> Change(ApiVisitor visitor, string name, [FromBody] JsonElement changes)
    {
        var before = await new JobList(visitor.Desk).One(name, visitor.Stop);
        var (on, cron) = (before.On, (string?)before.Cron);
        foreach (var member in Patch.Members(changes))
        {
            switch (member.Name)
            {
                case "on": on = Patch.Flag(member); break;
                case "cron": cron = Patch.Text(member); break;
                default: throw Refusal.Invalid(member.Name, "This member cannot be changed; on and cron can.");
            }
        }

        await new ChangeJob(visitor.Desk).Plan(name, on, cron, visitor.Stop);
        return await Read(visitor, name);
    }

    private static async Task<IResult> Runs(ApiVisitor visitor, string name, [FromQuery] int? limit, [FromQuery] string? after)
    {
        var job = await new JobList(visitor.Desk).One(name, visitor.Stop);
        var runs = await new JobList(visitor.Desk).Of(job.Name, after, Limit.Of(limit, MostRows), visitor.Stop);
        return Results.Ok(new ListJson<RunJson>([.. runs.Items.Select(RunJson.Of)], runs.Next));
    }

    private static async Task<IResult> RunNow(ApiVisitor visitor, string name)
    {
        visitor.MustHold("settings.view");
        await new ChangeJob(visitor.Desk).RunNow(name, visitor.Stop);
        return Results.Json(JobJson.Of(await new JobList(visitor.Desk).One(name, visitor.Stop)), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Log(ApiVisitor visitor, long id)
    {
        var run = await new JobList(visitor.Desk).Get(id, visitor.Stop);
        return Results.Ok(new RunLogJson(RunJson.Of(run.Run), [.. run.Log.Select(l => new LogLineJson(l.At, l.Level, l.Text))]));
    }
}

/// <summary>What is to be otherwise; absent members stay as they are, a <c>cron</c> of null is the usual one.</summary>
internal sealed record JobPatch(bool? On, string? Cron);

/// <param name="Cron">When it runs, or would if it were on: five fields, in the time zone of the house.</param>
/// <param name="Source">Who said so: <c>usual</c>, <c>web</c>, or <c>file</c> where config.ini does, and it cannot be changed here.</param>
/// <param name="Wanted">Somebody asked for a run that has not begun.</param>
/// <param name="Missed">How many runs were missed while nothing served.</param>
internal sealed record JobJson(
    string Name, string Cron, string Source, bool On, bool SetUp, DateTime? Next, bool Wanted, int Missed, DateTime? MissedFrom, DateTime? MissedUntil, RunJson? Last)
{
    public static JobJson Of(JobRow j) => new(
        j.Name, j.Cron, Words.Name.Of(j.Source), j.On, j.IsSetUp, j.Next, j.Wanted, j.Missed, j.MissedFrom, j.MissedUntil, j.Last is { } last ? RunJson.Of(last) : null);
}

/// <param name="Pretended">The moment it was told to be.</param>
/// <param name="Outcome">None while it runs, or when its process died.</param>
internal sealed record RunJson(
    long Id, string Job, DateTime Started, DateTime? Ended, DateTime Pretended, string? Outcome, IReadOnlyList<string> Summary, string Door, string? Person, bool Running)
{
    public static RunJson Of(RunRow r) => new(
        r.Id, r.Job, r.StartedAt, r.EndedAt, r.PretendedAt, r.Outcome is { } outcome ? Name.Of(outcome) : null, [.. r.Summary.Select(s => s.In(ApiVisitor.Language))], Name.Of(r.Door), r.Person, r.Running);
}

internal sealed record LogLineJson(DateTime At, string Level, string Text);

internal sealed record RunLogJson(RunJson Run, IReadOnlyList<LogLineJson> Log);
