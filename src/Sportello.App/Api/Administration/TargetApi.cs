using Microsoft.AspNetCore.Mvc;
using Sportello.App.Web;
using Sportello.Targets;
using Sportello.Tickets;
using Sportello.Words;

namespace Sportello.App.Api.Administration;

/// <summary>What is promised, and the hours it is reckoned in.</summary>
internal static class TargetApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/targets", List).Shows<TargetsPage>().Gives<ListJson<PlanJson>>().WithSummary("List the times that are promised, by project");
        api.MapPut("/targets", Promise).Runs<ChangePlan>().Gives<PlanJson>().WithSummary("Promise times for a project, or for all that have none of their own");
        api.MapDelete("/targets", Remove).Runs<RemovePlan>().GivesNothing().WithSummary("Take the promises of a project back; those for all hold again");
        api.MapGet("/calendars", Calendars).Shows<TargetsPage>().Gives<ListJson<CalendarRowJson>>().WithSummary("List the working calendars");
        api.MapPost("/calendars", Add).Runs<AddCalendar>().Gives<CalendarJson>(StatusCodes.Status201Created).WithSummary("Add a working calendar");
        api.MapGet("/calendars/{id:long}", Read).Shows<TargetsPage>().Gives<CalendarJson>().WithSummary("Read a working calendar");
        api.MapPatch("/calendars/{id:long}", Change).Runs<ChangeCalendar>().Gives<CalendarJson>().IfMatch().WithSummary("Change hours or days off; due times follow");
        api.MapGet("/calendars/{id:long}/history", History).Shows<TargetsPage>().Gives<ListJson<HistoryJson>>().WithSummary("List what was changed of a working calendar");
    }

    private static async Task<IResult> List(ApiVisitor visitor) => Results.Ok(new ListJson<PlanJson>(
        [.. (await new TargetsPage(visitor.Desk).Run(visitor.Stop)).Plans.Select(p => new PlanJson(p.Project, p.Calendar, PlanJson.Times(p.Targets)))], null));

    private static async Task<IResult> Promise(ApiVisitor visitor, [FromBody] PlanToKeep form)
    {
        visitor.MustHold("settings.view");
        await new ChangePlan(visitor.Desk).Run(form.Project, form.Calendar, form.Read(), visitor.Stop);
        var plan = await new TargetsPage(visitor.Desk).Plan(form.Project, visitor.Stop);
        return Results.Ok(new PlanJson(plan.Project, plan.Calendars.Single(c => c.Id == plan.Calendar).Name, PlanJson.Times(plan.Targets)));
    }

    private static async Task<IResult> Remove(ApiVisitor visitor, [FromQuery] string? project)
    {
        await new RemovePlan(visitor.Desk).Run(project, visitor.Stop);
        return Results.NoContent();
    }

    private static async Task<IResult> Calendars(ApiVisitor visitor) => Results.Ok(new ListJson<CalendarRowJson>(
        [.. (await new TargetsPage(visitor.Desk).Run(visitor.Stop)).Calendars.Select(c => new CalendarRowJson(c.Id, c.Name, c.Zone))], null));

    private static async Task<IResult> Add(ApiVisitor visitor, [FromBody] CalendarForm form)
    {
        visitor.MustHold("settings.view");
        var id = await new AddCalendar(visitor.Desk).Run(form.Of(new("", "", [], "")), visitor.Stop);
        return Results.Created($"{ApiDoor.Path}/calendars/{id}", await Json(visitor, id));
    }

    private static async Task<IResult> Read(ApiVisitor visitor, long id) => Results.Ok(await Json(visitor, id));

    private static async Task<IResult> Change(ApiVisitor visitor, long id, [FromBody] CalendarForm changes)
    {
        var before = await new TargetsPage(visitor.Desk).Calendar(id, visitor.Stop);
        await new ChangeCalendar(visitor.Desk).Run(id, visitor.IfMatch ?? before.Version, changes.Of(before.Fields), visitor.Stop);
        return Results.Ok(await Json(visitor, id));
    }

    private static async Task<IResult> History(ApiVisitor visitor, long id) => Results.Ok(HistoryJson.List((await new TargetsPage(visitor.Desk).Calendar(id, visitor.Stop)).History));

    private static async Task<CalendarJson> Json(ApiVisitor visitor, long id)
    {
        var calendar = await new TargetsPage(visitor.Desk).Calendar(id, visitor.Stop);
        visitor.Tag(calendar.Version);
        return new(calendar.Id, calendar.Fields.Name, calendar.Fields.Zone, calendar.Fields.Week, calendar.Fields.Holidays.Split('\n', StringSplitOptions.RemoveEmptyEntries), calendar.Version);
    }
}

/// <summary>A calendar as the caller writes it; what is absent of one that is there stays as it is.</summary>
/// <param name="Week">Seven days from Sunday on, each with its stretches: <c>09:00-13:00, 14:00-18:00</c>; empty = closed.</param>
/// <param name="Holidays">Days off: <c>2013-12-25 Christmas</c>, or <c>12-25</c> for every year.</param>
internal sealed record CalendarForm(string? Name, string? Zone, IReadOnlyList<string>? Week, IReadOnlyList<string>? Holidays)
{
    public CalendarFields Of(CalendarFields before) => new(
        Name ?? before.Name, Zone ?? before.Zone, Week ?? before.Week, Holidays is null ? before.Holidays : string.Join('\n', Holidays.Select(day => day.ReplaceLineEndings(" "))));
}

/// <param name="Project">Its name; absent = every project that has no targets of its own.</param>
/// <param name="Calendar">The number of a calendar.</param>
/// <param name="Targets">By priority; one that is absent is promised nothing.</param>
internal sealed record PlanToKeep(string? Project, long? Calendar, IReadOnlyDictionary<string, TargetTimes>? Targets)
{
    public Dictionary<string, string> Read()
    {
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (priority, times) in Targets ?? new Dictionary<string, TargetTimes>(StringComparer.Ordinal))
        {
            var name = Name.Of(Choice.Of<Priority>("targets", priority)!.Value);
            (typed[$"{name}.answer"], typed[$"{name}.solution"]) = (times?.Answer ?? "", times?.Solution ?? "");
        }

        return typed;
    }
}

/// <summary>Lengths of working time: <c>8:00</c>, or <c>8</c> for hours; null promises nothing.</summary>
internal sealed record TargetTimes(string? Answer, string? Solution);

/// <param name="Project">None = every project that has no targets of its own.</param>
internal sealed record PlanJson(string? Project, string Calendar, IReadOnlyDictionary<string, TargetTimes> Targets)
{
    public static IReadOnlyDictionary<string, TargetTimes> Times(IReadOnlyDictionary<Priority, Target> targets) =>
        targets.ToDictionary(t => Name.Of(t.Key), t => new TargetTimes(Length(t.Value.Answer), Length(t.Value.Solution)), StringComparer.Ordinal);

    private static string? Length(TimeSpan? length) => length is null ? null : HoursText.Length(length);
}

internal sealed record CalendarRowJson(long Id, string Name, string Zone);

internal sealed record CalendarJson(long Id, string Name, string Zone, IReadOnlyList<string> Week, IReadOnlyList<string> Holidays, int Version);
